"""What is pictured of the law: law dates, the dialog that marks them, the reasons for a car's dates, the page for a court."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QDialog, QWidget
from shot_stage import Stage

from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.rules import Review
from itow_desktop.services.recording import Entry
from itow_desktop.ui.dialogs.law.check import CheckDialog
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.why import WhyDialog
from itow_desktop.ui.rooms.law import LawRoom

_CHECKED = {"mi.police_notice", "mi.redeem_or_petition", "mi.hearing"}


def dotted(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Dates that rest on rules nobody has compared, in the queue and in the list."""
    office, kim = stage.office, stage.office.who.person
    today = office.desk.today()
    cars = [line.case.custody_id for line in office.desk.queue().lines if line.item.step == "Ask for LEIN entry"][:3]
    told = {EventKind.POLICE_NOTIFIED: {}, EventKind.LETTER_PRINTED: {"letter": "top"}, EventKind.SOS_NOTICE_DATED: {}}
    for car in cars:
        for kind, data in told.items():
            office.desk.record(kim, car, Entry(kind, on=today, data=data, source=EventSource.PAPER, reason="For the picture"))
    office.bus.queue_changed.emit()
    office.bus.cars_changed.emit(frozenset(cars))
    stage.window.show_pane(office.queue.key)
    stage.settle()
    for group in office.queue.model.groups:
        held = any(line.case.custody_id in cars for line in group.lines)
        office.queue.list.setExpanded(office.queue.model.find_group(group.key), held)
        if held:
            found = office.queue.model.find_group(group.key)
            office.queue.list.setCurrentIndex(office.queue.model.index(len(group.lines) - 1, 0, found))
    stage.settle()
    yield "queue-dotted", stage.window
    stage.window.show_pane(office.vehicles.key)
    stage.settle()
    office.vehicles.table.choose(next(place for place, row in enumerate(office.vehicles.model.rows) if row.custody_id in cars))
    stage.settle()
    yield "vehicles-dotted", stage.window


def law(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A notice was dated ten days ago, and an attorney has compared some of the rules."""
    desk, kim, room = stage.office.desk, stage.office.who.person, _room(stage)
    today = desk.today()
    car = next(row.custody_id for row in desk.vehicles(stage.office.vehicles.model.query).rows if row.plate)
    desk.record(kim, car, Entry(EventKind.SOS_NOTICE_DATED, on=today - timedelta(days=1), source=EventSource.PAPER))
    marks = [rule.mark for rule in desk.law.law_dates(kim).rules if rule.rule_id in _CHECKED]
    text = "MCL 257.252a, legislature.mi.gov, as of the first of this month"
    desk.law.mark_checked(kim, marks, Review("Pat Example, attorney", today - timedelta(days=3), text))
    stage.office.bus.office_changed.emit()
    window = room.show_dates()
    stage.settle()
    listed = window.list.model
    window.list.table.selectRow(next(row for row in range(listed.rowCount()) if listed.index(row, 0).data() == "Request TR-52L"))
    yield "law-dates", window
    window.mark()
    yield from _dialog(stage, "law-mark", CheckDialog)
    window.close()
    room.show_why(car, None)
    why = stage.dialog(WhyDialog)
    yield "why", why
    why.preview.click()
    yield from _dialog(stage, "why-page", PaperDialog)
    why.done(0)
    stage.settle()


def _dialog(stage: Stage, name: str, kind: type[QDialog]) -> Iterator[tuple[str, QWidget]]:
    dialog = stage.dialog(kind)
    yield name, dialog
    dialog.done(0)
    stage.settle()


def _room(stage: Stage) -> LawRoom:
    return next(each for each in stage.office.rooms if isinstance(each, LawRoom))
