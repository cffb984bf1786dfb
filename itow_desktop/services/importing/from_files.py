"""Bring calls from files to the desk."""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from itow_desktop.domain.calls import CallRead, TowBookCall
from itow_desktop.domain.cars import fields_of_call
from itow_desktop.domain.errors import Cancelled, Refused, UnreadableFile
from itow_desktop.domain.importing.cells import order_of
from itow_desktop.domain.importing.incoming import FileLook, SheetLook, SourceKind
from itow_desktop.domain.importing.mappings import DAYS, ColumnMapping, headers_key, kind_of, mapping_problems, suggested
from itow_desktop.domain.importing.reconciling import FieldSays, LineKind, TrayLine, says_of_new
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.browsing import office
from itow_desktop.services.importing import reading_files
from itow_desktop.services.importing.arriving import Stored
from itow_desktop.services.importing.comparing import compare
from itow_desktop.services.importing.delivering import Delivery
from itow_desktop.services.importing.ending import end_run
from itow_desktop.services.importing.from_towbook import ImportProgress, ImportResult
from itow_desktop.services.importing.reading_files import FilePlan, FileReading
from itow_desktop.services.importing.surroundings import Surroundings
from itow_desktop.services.ports.file_imports import EarlierImport
from itow_desktop.services.ports.files import ImportFiles
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import ImportRun, RunState

SOURCE = "file"
MOST_LINES = 100_000
_PLAIN = frozenset({LineKind.NEW, LineKind.UNCHANGED})


class MappingFrom(StrEnum):
    """Why a file's columns are taken for what they are."""

    TOWBOOK = "towbook"
    """TowBook's own names: nobody needs to be asked."""
    REMEMBERED = "remembered"
    """Somebody chose them for a file with the same names."""
    GUESSED = "guessed"
    """The names suggest it: somebody should look."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A file with what it would be imported as.

    ``look.trouble`` says why a file cannot be imported at all; of an old database there is neither ``sheet`` nor ``mapping``.
    ``problems`` say why the mapping does not do yet.
    """

    look: FileLook
    sheet: SheetLook | None = None
    mapping: ColumnMapping | None = None
    mapped: MappingFrom = MappingFrom.GUESSED
    problems: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether a person has to say what the columns are, before anything can be shown."""
        return self.mapping is not None and (self.mapped is MappingFrom.GUESSED or bool(self.problems))


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What an import of a file would do; nothing was written.

    ``lines`` has a line for every call and every row that cannot be taken, as Check import shows them; of a file beyond
    ``MOST_LINES`` only those that ask are all there, ``counts`` has every one of them. A new call has its
    fields from ``preview_fields``. ``remarks`` are sentences about single cells that would be left out. ``broken`` says where
    the file breaks off, None for a whole one. ``before``: the same bytes were imported already.
    """

    plan: FilePlan
    sha256: str
    lines: tuple[TrayLine, ...]
    rows: int
    cancelled: int
    repeated: int
    remarks: tuple[str, ...]
    broken: str | None
    before: tuple[EarlierImport, ...]
    counts: Mapping[LineKind, int]
    told: Mapping[str, bytes] = field(repr=False)

    def count(self, kind: LineKind) -> int:
        """How many lines are of a kind."""
        return self.counts.get(kind, 0)


def look_at(shift: Shift, files: ImportFiles, path: Path) -> Offer:
    """What a file is, with the mapping that fits its columns."""
    return offer_of(shift, files.look(path))


def offer_of(shift: Shift, look: FileLook, sheet: str | None = None, header_row: int | None = None) -> Offer:
    """The same with another sheet, or other names of columns, than the look found."""
    chosen = look.sheet(sheet)
    if look.kind in (None, SourceKind.OLD_DATABASE) or chosen is None:
        return Offer(look)
    row = chosen.header_row or 1 if header_row is None else header_row
    headers = chosen.headers(row)
    if look.kind is not SourceKind.SAVED_PAGE:
        look = replace(look, kind=kind_of(headers))  # another sheet of the same file may be something else
    with shift.desk.look() as unit:
        kept = unit.file_imports.mapping(headers_key(headers)) if any(headers) else None
    if kept is not None and len(kept.fields) == len(headers):
        mapping, mapped = replace(kept, header_row=row, sheet=chosen.name), MappingFrom.REMEMBERED
    else:
        mapping = _guessed(chosen, headers, row)
        mapped = MappingFrom.GUESSED if look.kind is SourceKind.TABLE else MappingFrom.TOWBOOK
    return Offer(look, chosen, mapping, mapped, mapping_problems(mapping))


