"""The beginning, pictured: what is unsure, what is already done, today, two cars that may be one."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain import past
from itow_desktop.domain.past import Answer, Word
from itow_desktop.services.looking_back import PastCar
from itow_desktop.ui.dialogs.beginning.same_car import SameCarDialog

_LATER = 6
"""Every so manieth car is left for later, so that the question stays in sight."""


def beginning(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The way from the import to the first TOPs; leaves an office behind that has worked for a while."""
    room, desk = stage.office.beginning, stage.office.desk
    unsure = room.show_unsure()
    stage.settle()
    yield "unsure-cars", unsure
    unsure.model.write(unsure.model.key(unsure.table.currentIndex()), "Burtn")
    stage.settle()
    yield "unsure-cars-wrong", unsure
    unsure.model.write(unsure.model.wrong[0], "Burton Police Department")
    stage.settle()
    unsure.close()
    stage.settle()

    done = room.show_past()
    stage.settle()
    for column, text in enumerate(("t", "d", "n")):
        done.model.write(done.model.key(done.model.index(0, column)), text)
    done.model.write(done.model.key(done.model.index(1, 0)), "next week")
    stage.settle()
    yield "already-done", done
    done.model.write(done.model.wrong[0], "d")
    stage.settle()
    done.close()
    stage.settle()
    for number, car in enumerate(desk.beginning.past().cars):
        if number % _LATER and car.open:
            _answer(stage, car)

    _enter_twice(stage)
    stage.office.bus.cars_changed.emit(frozenset())
    stage.window.show_pane(room.today.key)
    stage.settle()
    said = room.today.copied.more
    said.setText(said.text().replace(str(stage.office.desk.backup_folder()), r"D:\iTow backups"))  # that of the demo is nobody's
    yield "today", stage.window


def _answer(stage: Stage, car: PastCar) -> None:
    """Called in and sent in time; of the entry nothing is known for every other car."""
    desk = stage.office.desk
    towed = car.case.towed_at
    if towed is None:
        return
    day = towed.astimezone(desk.zone).date()
    sent = min(day + timedelta(days=1), desk.today())
    answers = {past.CALLED_IN: Answer(day), past.TOP_SENT: Answer(sent)}
    if car.case.custody_id % 2:
        answers[past.LEIN] = Answer(word=Word.NOT_KNOWN)
    open_ones = {fact: answer for fact, answer in answers.items() if fact in car.asked and fact not in car.kept}
    desk.beginning.answer_past(stage.office.who.person, car.case.custody_id, open_ones)


def _enter_twice(stage: Stage) -> None:
    """A car that was entered by hand although TowBook has it; the next import asks."""
    desk, kim = stage.office.desk, stage.office.who.person
    known = next(row for row in desk.vehicles(stage.office.vehicles.model.query).rows if row.plate and row.plate_state)
    typed = {
        "plate": known.plate or "",
        "plate_state": known.plate_state or "",
        "color": "Champagne",
        "spot": "C-4",
        "custody": "private_property",
    }
    desk.add_car(kim, {**typed, "towed_at": f"{desk.today() - timedelta(days=1)} 22:15", "jurisdiction": "Burton Police Department"})
    stage.office.imports.button.click()
    stage.settle()


def same_car(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Both cars side by side."""
    stage.window.show_pane(stage.office.queue.key)
    stage.settle()
    asking = next(line.case.custody_id for line in stage.office.desk.queue().lines if line.case.maybe_same)
    stage.office.beginning.show_pair(asking)
    dialog = stage.dialog(SameCarDialog)
    yield "same-car", dialog
    dialog.reject()
    stage.settle()
