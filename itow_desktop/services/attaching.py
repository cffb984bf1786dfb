"""Put photos and files on a car, take them out with a reason."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from itow_desktop.domain.attachments import Attachment, FileSource, PreparedFile, file_words
from itow_desktop.domain.errors import Cancelled, NotFound, Problems, UnreadableFile
from itow_desktop.domain.vehicles import present
from itow_desktop.services.ports.car_files import KeptFile, Pictures
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class Pasted:
    """Bytes that are no file yet, with the name they shall have."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AttachProgress:
    """``done`` of ``total`` files were looked at; ``name`` is the one at work now."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class AttachResult:
    """What came of it: ids of the files now on the car, sentences about each that is not, and about what was done to some."""

    ids: tuple[int, ...]
    troubles: tuple[str, ...]
    remarks: tuple[str, ...]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that shall be put on a car."""

    custody_id: int
    file: Path | Pasted


def attach(
    shift: Shift, pictures: Pictures, custody_id: int, files: Sequence[Path | Pasted], source: FileSource
) -> Generator[AttachProgress, None, AttachResult]:
    """Put files on a car, one after the other; see ``attach_all``. Raises ``NotFound``."""
    name = "add a file" if len(files) == 1 else f"add {len(files)} files"
    return (yield from attach_all(shift, pictures, [Wanted(custody_id, file) for file in files], source, name))


def attach_all(
    shift: Shift, pictures: Pictures, wanted: Sequence[Wanted], source: FileSource, name: str
) -> Generator[AttachProgress, None, AttachResult]:
    """Put files on their cars, one after the other; one that cannot be read is told, the rest goes on.

    All of them are one deed that can be undone as one and is called ``name``; stopped, what was put on
    cars so far stays and is told. Raises ``NotFound`` before anything is put on any.
    """
    cars = sorted({each.custody_id for each in wanted})
    with shift.desk.look() as unit:
        if len(unit.deadlines.cases(cars)) < len(cars):
            raise NotFound("This car is not on record. Nothing was added.")
    deed = shift.deed(name)
    result = AttachResult((), (), ())
    try:
        for place, each in enumerate(wanted):
            file = each.file
            yield AttachProgress(place, len(wanted), file.name)
            try:
                ready = pictures.prepare(file) if isinstance(file, Path) else pictures.prepare_bytes(file.name, file.content)
            except UnreadableFile as trouble:
                result = replace(result, troubles=(*result.troubles, str(trouble)))
                continue
            # Each at once, so that a hundred photos are never all in memory; they are one deed all the same.
            with shift.desk.begin(deed) as unit:
                made = unit.attachments.keep(each.custody_id, ready, source, _taken(shift, ready.taken_at))
                unit.commit()
            result = _with(result, ready, made)
        yield AttachProgress(len(wanted), len(wanted), "")
    except Cancelled:
        return replace(result, stopped=True)
    return result


def _with(result: AttachResult, file: PreparedFile, made: int | None) -> AttachResult:
    if made is None:
        return replace(result, troubles=(*result.troubles, f"{file.name} is on this car already. It was not added again."))
    remarks = (*result.remarks, f"{file.name}: {file.remark}") if file.remark else result.remarks
    return replace(result, ids=(*result.ids, made), remarks=remarks)


def _taken(shift: Shift, moment: datetime | None) -> datetime | None:
    """A camera's clock shows the office's time where it does not say another zone."""
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=shift.law.zone)


def attachments(shift: Shift, custody_id: int) -> tuple[Attachment, ...]:
    """The files of a car that stand, the newest first, with thumbnails."""
    with shift.desk.look() as unit:
        return unit.attachments.of(custody_id)


def voided_attachments(shift: Shift, limit: int = 500) -> tuple[Attachment, ...]:
    """The bin: void files of all cars, the newest first."""
    with shift.desk.look() as unit:
        return unit.attachments.voided(limit)


def original(shift: Shift, attachment_id: int) -> KeptFile:
    """The kept original with its name; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return unit.attachments.original(attachment_id)


def view(shift: Shift, attachment_id: int) -> bytes:
    """A photo to look at: an upright JPEG of about 2 megapixels; raises ``NotFound``."""
    with shift.desk.look() as unit:
        return unit.attachments.view(attachment_id)


def void_attachments(shift: Shift, ids: Sequence[int], reason: str) -> None:
    """Take files out with a reason; they stay in the bin. Raises ``Problems``, ``NotFound``."""
    why = present(reason)
    if why is None:
        raise Problems((("reason", "Enter why it is taken out."),))
    _mark(shift, "void", ids, why)


def restore_attachments(shift: Shift, ids: Sequence[int]) -> None:
    """Bring void files back to their cars; raises ``NotFound``, ``Problems`` where the same file was added again since."""
    _mark(shift, "restore", ids, None)


def _mark(shift: Shift, verb: str, ids: Sequence[int], reason: str | None) -> None:
    with shift.desk.look() as unit:
        files = unit.attachments.some(ids)
    with shift.desk.begin(shift.deed(f"{verb} {file_words(tuple(file.kind for file in files))}")) as unit:
        unit.attachments.void(ids, reason)
        unit.commit()
