"""What is pictured of the record: an event of many cars, one that is doubted, one that is corrected, one that is taken back."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.events import EventKind
from itow_desktop.services.recording import Entry
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.record.dialog import SOURCES, RecordDialog


def recording(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The dialog over several cars, with a doubt, then the correction of what it recorded."""
    office = stage.office
    wishes, person = office.cars.wishes, office.who.person
    cars = [line.case.custody_id for line in office.desk.queue().lines if line.case.custody == "private_property"][-4:]
    wishes.record.emit(tuple(cars), stage.window)
    dialog = stage.dialog(RecordDialog)
    _choose(dialog, EventKind.POLICE_NOTIFIED)
    stage.settle()
    yield "record", dialog
    dialog.leave()
    wishes.record.emit((cars[0],), stage.window)
    dialog = stage.dialog(RecordDialog)
    _choose(dialog, EventKind.HEARING_PETITIONED)
    dialog.rows[0].day.setText("t")
    dialog.rows[0].source.setCurrentIndex(0)
    dialog.primary.click()
    stage.settle()
    yield "record-doubt", dialog
    dialog.leave()
    office.desk.record(
        person, cars[0], Entry(EventKind.ABANDONMENT_REQUESTED, on=office.desk.today(), source=SOURCES[0], reason="By phone")
    )
    event = office.desk.card(cars[0]).events[-1]
    wishes.correct.emit(cars[0], event.id, stage.window)
    dialog = stage.dialog(RecordDialog)
    yield "record-correct", dialog
    dialog.leave()
    wishes.take_back.emit(cars[0], event.id, stage.window)
    gone = stage.dialog(ReasonDialog)
    yield "record-take-back", gone
    gone.leave()
    stage.settle()


def _choose(dialog: RecordDialog, kind: EventKind) -> None:
    dialog.kind.setCurrentIndex(dialog.kinds.index(kind))
