"""The outbox in the window, over a real database and a real mail server."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Lock

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.mail.smtp import SmtpMailer
from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.outbox.servers import Security
from itow_desktop.domain.people import Rights
from itow_desktop.services.browsing import office as office_facts
from itow_desktop.services.editing import save_agency, save_office
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.towbook import never
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.outbox.approval import ApprovalDialog
from itow_desktop.ui.dialogs.outbox.message import MessageDialog
from itow_desktop.ui.dialogs.outbox.send import SendTopsDialog
from itow_desktop.ui.dialogs.outbox.window import OutboxWindow
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.rooms.outbox import OutboxRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.places.parts import RecordList
from tests.builders import call
from tests.db.cars import agency_id, bring, counting
from tests.db.offices import OpenOffice
from tests.fakes import MemoryPrinter, MemorySecrets, NoBackups
from tests.mail_servers import PASSWORD, Running, mail_server, trusting
from tests.ui.room_front import RoomFront, ports_of

BURTON = "Burton Police Department"


@pytest.fixture(scope="module")
def mail() -> Iterator[Running]:
    with mail_server(Security.STARTTLS) as running:
        yield running


class Front(RoomFront):
    """The room on an office that sends, with two cars of a department that wants e-mail."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, mail: Running, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.secrets, self.mail, self.window = MemorySecrets(), mail, window
        ports = ports_of(
            office,
            secrets=self.secrets,
            backups=NoBackups(),
            mailer=SmtpMailer(trusting, seconds=20),
            renderer=PdfRenderer(Lock()),
            printer=MemoryPrinter(),
        )
        self.desk = FrontDesk(ports)
        self.queue = QueuePane(house.runner, house.bus, house.who, work=self.desk, paper=self.desk)
        self.room = OutboxRoom(house, self.desk.outbox, queue=self.queue, show_paper=lambda _id: None)
        self.room.move_in(window)
        self.cars = bring(office, call(call_number="41001"), call(call_number="41002", towbook_id="9002", vin="1G1ZZ5EU0AF000002"))

    def enter_server(self) -> None:
        shift, server = self.office.shift, self.mail.settings
        facts = office_facts(shift.desk)
        save_office(
            shift, replace(facts, mail_host=server.host, mail_port=server.port, mail_user=server.user, mail_from=server.sender)
        )  # fmt: skip
        with shift.desk.look() as unit:
            burton = unit.agencies.get(agency_id(self.office, BURTON))
        save_agency(shift, replace(burton, email="dispatch@burton.example", preferred="email"))
        self.secrets.kept["smtp.password"] = PASSWORD

    def outbox(self) -> OutboxWindow:
        window = self.room.show_outbox()
        self.settle()
        return window

    def send(self) -> None:
        """What the job does."""
        self.room.show_round(self.desk.outbox.turn(never))
        self.settle()


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, mail: Running, window: MainWindow, runner: TaskRunner) -> Iterator[Front]:
    mail.post.got.clear()
    mail.post.refuses.clear()
    front = Front(qtbot, office, mail, window, House(runner, Bus(), Who(office.shift.person), WindowMemory(NoMemory())))
    with qtbot.waitExposed(window):
        window.show()
    yield front
    front.settle()
    if front.room.window is not None:
        front.room.window.close()


def column(shown: RecordList, place: int) -> list[str]:
    return [row.cells[place].text for row in shown.model.rows]


