"""The queue over a real database: what is recorded in a dialog moves the car on."""

from datetime import date, timedelta
from threading import Lock
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.events import EventKind, EventSource, standing
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.editing import add_car
from itow_desktop.services.front_desk import FrontDesk
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.recording import Entry, record
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.agency import AgencyDialog
from itow_desktop.ui.dialogs.agency_contact import AgencyContactDialog
from itow_desktop.ui.dialogs.day_column import DayColumnDialog
from itow_desktop.ui.dialogs.pick_up import PickUpDialog
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.dialogs.sort_cars import KINDS, SortDialog
from itow_desktop.ui.dialogs.tow_times import TowTimesDialog
from itow_desktop.ui.panes.queue import QueuePane
from itow_desktop.ui.queue_text import Verb
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.offices import OpenOffice

D = TypeVar("D", bound=QDialog)


class Tray:
    """A printer that keeps what it got."""

    def __init__(self) -> None:
        self.papers: list[tuple[str, bytes]] = []

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("Front desk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        self.papers.append((title, pdf))


class Front:
    """The pane on an office, with ways to reach its dialogs."""

    def __init__(self, qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        self.office, self._qtbot, self._runner = office, qtbot, runner
        self.tray = Tray()
        nothing = cast("Any", None)  # what the queue never asks for
        self.desk = FrontDesk(
            Ports(
                desk=office.shift.desk, law=office.shift.law, clock=office.clock, renderer=PdfRenderer(Lock()), pictures=nothing,
                printer=self.tray, secrets=nothing, drafts=nothing, settings=nothing, backups=nothing, changes=nothing,
                mend_database=nothing, open_towbook=nothing, check_login=nothing,
            )
        )  # fmt: skip
        self.pane = QueuePane(runner, bus, Who(office.shift.person), work=self.desk, paper=self.desk)
        qtbot.addWidget(self.pane)
        self.pane.resize(1000, 700)
        self.pane.show()

    def add(self, **values: str) -> int:
        """A private-property tow of last night from Burton, unless told otherwise."""
        towed = self.desk.today().isoformat()
        usual = {
            "plate": "ABC1234", "plate_state": "MI", "vin": "1G1ZC5E13BF118341", "custody": "private_property", "city": "Burton",
            "towed_from": "123 Oak St, Burton, MI 48529", "street": "123 Oak St", "state": "MI", "towed_at": f"{towed} 0:30",
            "jurisdiction": "Burton Police Department",
        }  # fmt: skip
        return add_car(self.office.shift, {**usual, **values}).custody_id

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self._runner.busy)
        self._qtbot.wait(1)
        self._qtbot.waitUntil(lambda: not self._runner.busy)

    def begin(self, verb: Verb, custody_id: int, kind: type[D]) -> D:
        """Open the dialog of a verb for a car of the queue."""
        self.pane.refresh()
        self.settle()
        line = self.pane.model.line_at(self.pane.model.find(custody_id))
        assert line is not None
        self.pane.deeds.begin(verb, [line])
        self.settle()
        return next(each for each in self.pane.findChildren(kind) if each.isVisible())

    def step(self, custody_id: int) -> str:
        """The next step the queue names now; empty when the car is not in it."""
        self.pane.refresh()
        self.settle()
        line = self.pane.model.line_at(self.pane.model.find(custody_id))
        return "" if line is None else line.item.step

    def has(self, custody_id: int, kind: EventKind) -> bool:
        return any(event.kind is kind for event in standing(self.desk.card(custody_id).events))


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Front:
    return Front(qtbot, office, runner, bus)


def _short(day: date) -> str:
    return f"{day:%b} {day.day}"


def commit(front: Front, dialog: Any) -> None:
    assert dialog.primary.isEnabled()
    dialog.primary.click()
    front.settle()


def test_a_notice_date_starts_the_owners_clock(front: Front) -> None:
    car = front.add()
    record(front.office.shift, car, Entry(EventKind.LEIN_ENTERED, on=front.desk.today(), source=EventSource.LOOK_UP))
    dates = front.begin(Verb.SOS_DATE, car, DayColumnDialog)
    dates.rows[car].setText("t")
    commit(front, dates)
    assert front.has(car, EventKind.SOS_NOTICE_DATED)
    found, _ = front.desk.law.why(car)
    owner = next(each for each in found.deadlines if each.rule_id == "mi.redeem_or_petition")
    assert owner.date is not None
    assert owner.date >= front.desk.today() + timedelta(days=20)
    assert owner.unverified, "nobody has checked the rule"


def test_a_top_is_printed_kept_and_recorded_only_when_it_came_out(front: Front) -> None:
    car = front.add(plate="")
    sheet = front.begin(Verb.PRINT_TOP, car, PrintSheet)
    sheet.papers.papers[0].answers.update(problem.absence for problem in sheet.papers.papers[0].draft.problems if problem.absence)
    sheet.papers.changed.emit()
    front.settle()
    commit(front, sheet)
    assert len(front.tray.papers) == 1
    assert not front.has(car, EventKind.LETTER_PRINTED)
    card = front.desk.card(car)
    assert card.car.fields.no_plate, "the known absence stays with the car"
    kept = front.desk.document(card.documents[0].id)[1]
    assert kept == front.tray.papers[0][1], "the archived page is the printed page"
    commit(front, sheet)
    assert front.has(car, EventKind.LETTER_PRINTED)
    assert not front.has(car, EventKind.POLICE_NOTIFIED)
    assert front.step(car) == "Call in"


def test_a_hold_stops_the_pick_up_in_the_database_too(front: Front) -> None:
    car = front.add()
    dialog = front.begin(Verb.PICKED_UP, car, PickUpDialog)
    held = {"hold": "police", "authority": "Burton PD"}
    record(front.office.shift, car, Entry(EventKind.HOLD_PLACED, on=front.desk.today(), data=held, source=EventSource.PAPER))
    dialog.day.setText("t")
    dialog.to_whom.setText("Pat Doe")
    dialog.id_seen.setText("MI license")
    dialog.redeemed.setChecked(True)
    commit(front, dialog)
    assert dialog.isVisible()
    assert "hold" in dialog.problems.text.casefold()
    assert dialog.to_whom.text() == "Pat Doe"
    assert front.desk.card(car).row.status is CustodyStatus.ON_LOT


def test_a_pick_up_leaves_the_report_to_be_done(front: Front) -> None:
    car = front.add()
    dialog = front.begin(Verb.PICKED_UP, car, PickUpDialog)
    dialog.day.setText("t")
    dialog.to_whom.setText("Pat Doe")
    dialog.id_seen.setText("MI license")
    dialog.released.setChecked(True)
    commit(front, dialog)
    assert front.step(car) == "Report to state"
    reported = front.begin(Verb.REPORTED, car, DayColumnDialog)
    reported.rows[car].setText("t")
    commit(front, reported)
    assert front.step(car) == ""


def test_an_answer_about_a_property_is_remembered_for_its_next_car(front: Front) -> None:
    unsure = {"jurisdiction": "", "city": "Flint", "towed_from": "88 Mill Rd, Flint, MI 48503", "street": "88 Mill Rd"}
    first, second = front.add(plate="AAA111", vin="", **unsure), front.add(plate="BBB222", vin="", **unsure)
    dialog = front.begin(Verb.AGENCY, first, AgencyDialog)
    dialog.rows[0].box.setCurrentText("Mill Road Constables")
    commit(front, dialog)
    names = {front.desk.card(car).row.jurisdiction for car in (first, second)}
    assert names == {"Mill Road Constables"}
    contact = front.begin(Verb.PHONE, first, AgencyContactDialog)
    contact.fields["phone"].setText("555-555-0144")
    commit(front, contact)
    front.pane.refresh()
    front.settle()
    assert {part.phone for part in front.pane.model.groups} == {"555-555-0144"}


def test_sorting_and_tow_time_answer_their_questions(front: Front) -> None:
    car = front.add(custody="unknown", towed_at="")
    sort = front.begin(Verb.KIND, car, SortDialog)
    sort.rows[car].setCurrentIndex(KINDS.index(CustodyKind.PRIVATE_PROPERTY))
    commit(front, sort)
    assert front.step(car) == "Enter tow time"
    times = front.begin(Verb.TOW_TIME, car, TowTimesDialog)
    times.rows[car].day.setText("-1")
    times.rows[car].time.setText("4:44p")
    commit(front, times)
    assert front.step(car) != "Enter tow time"
    towed = front.desk.card(car).row.towed_at
    assert towed is not None
    assert f"{towed.astimezone(front.desk.zone):%H:%M}" == "16:44"


def test_an_undo_corrects_and_never_deletes(front: Front) -> None:
    car = front.add()
    dates = front.begin(Verb.LEIN, car, DayColumnDialog)
    dates.rows[car].setText("t")
    commit(front, dates)
    kim = front.office.shift.person
    last = front.desk.edits.undo_state(kim).undo
    assert last is not None
    assert last.name == f"LEIN entry {_short(front.desk.today())} for ABC1234"
    front.desk.edits.undo(kim, last.deed_id)
    front.settle()
    assert not front.has(car, EventKind.LEIN_ENTERED)
    assert [event.kind for event in front.desk.card(car).events].count(EventKind.LEIN_ENTERED) == 1
