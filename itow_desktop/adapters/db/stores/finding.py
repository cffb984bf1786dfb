"""Cars by what was typed, as SQL over the text that a trigger keeps of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, text, union, union_all
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.place_tables import CallerRecord, SpellingRecord
from itow_desktop.adapters.db.stores import searching
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import CustodyRecord, PartyRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.finding import Caller, Piece, Sought
from itow_desktop.domain.findings import Findable, Place
from itow_desktop.domain.vehicles import CustodyStatus

_V, _C, _P, _Y = VehicleRecord, CustodyRecord, ProjectionRecord, PartyRecord
_W, _S = CallerRecord, SpellingRecord
_TOLD = {place: column for place in Place if (column := getattr(_V, place, None) or getattr(_C, place, None)) is not None}
_TELLING = "[2345679]"
_ON_LOT = _P.status == CustodyStatus.ON_LOT
_LEAST = 3
"""The index knows letters by threes."""


class SqlFinding:
    """``FindingStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def matching(self, sought: Sought, most: int) -> Sequence[int]:
        """Custody ids that have every piece, in no order; at most so many."""
        texts, days = searching.found(sought), searching.towed(sought)
        question: Select[Any] = select(_C.id).where(*texts) if texts else select(_P.custody_id)
        if days:
            question = (question.join(_P, _P.custody_id == _C.id) if texts else question).where(*days)
        with_index = any(_indexed(piece) for piece in sought.pieces)
        return self._quick(question.limit(most), with_index)

    def best_of(self, ids: Sequence[int], limit: int) -> Sequence[int]:
        """Of these the ones on the lot first, each sort newest first."""
        newest = select(_P.custody_id).where(among(_P.custody_id, ids)).order_by(_ON_LOT.desc(), *_newest()).limit(limit)
        return self._session.scalars(newest).all()

    def newest(self, sought: Sought, limit: int) -> Sequence[int]:
        """The cars on the lot first, each sort newest first: the database walks along that order and takes what matches."""
        conditions = [*searching.found(sought), *searching.towed(sought)]
        walk = select(_P.custody_id).join(_C, _C.id == _P.custody_id).where(*conditions).order_by(*_newest())
        here = list(self._session.scalars(walk.where(_ON_LOT).limit(limit)))
        gone = self._session.scalars(walk.where(~_ON_LOT).limit(limit - len(here))) if len(here) < limit else ()
        return [*here, *gone]

    def callers(self) -> Sequence[Caller]:
        """Everybody who may ask for tows, once for each spelling of the property."""
        question = select(_S.key, _W.name, _W.phone).join(_W, _W.property_id == _S.property_id).where(_W.active, _S.active)
        return [Caller(*row) for row in self._session.execute(question)]

    def named(self, marks: Sequence[str]) -> Sequence[int]:
        """Custodies whose plate, VIN, call or file number is one of these."""
        if not marks:
            return ()
        vehicles = select(_C.id).join(_V, _V.id == _C.vehicle_id)
        ways = (
            vehicles.where(among(_V.plate, marks)),
            vehicles.where(among(_V.vin, marks)),
            select(_C.id).where(among(_C.call_number, marks)),
            select(_C.id).where(among(_C.file_number, marks)),
        )
        return self._session.scalars(union(*ways)).all()

    def with_vin_tails(self, tails: Sequence[str]) -> Sequence[int]:
        """By the marks of the cars on the lot one after the other, which are few."""
        if not tails:
            return ()
        here = select(_C.id).join(_V, _V.id == _C.vehicle_id).join(_P, _P.custody_id == _C.id).where(_ON_LOT)
        return self._session.scalars(here.where(or_(*(_V.vin.endswith(tail, autoescape=True) for tail in tails)))).all()

    def cars(self, ids: Sequence[int]) -> tuple[Findable, ...]:
        """What of these cars can be found, in the order of the ids."""
        if not ids:
            return ()
        columns = [column.label(place.value) for place, column in _TOLD.items()]
        question = (
            select(_P.custody_id, _P.status, _P.towed_at, *columns)
            .join(_C, _C.id == _P.custody_id)
            .join(_V, _V.id == _C.vehicle_id)
            .where(among(_P.custody_id, ids))
        )
        people = self._people(ids)
        found = {row.custody_id: _findable(row, people.get(row.custody_id, [])) for row in self._session.execute(question)}
        return tuple(found[each] for each in ids if each in found)

    def knows(self, piece: Piece) -> bool:
        """Whether any car has the piece."""
        return bool(self._quick(select(_C.id).where(searching.holds(piece)).limit(1), _indexed(piece)))

    def texts_like(self, patterns: Sequence[str], most: int) -> Sequence[str]:
        """Folded texts of cars that hold one of the patterns, ``_`` for any letter."""
        if not patterns:
            return ()
        likes = [_C.search.like(f"%{_any_letter(pattern)}%") for pattern in patterns]
        return self._quick(select(_C.search).where(or_(*likes)).limit(most), True)

    def words_on_lot(self, least: int, longest: int) -> Sequence[str]:
        """The folded words of cars on the lot: those of so many letters, and longer ones that hold figures."""
        words = (
            select(func.unnest(func.string_to_array(_C.search, " ")).label("word"))
            .join(_P, _P.custody_id == _C.id)
            .where(_ON_LOT)
            .subquery()
        )
        length = func.length(words.c.word)
        wanted: ColumnElement[bool] = length.between(least, longest) | ((length > longest) & words.c.word.op("~")(_TELLING))
        return self._session.scalars(select(words.c.word).where(wanted).distinct()).all()

    def _quick(self, question: Select[Any], with_index: bool) -> Sequence[Any]:
        """Answer a question for the first few: by the index where it can be used, for a guess at many takes the database through all."""
        if with_index:
            self._session.execute(text("SET LOCAL enable_seqscan = off"))
        found = self._session.scalars(question).all()
        if with_index:
            self._session.execute(text("SET LOCAL enable_seqscan = on"))
        return found

    def _people(self, ids: Sequence[int]) -> Mapping[int, list[tuple[Place, str]]]:
        """Who has a stake in these cars, who may ask for tows from where they stood."""
        found: dict[int, list[tuple[Place, str]]] = {}
        parties = select(_Y.custody_id, _Y.role, _Y.name, _Y.phone).where(among(_Y.custody_id, ids), _Y.void.is_(None))
        callers = (
            select(_C.id, literal(Place.CALLER.value), _W.name, _W.phone)
            .join(_S, _S.key == _C.property_key)
            .join(_W, _W.property_id == _S.property_id)
            .where(among(_C.id, ids), _W.active, _S.active)
        )
        for custody_id, role, name, phone in self._session.execute(union_all(parties, callers)):
            told = found.setdefault(custody_id, [])
            told.append((Place(role), name))
            if phone:
                told.append((Place(f"{role}_phone"), phone))
        return found


def _newest() -> tuple[Any, Any]:
    return _P.towed_at.desc().nulls_last(), _P.custody_id


def _indexed(piece: Piece) -> bool:
    return bool(piece.parts) and all(len(part) >= _LEAST for part in piece.parts)


def _any_letter(pattern: str) -> str:
    """A pattern of ours as LIKE takes it: the underscore alone keeps its meaning."""
    return pattern.replace("\\", "\\\\").replace("%", "\\%")


def _findable(row: Any, parties: list[tuple[Place, str]]) -> Findable:
    told = [(place, str(value)) for place in _TOLD if (value := getattr(row, place)) is not None]
    return Findable(row.custody_id, CustodyStatus(row.status), row.towed_at, (*told, *parties))
