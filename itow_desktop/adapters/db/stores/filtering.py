"""The filters of the vehicle list as conditions of SQL."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, text

from itow_desktop.adapters.db.finding_tables import LEAVING
from itow_desktop.adapters.db.stores import searching
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import CustodyRecord, EventRecord, ProjectionRecord, VehicleRecord
from itow_desktop.domain.filters import Missing
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.views import VehicleQuery

_V, _C, _P, _E = VehicleRecord, CustodyRecord, ProjectionRecord, EventRecord
DIFFERS = func.jsonb_path_exists(_C.provenance, text("'$[*].differs ? (@ == true)'"))
"""Whether TowBook says something else of a car than the desk."""


class Wanted(NamedTuple):
    """A condition with the table it is told by."""

    table: Any
    condition: ColumnElement[bool]


def wanted(query: VehicleQuery) -> list[Wanted]:
    """What a car must be, besides holding the words that are sought."""
    conditions = [*_by_projection(query), *_by_custody(query)]
    if Missing.VIN in query.filters.missing:
        conditions.append(Wanted(_V, _V.vin.is_(None)))
    if Missing.PLATE in query.filters.missing:
        conditions.append(Wanted(_V, _V.plate.is_(None)))
    return conditions


def _by_projection(query: VehicleQuery) -> Iterator[Wanted]:
    filters, terms, zone = query.filters, query.terms, query.terms.sought.zone
    if query.status is not None:
        yield Wanted(_P, _P.status == query.status)
    if filters.on_hold:
        yield Wanted(_P, func.cardinality(_P.on_hold) > 0)
    if terms.only is not None:
        yield Wanted(_P, among(_P.custody_id, terms.only))
    for since in (filters.towed_since, terms.towed_since):
        if since is not None:
            yield Wanted(_P, _P.towed_at >= datetime.combine(since, time(), zone))
    if filters.towed_until is not None:
        yield Wanted(_P, _P.towed_at < datetime.combine(filters.towed_until + timedelta(days=1), time(), zone))
    for condition in searching.towed(terms.sought):
        yield Wanted(_P, condition)
    if terms.left_since is not None:
        left = [_E.at >= datetime.combine(terms.left_since, time(), zone), _E.on >= terms.left_since]
        gone = [select(_E.custody_id).where(_E.kind.in_(LEAVING), condition) for condition in left]
        yield Wanted(_P, _P.status.not_in([CustodyStatus.ON_LOT, CustodyStatus.VOID]))
        yield Wanted(_P, or_(*(_P.custody_id.in_(each) for each in gone)))


def _by_custody(query: VehicleQuery) -> Iterator[Wanted]:
    filters = query.filters
    if filters.kind is not None:
        yield Wanted(_C, _C.custody == filters.kind)
    if filters.agency_id is not None:
        yield Wanted(_C, _C.agency_id == filters.agency_id)
    if filters.property_key is not None:
        yield Wanted(_C, _C.property_key == filters.property_key)
    if filters.account is not None:
        yield Wanted(_C, _C.account == filters.account)
    if Missing.AGENCY in filters.missing:
        yield Wanted(_C, _C.agency_id.is_(None))
    if Missing.SPOT in filters.missing:
        yield Wanted(_C, _C.spot.is_(None))
    if filters.differs:
        yield Wanted(_C, DIFFERS)
    if filters.by_hand:
        yield Wanted(_C, _C.towbook_id.is_(None))
