"""Charges: ledger, fee schedule, prices of mailing, all only added to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.charge_tables import FeesRecord, LedgerLineRecord, PostagePriceRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.charges.fees import DayCount, Fees
from itow_desktop.domain.charges.ledger import ChargeKind, LedgerLine
from itow_desktop.domain.charges.postage import Postage, PostagePrice
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.vehicles import CustodyKind

_F, _L, _P = FeesRecord, LedgerLineRecord, PostagePriceRecord
_LINE = ("custody_id", "kind", "amount", "words", "first", "last", "rate", "corrects", "reason", "fees_id", "piece_id")
_FEES = (
    "since", "account", "custody", "tow", "storage", "day_count", "first_day", "free_hours", "administration", "gate", "written",
    "also_here", "note",
)  # fmt: skip


class SqlCharges:
    """``ChargeStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def lines(self, custody_ids: Sequence[int]) -> Mapping[int, tuple[LedgerLine, ...]]:
        """Lines by car, each in the order of recording."""
        question = select(_L, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _L.recorded_by)
        found: dict[int, list[LedgerLine]] = defaultdict(list)
        for row, by in self._session.execute(question.where(among(_L.custody_id, custody_ids)).order_by(_L.id)):
            found[row.custody_id].append(_line(row, by))
        return {custody_id: tuple(lines) for custody_id, lines in found.items()}

    def of_pieces(self, piece_ids: Sequence[int]) -> Mapping[int, LedgerLine]:
        """The charges of pieces of mail by their ids."""
        rows = self._session.scalars(select(_L).where(among(_L.piece_id, piece_ids), _L.corrects.is_(None)))
        return {row.piece_id: _line(row, None) for row in rows if row.piece_id is not None}

    def add(self, lines: Sequence[LedgerLine]) -> Sequence[int]:
        """Append; who recorded it and when is the database's own answer."""
        rows = [{name: getattr(line, name) for name in _LINE} for line in lines]
        if not rows:
            return ()
        return self._session.scalars(insert(_L).returning(_L.id, sort_by_parameter_order=True), rows).all()

    def fees(self) -> tuple[Fees, ...]:
        """The whole schedule, small as it is."""
        question = select(_F, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _F.set_by).order_by(_F.id)
        return tuple(_fees(row, by) for row, by in self._session.execute(question))

    def add_fees(self, fees: Fees) -> int:
        """Append an entry; the database refuses whoever is no manager."""
        values = {name: getattr(fees, name) for name in _FEES}
        return self._session.scalars(insert(_F).values(values).returning(_F.id)).one()

    def withdraw_fees(self, fees_id: int, reason: str) -> None:
        """Let one entry count no more."""
        standing = update(_F).where(_F.id == fees_id, _F.withdrawn.is_(None)).values(withdrawn=reason)
        if not self._session.execute(standing.returning(_F.id)).all():
            raise NotFound("This entry of the fee schedule does not count any more. Nothing was changed; look at the list again.")

    def prices(self) -> tuple[PostagePrice, ...]:
        """Every price as it was entered."""
        question = select(_P, StaffRecord.name).outerjoin(StaffRecord, StaffRecord.id == _P.set_by).order_by(_P.id)
        rows = self._session.execute(question)
        return tuple(PostagePrice(Postage(row.component), row.since, row.amount, row.id, row.set_at, by) for row, by in rows)

    def add_prices(self, prices: Sequence[PostagePrice]) -> None:
        """Append prices; the database refuses whoever is no manager."""
        rows = [{"component": each.component, "since": each.since, "amount": each.amount} for each in prices]
        if rows:
            self._session.execute(insert(_P), rows)

    def may_set_fees(self) -> bool:
        """Whether the database lets this sign-in change the schedule."""
        return bool(self._session.execute(select(func.has_column_privilege("fee_schedule", "since", "INSERT"))).scalar_one())


def _line(row: LedgerLineRecord, by: str | None) -> LedgerLine:
    return LedgerLine(
        row.id, row.custody_id, ChargeKind(row.kind), row.amount, row.words, row.first, row.last, row.rate, row.corrects, row.reason,
        row.recorded_at, by, row.fees_id, row.piece_id,
    )  # fmt: skip


def _fees(row: FeesRecord, by: str | None) -> Fees:
    return Fees(
        id=row.id, since=row.since, account=row.account, custody=CustodyKind(row.custody) if row.custody else None, tow=row.tow,
        storage=row.storage, day_count=DayCount(row.day_count), first_day=row.first_day, free_hours=row.free_hours,
        administration=row.administration, gate=row.gate, written=row.written, also_here=row.also_here, note=row.note,
        withdrawn=row.withdrawn, set_at=row.set_at, set_by=by,
    )  # fmt: skip