def test_from_the_print_sheet_to_the_department_and_back(qtbot: QtBot, front: Front) -> None:
    sheet = PrintSheet(front.desk, front.office.shift.person, front.cars, runner=front.house.runner, parent=front.window)
    sheet.show()
    front.settle()
    going = sheet.papers.going
    assert len(going) == 2
    dialog = front.room.send_tops(going, sheet)
    front.settle()
    assert "No mail server is entered" in dialog.left_out.text()
    assert not dialog.primary.isEnabled()
    dialog.reject()
    front.enter_server()
    sheet.mail.click()
    dialog = front.room.send_tops(going, sheet)
    front.settle()
    (row,) = dialog.rows
    assert row.way.currentText() == "E-mail to dispatch@burton.example"
    row.way.setCurrentIndex(row.way.count() - 1)
    assert not dialog.primary.isEnabled(), "all stay on paper"
    row.way.setCurrentIndex(0)
    dialog.wait.click()
    front.settle()
    assert sheet.papers.going == (), "not printed too, unless somebody ticks them"
    sheet.close()

    outbox = front.outbox()
    assert column(outbox.open, 0) == ["Waits for approval"]
    front.send()
    assert front.mail.post.got == []
    with qtbot.waitSignal(front.room.let_go):
        outbox.go.click()
    front.settle()
    assert column(outbox.open, 0) == ["Goes out"]
    front.send()
    assert [address for address, _ in front.mail.post.got] == ["dispatch@burton.example"]
    assert column(outbox.open, 0) == []
    assert column(outbox.sent, 5) == ["250 taken as 1"]
    assert counting(front.office, front.cars[0])[-1].kind is EventKind.LETTER_SENT
    outbox.look_sent.click()
    looking = front.dialog(MessageDialog, outbox)
    for words in ("dispatch@burton.example", "taken by the server: 250 taken as 1", "SHA-256", "by Kim"):
        assert words in looking.text.toPlainText()
    assert looking.papers.count() == 2
    looking.close_button.click()
    outbox.returned.click()
    asking = front.dialog(ReasonDialog, outbox)
    asking.reason.setText("Bounced the next day")
    with qtbot.waitSignal(front.house.bus.cars_changed):
        asking.primary.click()
    front.settle()
    assert column(outbox.open, 0) == ["Came back"]
    assert counting(front.office, front.cars[0])[-1].kind is EventKind.LETTER_VOIDED


def test_what_is_refused_is_said_once_and_taken_back_with_a_reason(front: Front) -> None:
    front.enter_server()
    front.mail.post.refuses = {"dispatch@burton.example": "550 5.1.1 no such mailbox"}
    desk, person = front.desk.outbox, front.office.shift.person
    found = desk.tops_to_send(front.desk.draft_tops(front.cars[:1]))
    wish = SendTopsDialog(desk, person, front.desk.draft_tops(front.cars[:1]), runner=front.house.runner, parent=front.window)
    front.settle()
    wish.primary.click()
    front.settle()
    assert found.agencies[0].agency == BURTON
    front.send()
    assert "550 5.1.1" in front.window.pane.news.text
    outbox = front.outbox()
    assert column(outbox.open, 0) == ["Refused"]
    assert not outbox.go.isEnabled()
    assert outbox.redo.isEnabled()
    outbox.back.click()
    asking = front.dialog(ReasonDialog, outbox)
    asking.reason.setText("They closed it")
    asking.primary.click()
    front.settle()
    assert column(outbox.open, 0) == []
    assert column(outbox.sent, 5) == ["Taken back: They closed it"]


def test_a_manager_approves_for_good_and_takes_it_back(front: Front) -> None:
    outbox = front.outbox()
    outbox.pages.setCurrentWidget(outbox.approvals)
    outbox.give.click()
    asking = front.dialog(ApprovalDialog, outbox)
    assert not asking.primary.isEnabled()
    asking.agency.setCurrentIndex(asking.agency.findText(BURTON))
    asking.reason.setText("They asked for it")
    asking.primary.click()
    front.settle()
    assert column(outbox.approvals, 1) == [BURTON]
    assert outbox.revoke.isEnabled()
    outbox.revoke.click()
    front.settle()
    assert "0 messages wait" in outbox.news.text
    assert not outbox.revoke.isEnabled()
    assert column(outbox.approvals, 5)[0].endswith("Kim")
    lee = add_person(front.office.shift, "Lee", Rights.CLERK)
    front.house.who.become(lee)
    front.settle()
    assert not outbox.give.isEnabled()
    assert "manager" in outbox.give.toolTip()
