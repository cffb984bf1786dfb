"""Saved views of the vehicle list: what each of them holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from itow_desktop.domain.filters import VehicleFilters, read_filters
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.views import VehicleColumn, VehicleQuery

_NEWEST = VehicleQuery().sort


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column of a view with its width in pixels of a 96-dpi screen, None for the usual one."""

    key: VehicleColumn
    width: int | None = None


@dataclass(frozen=True, slots=True)
class ViewDefinition:
    """What a view shows: no ``columns`` means the usual ones."""

    search: str = ""
    status: CustodyStatus | None = None
    filters: VehicleFilters = field(default_factory=VehicleFilters)
    sort: tuple[tuple[VehicleColumn, bool], ...] = _NEWEST
    columns: tuple[ViewColumn, ...] = ()

    @property
    def query(self) -> VehicleQuery:
        """The question this view asks."""
        return VehicleQuery(self.search, self.status, self.sort, filters=self.filters)

    def plain(self) -> dict[str, Any]:
        """Only what is not usual, in words that JSON has."""
        told: dict[str, Any] = {}
        if self.search:
            told["search"] = self.search
        if self.status is not None:
            told["status"] = self.status.value
        if filters := self.filters.plain():
            told["filters"] = filters
        if self.sort != _NEWEST:
            told["sort"] = [[column.value, down] for column, down in self.sort]
        if self.columns:
            told["columns"] = [[column.key.value, column.width] for column in self.columns]
        return told


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view under a name; ``owner`` is a person's id, None for one of the whole office."""

    id: int
    name: str
    definition: ViewDefinition
    owner: int | None = None

    @property
    def shared(self) -> bool:
        """Whether everybody in the office has it."""
        return self.owner is None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the cars on record can be filtered by, the most frequent first: (property key, name) pairs, accounts."""

    properties: tuple[tuple[str, str], ...] = ()
    accounts: tuple[str, ...] = ()


def read_definition(told: Mapping[str, Any]) -> ViewDefinition:
    """What ``plain`` wrote; columns that this program does not know are left out."""
    known = set(VehicleColumn)
    sort = tuple((VehicleColumn(column), bool(down)) for column, down in told.get("sort", ()) if column in known)
    return ViewDefinition(
        search=told.get("search", ""),
        status=CustodyStatus(told["status"]) if told.get("status") in set(CustodyStatus) else None,
        filters=read_filters(told.get("filters", {})),
        sort=sort or _NEWEST,
        columns=tuple(ViewColumn(VehicleColumn(column), width) for column, width in told.get("columns", ()) if column in known),
    )
