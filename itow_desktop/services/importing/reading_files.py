"""Read a file's rows as calls, beside what is here already."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from itow_desktop.domain.calls import BY_NUMBER, CallRead, TowBookCall
from itow_desktop.domain.errors import FileBreaksOff
from itow_desktop.domain.importing.file_rows import BY_STOCK, BY_TOW, RowRead, RowReader
from itow_desktop.domain.importing.incoming import FileLook
from itow_desktop.domain.importing.mappings import ColumnMapping
from itow_desktop.domain.importing.overlays import overlaid
from itow_desktop.services.ports.file_imports import Told
from itow_desktop.services.ports.files import ImportFiles
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

BATCH = 1_000
"""Rows that are in memory at a time, and what the database is asked about at once."""
MOST_REMARKS = 500


@dataclass(frozen=True, slots=True)
class FilePlan:
    """A file to be read, and as what."""

    look: FileLook
    mapping: ColumnMapping


@dataclass(slots=True)
class FileReading:
    """How far a file is read.

    ``read`` is 0 to 1; ``repeated`` rows say what a row before them said; ``remarks`` are about single cells that were left
    out, the first ones of ``remarked``; ``broken`` says where the file breaks off.
    """

    rows: int = 0
    read: float = 0.0
    repeated: int = 0
    remarked: int = 0
    remarks: list[str] = field(default_factory=list)
    broken: str | None = None
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)

    def batches(self, shift: Shift, files: ImportFiles, plan: FilePlan, stopped: Callable[[], bool]) -> Iterator[list[CallRead]]:
        """The calls of the rows, each once, laid over what was told of them before; ends where the file breaks off.

        Raises ``UnreadableFile`` and ``Cancelled``.
        """
        batch: list[RowRead] = []
        rows = self._rows(shift, files, plan, stopped)
        while True:
            try:
                batch.append(next(rows))
            except StopIteration:
                break
            except FileBreaksOff as broken:
                self.broken = str(broken)
                break
            if len(batch) >= BATCH:
                yield self._settled(shift, plan, batch)
                batch = []
        if batch:
            yield self._settled(shift, plan, batch)

    def _rows(self, shift: Shift, files: ImportFiles, plan: FilePlan, stopped: Callable[[], bool]) -> Iterator[RowRead]:
        """Every row below the names of the columns that says something of its own."""
        look, mapping = plan.look, plan.mapping
        sheet = look.sheet(mapping.sheet)
        if look.kind is None or sheet is None:
            return
        reader = RowReader(look.kind, sheet.headers(mapping.header_row), mapping, shift.law.zone)
        for row in files.rows(look, sheet.name, stopped):
            self.read = row.read
            if row.number <= mapping.header_row or reader.is_header(row.cells):
                continue
            self.rows += 1
            found = reader.read(row.number, row.cells)
            if (call := found.read.call) is not None:
                number, told = self._seen.setdefault(call.towbook_id, (row.number, hash(call)))
                if number != row.number:
                    if told == hash(call):
                        self.repeated += 1
                        continue
                    found = _contradicts(found, number)
            self._note(found.remarks)
            yield found

    def sentences(self, most: int = MOST_REMARKS) -> tuple[str, ...]:
        """The remarks, the first of them, with how many there are more."""
        shown = tuple(self.remarks[:most])
        more = self.remarked - len(shown)
        return (*shown, f"And {more} more cells were left out.") if more else shown

    def _note(self, remarks: Sequence[str]) -> None:
        self.remarked += len(remarks)
        self.remarks += remarks[: MOST_REMARKS - len(self.remarks)]

    @staticmethod
    def _settled(shift: Shift, plan: FilePlan, rows: Sequence[RowRead]) -> list[CallRead]:
        with shift.desk.look() as unit:
            made_at = plan.look.made_at
            return _beside_ours(unit, rows, shift, made_at.replace(tzinfo=shift.law.zone) if made_at else None)


def _contradicts(row: RowRead, before: int) -> RowRead:
    call = row.read.ref.call_number or row.read.ref.towbook_id
    said = f"Row {row.number}: call {call} stands in row {before} with other values. Row {before} was taken, this one was left out."
    return RowRead(row.number, CallRead(replace(row.read.ref, towbook_id=f"row:{row.number}"), None, said))


def _beside_ours(unit: UnitOfWork, rows: Sequence[RowRead], shift: Shift, made_at: datetime | None) -> list[CallRead]:
    """The rows' calls under the ids that their cars have here, with what was told of them before."""
    calls = [row.read.call for row in rows if row.read.call is not None]
    known = _known_ids(unit, calls, shift)
    # A call with TowBook's own id may be here by its number alone.
    asked = {ids[0] for ids in known.values() if len(ids) == 1} | {f"{BY_NUMBER}{call.call_number}" for call in calls}
    told = unit.file_imports.told(asked)
    return [_told_of(row, known, told, shift, made_at) for row in rows]


def _known_ids(unit: UnitOfWork, calls: Sequence[TowBookCall], shift: Shift) -> dict[str, tuple[str, ...]]:
    """The ids under which calls are here, by the id that the file gave them."""
    known: dict[str, tuple[str, ...]] = {call.towbook_id: (call.towbook_id,) for call in calls}
    numbered = {call.call_number: call.towbook_id for call in calls if call.call_number and call.towbook_id.startswith(BY_NUMBER)}
    known |= {numbered[number]: ids for number, ids in unit.file_imports.ids_of_calls(numbered).items()}
    tows: dict[tuple[str, date], str] = {}
    for call in calls:
        if call.towbook_id.startswith((BY_STOCK, BY_TOW)) and call.vin is not None and call.towed_at is not None:
            tows[call.vin, call.towed_at.astimezone(shift.law.zone).date()] = call.towbook_id
    if tows:
        known |= {tows[tow]: ids for tow, ids in unit.file_imports.ids_of_tows(tows, shift.law.zone.key).items()}
    return known


def _told_of(
    row: RowRead,
    known: Mapping[str, tuple[str, ...]],
    told: Mapping[str, Told],
    shift: Shift,
    made_at: datetime | None,
) -> CallRead:
    """One row's call; one that is here more than once cannot be told apart."""
    read, call = row.read, row.read.call
    if call is None:
        return read
    ids = known[call.towbook_id]
    if len(ids) > 1:
        said = f"Row {row.number}: {_mark(call)} is here {len(ids)} times, so that nothing says which one is meant. The row was left out."
        return CallRead(read.ref, None, said)
    before = told.get(ids[0]) or told.get(f"{BY_NUMBER}{call.call_number}")
    remark = " ".join(row.remarks) or None
    if before is None:
        ref = read.ref if ids[0] == read.ref.towbook_id else replace(read.ref, towbook_id=ids[0])
        return CallRead(ref, _under(call, ids[0]), remark)
    older = made_at is not None and before.at > made_at
    released = None if older and read.ref.released is False else read.ref.released
    laid = overlaid(before.call, call, shift.law.zone, only_gaps=older)
    return CallRead(replace(read.ref, towbook_id=ids[0], released=released), _under(laid, ids[0]), remark)


def _under(call: TowBookCall, towbook_id: str) -> TowBookCall:
    return call if call.towbook_id == towbook_id else replace(call, towbook_id=towbook_id)


def _mark(call: TowBookCall) -> str:
    return f"call {call.call_number}" if call.call_number else f"VIN {call.vin}"