def _guessed(sheet: SheetLook, headers: Sequence[str], row: int) -> ColumnMapping:
    mapping = suggested(headers)
    days = [place for named, place in mapping.places.items() if named in DAYS]
    told = [line[place] for line in sheet.samples(row) for place in days if place < len(line)]
    return replace(mapping, date_order=order_of(told), header_row=row, sheet=sheet.name)


def remember_mapping(shift: Shift, headers: Sequence[str], mapping: ColumnMapping) -> None:
    """Use a mapping for every file with these names of columns from now on; raises ``Refused`` where it cannot work."""
    if problems := mapping_problems(mapping):
        raise Refused(f"{' '.join(problems)} Nothing was kept.")
    if not any(headers):
        return  # without names nothing says of another file that it is of the same kind
    with shift.desk.begin(shift.deed("choose the columns of a file", undoable=False)) as unit:
        unit.file_imports.remember(headers_key(headers), headers, mapping)
        unit.commit()


def preview_file(
    shift: Shift, files: ImportFiles, plan: FilePlan, stopped: Callable[[], bool] = never
) -> Generator[ImportProgress, None, FilePreview]:
    """Read the whole file and compare it with what is here; nothing is written. Raises ``UnreadableFile``, ``Cancelled``."""
    pace = _Pace(shift, plan.look.name)
    yield pace.progress("Looking at the file")
    sha256 = files.fingerprint(plan.look.path, stopped)
    with shift.desk.look() as unit:
        before, around = unit.file_imports.earlier(sha256), Surroundings.of(unit, shift, plan.look.name)
    lines: list[TrayLine] = []
    told: dict[str, bytes] = {}
    counts: Counter[LineKind] = Counter()
    cancelled = 0
    for batch in pace.reading.batches(shift, files, plan, stopped):
        with shift.desk.look() as unit:
            compared = compare(unit, around, batch)
        counts.update(line.kind for line, _ in compared)
        if len(lines) >= MOST_LINES:
            compared = [(line, raw) for line, raw in compared if line.kind not in _PLAIN]
        lines += [line for line, _ in compared]
        told |= {line.key: raw for line, raw in compared if raw is not None}
        cancelled += sum(read.call is not None and read.call.cancelled for read in batch)
        yield pace.progress("Comparing with what is here")
    reading = pace.reading
    return FilePreview(
        plan, sha256, tuple(lines), reading.rows, cancelled, reading.repeated, reading.sentences(), reading.broken, before, counts, told
    )


def preview_fields(preview: FilePreview, key: str) -> tuple[FieldSays, ...]:
    """A line of a preview field by field."""
    if (raw := preview.told.get(key)) is not None:
        return says_of_new(fields_of_call(TowBookCall.from_raw(raw), CustodyKind.UNKNOWN), taken=False)
    return next((line.fields for line in preview.lines if line.key == key), ())


def import_file(
    shift: Shift, files: ImportFiles, plan: FilePlan, stopped: Callable[[], bool] = never
) -> Generator[ImportProgress, None, ImportResult]:
    """Import a file, batch by batch; every batch is a checkpoint, as with an import from TowBook.

    Trouble with the file ends the import and keeps what was read, a lost database raises ``DatabaseTrouble``; importing the
    file again goes on, as what is here already is unchanged. Raises ``UnreadableFile`` before anything was begun, ``ImportBusy``.
    """
    pace = _Pace(shift, plan.look.name)
    yield pace.progress("Looking at the file")
    sha256 = files.fingerprint(plan.look.path, stopped)
    accounts = office(shift.desk).accounts or ("",)
    with shift.desk.claim(accounts), closing(_Work(shift, plan, sha256, pace, accounts)) as work:
        try:
            for batch in pace.reading.batches(shift, files, plan, stopped):
                for read in batch:
                    work.take(read)
                yield work.progress("Reading the file")
            work.store()
            state, message = (RunState.STOPPED, _broken(work)) if pace.reading.broken else (RunState.DONE, _left_out(pace.reading))
        except Cancelled:
            work.store()
            state, message = RunState.CANCELLED, f"Cancelled. {_kept(work)}"
        except UnreadableFile as trouble:
            work.store()
            state, message = RunState.STOPPED, f"{trouble} {_kept(work)}"
        except GeneratorExit:
            work.store()
            work.finish(RunState.CANCELLED, f"Cancelled. {_kept(work)}")
            raise
        return work.finish(state, message)


