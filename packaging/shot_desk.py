"""What is pictured of the desk: holds, lines that wait, who has them, dates that two people stand for."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.desk_work import Absence
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.holds import Hold
from itow_desktop.domain.people import Rights
from itow_desktop.services.holding import NewHold
from itow_desktop.services.recording import Entry
from itow_desktop.ui.dialogs.desk.away import AwayDialog
from itow_desktop.ui.dialogs.desk.give import GiveDialog
from itow_desktop.ui.dialogs.desk.hold import HoldDialog, LiftDialog
from itow_desktop.ui.dialogs.desk.move_later import MoveLaterDialog
from itow_desktop.ui.dialogs.desk.second_person import SecondPersonDialog
from itow_desktop.ui.dialogs.desk.snooze import SnoozeDialog

_PIN = "407182"


def desk_work(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Each dialog of the desk, on the first cars of the queue."""
    office, room = stage.office, stage.office.desk_work
    desk, kim = office.desk, office.who.person
    cars = [line.case.custody_id for line in desk.queue().lines][:4]
    lee = desk.staff.add(kim, "Lee", Rights.CLERK)
    desk.staff.set_pin(kim, lee, _PIN)
    today = desk.today()
    if kim is not None:
        desk.work.go_away(kim, Absence(lee.id, kim.id, today + timedelta(days=1), today + timedelta(days=5)))
    office.bus.people_changed.emit()
    stage.settle()
    room.snooze(cars)
    yield "snooze", stage.dialog(SnoozeDialog)
    _close(stage)
    room.hold(cars[:1])
    yield "hold", stage.dialog(HoldDialog)
    _close(stage)
    desk.work.place_hold(kim, cars[:1], NewHold(Hold.ATTORNEY, "Ann Archer", "Suit about the tow", today + timedelta(days=30)))
    room.lift(cars[:1])
    yield "lift-hold", stage.dialog(LiftDialog)
    _close(stage)
    room.give(cars[:2])
    yield "give", stage.dialog(GiveDialog)
    _close(stage)
    room.show_away()
    yield "away", stage.dialog(AwayDialog)
    _close(stage)


def two_people(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A date that one person moves later and another confirms, from the empty list to the car's page."""
    office, room = stage.office, stage.office.desk_work
    desk, kim, today = office.desk, office.who.person, office.desk.today()
    car = desk.queue().lines[1].case.custody_id
    lee = next(person for person in desk.staff.staff().people if person.name == "Lee")
    room.show_waiting()
    yield "second-person-empty", stage.dialog(SecondPersonDialog)
    _close(stage)
    desk.record(kim, car, Entry(EventKind.SOS_NOTICE_DATED, on=today))
    room.move_later([car])
    yield "move-later", stage.dialog(MoveLaterDialog)
    _close(stage)
    desk.work.move_later(kim, car, "mi.sale", today + timedelta(days=60), "The owner is in hospital, her daughter asks for time")
    room.show_waiting()
    yield "second-person", stage.dialog(SecondPersonDialog)
    _close(stage)
    for asked in desk.work.waiting():
        desk.work.confirm(asked, lee, _PIN)
    desk.work.assign(kim, [car], lee)
    office.bus.cars_changed.emit(frozenset())
    stage.settle()
    stage.window.show_pane(office.queue.key)
    stage.window.open_car(car)
    yield "car-settled", stage.window


def _close(stage: Stage) -> None:
    for dialog in stage.dialogs():
        dialog.reject()
    stage.settle()
