"""Charges in the window, over a real database: fees entered, a charge typed, one taken back, the statement printed."""

from datetime import date
from decimal import Decimal
from threading import Lock

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.charges.ledger import ChargeKind
from itow_desktop.domain.people import Rights
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.charges.fee_schedule import add_fees, fee_schedule
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.charges.add import AddChargeDialog
from itow_desktop.ui.dialogs.charges.fees_form import FeesDialog
from itow_desktop.ui.dialogs.charges.fees_window import FeesWindow
from itow_desktop.ui.dialogs.charges.habits import HabitsDialog
from itow_desktop.ui.dialogs.charges.prices_form import PricesDialog
from itow_desktop.ui.dialogs.charges.take_back import TakeBackDialog
from itow_desktop.ui.dialogs.charges.window import CarChargesWindow
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.charges import ChargeRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.car_card import CarGlance
from tests.db.cars import bring_one, card
from tests.db.offices import OpenOffice
from tests.ui.room_front import RoomFront, ports_of

OFFICE = Fees(0, date(2026, 1, 1), tow=Decimal("175.00"), storage=Decimal("35.00"))


class PaperTray:
    """A printer that keeps what it is sent."""

    def __init__(self) -> None:
        self.out: list[bytes] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("FrontDesk", "Front desk laser", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        self.out.append(pdf)


class Front(RoomFront):
    """The room on an office with one car, its windows closed at the end."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, window: MainWindow, house: House) -> None:
        super().__init__(qtbot, office, house)
        self.tray = PaperTray()
        self.desk = FrontDesk(ports_of(office, renderer=PdfRenderer(Lock()), printer=self.tray))
        self.room = ChargeRoom(house, self.desk.charges)
        self.room.move_in(window)
        self.car = bring_one(office)

    def charges(self) -> CarChargesWindow:
        window = self.room.show(self.car)
        self._qtbot.waitUntil(lambda: bool(window.list.model.rows))
        return window

    def fees(self) -> FeesWindow:
        window = self.room.show_fees()
        self._qtbot.waitUntil(lambda: bool(window.prices.model.rows))
        return window

    def lines(self, window: CarChargesWindow) -> list[tuple[str, ...]]:
        return [tuple(cell.text for cell in row.cells[:3]) for row in window.list.model.rows]


def test_a_car_is_charged_and_a_charge_is_taken_back(
    qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus
) -> None:
    front = Front(qtbot, office, window, House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory())))
    shown = front.charges()
    assert "Missing: the fees for the account .PPI" in shown.lacking.text
    add_fees(office.shift, OFFICE)
    bus.office_changed.emit()
    qtbot.waitUntil(lambda: shown.amounts["now"].text() == "$320.00")
    assert not shown.lacking.isVisible()
    assert (shown.amounts["tomorrow"].text(), shown.growth.text()) == ("$355.00", "$35.00 more each day at midnight")
    assert "bond of $320.00" in shown.law.text()

    shown.add.click()
    adding = front.dialog(AddChargeDialog, shown)
    adding.primary.click()
    assert "Enter the amount" in adding.problems.text
    adding.form.lines["amount"].setText("12.50")
    adding.primary.click()
    qtbot.waitUntil(lambda: "Enter what it is for" in adding.problems.text)
    adding.form.lines["words"].setText("Second visit")
    with qtbot.waitSignals([adding.done_with, shown.changed]):
        adding.primary.click()
    qtbot.waitUntil(lambda: shown.amounts["now"].text() == "$332.50")

    place = next(row for row in shown.list.model.rows if row.key.kind is ChargeKind.STORAGE)
    shown.list.choose(place.key)
    shown.back.click()
    taking = front.dialog(TakeBackDialog, shown)
    assert taking.form.lines["amount"].text() == "105.00"
    taking.form.lines["amount"].setText("35")
    taking.form.lines["reason"].setText("gate was shut")
    with qtbot.waitSignal(taking.done_with):
        taking.primary.click()
    qtbot.waitUntil(lambda: shown.amounts["now"].text() == "$297.50")
    assert front.lines(shown)[2:4] == [
        ("Storage", "3/2/26 to 3/4/26, 3 days at $35.00", "$105.00"),
        ("    taken back: gate was shut", "3/4/26", "-$35.00"),
    ]
    shown.list.choose(next(row.key for row in shown.list.model.rows if row.key.corrects is not None))
    assert not shown.back.isEnabled(), "what takes a charge back is no charge"

    shown.statement.click()
    paper = front.dialog(PaperDialog, shown)
    qtbot.waitUntil(paper.ready)
    with qtbot.waitSignal(paper.done_with):
        paper.primary.click()
    assert [each.kind for each in card(office, front.car).documents] == ["statement"]
    assert front.tray.out == [front.desk.document(each.id)[1] for each in card(office, front.car).documents]
    glance = CarGlance(front.desk.files.page(front.car), front.desk.zone, front.desk.today())
    qtbot.addWidget(glance)
    with qtbot.waitSignal(glance.charges_asked, check_params_cb=lambda car: car == front.car):
        next(each for each in glance.findChildren(QPushButton) if each.text() == "charges").click()
    shown.close()


def test_a_manager_keeps_the_fees_and_a_clerk_looks_at_them(
    qtbot: QtBot, office: OpenOffice, window: MainWindow, runner: TaskRunner, bus: Bus
) -> None:
    house = House(runner, bus, Who(office.shift.person), WindowMemory(NoMemory()))
    front = Front(qtbot, office, window, house)
    shown = front.fees()
    shown.enter.click()
    entering = front.dialog(FeesDialog, shown)
    entering.form.lines["tow"].setText("$1,175")
    entering.form.lines["storage"].setText("thirty")
    entering.primary.click()
    assert "Enter the day from which they count." in entering.problems.text
    assert "Storage a day: enter dollars" in entering.problems.text
    entering.form.choices["custody"].setCurrentText("Police tow")
    entering.form.days["since"].setText("1/1/26")
    entering.form.lines["storage"].setText("35")
    with qtbot.waitSignal(entering.done_with):
        entering.primary.click()
    qtbot.waitUntil(lambda: bool(shown.fees.model.rows))
    assert [cell.text for cell in shown.fees.model.rows[0].cells][:6] == ["in use", "1/1/26", "any", "Police tow", "$1,175.00", "$35.00"]

    shown.withdraw.click()
    asking = front.dialog(ReasonDialog, shown)
    asking.reason.setText("one digit too many")
    with qtbot.waitSignal(asking.done_with):
        asking.primary.click()
    qtbot.waitUntil(lambda: shown.fees.model.rows[0].quiet)
    assert not shown.withdraw.isEnabled()

    shown.ask_prices()
    pricing = front.dialog(PricesDialog, shown)
    pricing.form.days["since"].setText("1/1/26")
    pricing.form.lines["certified"].setText("5.30")
    with qtbot.waitSignal(pricing.done_with):
        pricing.primary.click()
    qtbot.waitUntil(lambda: shown.prices.model.rows[3].cells[1].text == "$5.30")
    shown.ask_habits()
    habits = front.dialog(HabitsDialog, shown)
    habits.boxes[CustodyKind.GARAGE_LIEN].setChecked(True)
    habits.closing.setText("5:30p")
    with qtbot.waitSignal(habits.done_with):
        habits.primary.click()
    kept = fee_schedule(office.shift)
    assert (kept.charge_notices, kept.closes_at) == (("garage_lien",), "17:30")

    house.who.become(add_person(office.shift, "Lee", Rights.CLERK))
    qtbot.waitUntil(lambda: not shown.enter.isEnabled())
    assert shown.enter.toolTip() == "needs a manager"
    shown.close()