def _broken(work: "_Work") -> str:
    return f"{work.pace.reading.broken} {_kept(work)}"


def _kept(work: "_Work") -> str:
    count = work.stored.new + work.stored.updated + work.stored.unchanged
    return f"{count} calls of the file are kept; import it again to go on." if count else "Nothing was changed."


def _left_out(reading: FileReading) -> str | None:
    """What a whole file leaves to be said."""
    said = []
    if reading.repeated:
        said.append(f"{reading.repeated} rows only repeat a row before them.")
    said += reading.sentences(5)
    return " ".join(said) or None


class _Pace:
    """How far a file is, and how fast."""

    def __init__(self, shift: Shift, name: str) -> None:
        self._clock, self.reading, self.name = shift.clock, FileReading(), name
        self._began = self._clock.monotonic()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return self._clock.monotonic() - self._began

    def progress(self, phase: str, so_far: Stored | None = None) -> ImportProgress:
        """Where it stands now; how many rows there will be is reckoned from the bytes that were read."""
        rows, part = self.reading.rows, self.reading.read
        total = max(rows, round(rows / part)) if part > 0 and rows else None
        remaining = self.seconds * (1 - part) / part if part > 0 else None
        so_far = so_far or Stored()
        return ImportProgress(phase, rows, total, so_far.new, so_far.updated, so_far.unchanged, so_far.failed, self.seconds, remaining)


class _Work:
    """The run of one import of a file, and the delivery of its calls."""

    def __init__(self, shift: Shift, plan: FilePlan, sha256: str, pace: _Pace, accounts: Sequence[str]) -> None:
        self.pace = pace
        self._shift, self._accounts = shift, tuple(accounts)
        self._deed = shift.deed(f"import {plan.look.name}", undoable=False)
        self._started_at = shift.clock.now()
        with shift.desk.begin(self._deed) as unit:
            around = Surroundings.of(unit, shift, plan.look.name)
            self.run = unit.imports.start(SOURCE, accounts, None, None)
            unit.file_imports.note(self.run, plan.look.name, sha256, plan.look.size)
            unit.commit()
        self._delivery = Delivery(shift, self._deed, self.run, around, reading_files.BATCH)

    @property
    def stored(self) -> Stored:
        """What came of the calls, as far as the database has confirmed it."""
        return self._delivery.stored

    def take(self, read: CallRead) -> None:
        """Hand on one call."""
        self._delivery.take(read)

    def store(self) -> None:
        """Store all that was taken."""
        self._delivery.finish()

    def close(self) -> None:
        """Let go of the database, however the import ended."""
        self._delivery.close()

    def progress(self, phase: str) -> ImportProgress:
        """Where the import stands now; calls count as new or changed once the database has confirmed them."""
        return self.pace.progress(phase, self.stored)

    def finish(self, state: RunState, message: str | None) -> ImportResult:
        """Close the run in the history with its counts and its meaning for the queue."""
        stored, person = self.stored, self._shift.person
        with self._shift.desk.begin(self._deed) as unit:
            run = ImportRun(
                id=self.run, source=SOURCE, first=None, last=None, accounts=self._accounts, state=state, started_at=self._started_at,
                finished_at=self._shift.clock.now(), by=person.name if person else None, new=stored.new, updated=stored.updated,
                unchanged=stored.unchanged, failed=stored.failed, skipped=stored.skipped, message=message, effect=stored.effect,
                file=self.pace.name,
            )  # fmt: skip
            run, failures = end_run(unit, run, self._shift.law.zone)
            unit.commit()
        return ImportResult(run, failures, self.pace.seconds)
