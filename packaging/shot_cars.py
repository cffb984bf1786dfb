"""What is pictured of a car's file: its page part by part, the dialogs around it, reminders over the queue."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget
from shot_photos import drawn_letter, drawn_photo
from shot_stage import Stage

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.phone_log import Direction
from itow_desktop.services.attaching import Pasted
from itow_desktop.services.desks.car_files import CarFileDesk
from itow_desktop.services.phoning import CallNote
from itow_desktop.services.views import Person

_LONG = "He said the car belongs to his cousin, that the plates are in the trunk and that he will be back on Tuesday. " * 3


def cars_files(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A car's page in its own window part by part, one with nothing in it, the dialogs around it."""
    desk, kim, room = stage.office.desk.files, stage.office.who.person, stage.office.car_files
    full, bare, long = (row.custody_id for row in stage.office.desk.vehicles(stage.office.vehicles.model.query).rows[:3])
    _fill_file(desk, kim, full)
    desk.add_reminder(kim, "order certified mail labels", desk.today(), custody_id=None, person_id=None)
    desk.log_call(kim, long, CallNote(stage.office.desk.ports.clock.now(), Direction.IN, _LONG.strip(), "Alexandria Fitzgerald-Montgomery"))
    stage.office.bus.queue_changed.emit()
    for name, custody_id in (("", full), ("-nothing", bare), ("-long", long)):
        room.open(custody_id)
        stage.settle()
        window = next(each for each in room.open_pages if each.custody_id == custody_id)
        for place, section in enumerate(window.view.sections):
            if name and section not in {window.view.timeline, window.view.phone, window.view.photos}:
                continue
            window.view.open_section(place)
            yield f"car{name}-{section.title.lower().replace(' ', '-')}", window
        window.close()
    for name, ask_for in (("car-call", room.phone), ("car-reminder", room.remind)):
        ask_for()
        yield name, stage.dialog(QDialog)
        _leave(stage)
    stage.window.show_pane(stage.office.queue.key)
    yield "queue-reminders", stage.window
    stage.window.show_pane(stage.office.vehicles.key)
    stage.office.vehicles.table.choose(0)
    for place in (2, 4):
        stage.window.details.view.open_section(place)
        yield f"details-{stage.window.details.view.section.title.lower().replace(' ', '-')}", stage.window
    stage.window.details.view.open_section(0)


def _fill_file(desk: CarFileDesk, kim: Person | None, custody_id: int) -> None:
    """Photos, a letter, notes, calls, reminders."""
    files: list[Path | Pasted] = [Pasted("TR-52L.pdf", drawn_letter())]
    files += [Pasted(f"IMG_{number}.jpg", drawn_photo(number)) for number in range(5)]
    for _ in desk.attach(kim, custody_id, files, FileSource.FILE):
        pass
    now = datetime.now(UTC)
    desk.add_note(kim, custody_id, "Keys are in the visor. Battery is dead.")
    desk.add_note(kim, custody_id, "Owner wants his tools from the trunk first;\ntold him to bring his registration.")
    first = desk.log_call(kim, custody_id, CallNote(now, Direction.IN, "Comes on Friday with cash", "Pat Doe", "555-555-0199"))
    desk.log_call(kim, custody_id, CallNote(now, Direction.IN, "Comes on Saturday with cash", "Pat Doe", "555-555-0199"), first)
    desk.log_call(kim, custody_id, CallNote(now, Direction.OUT, "Left a message: no answer", "First Invented Bank", "555-555-0170"))
    person_id = kim.id if kim else None
    desk.add_reminder(kim, "call the bank about the lien", desk.today(), custody_id=custody_id, person_id=person_id)
    done = desk.add_reminder(kim, "photograph the odometer", desk.today(), custody_id=custody_id, person_id=None)
    desk.reminder_done(kim, done)
    desk.add_reminder(kim, "ask for the title again", desk.today() + timedelta(days=4), custody_id=custody_id, person_id=None)


def _leave(stage: Stage) -> None:
    for dialog in stage.dialogs():
        dialog.reject()
    stage.settle()
