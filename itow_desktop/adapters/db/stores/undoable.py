"""The one list of tables whose rows an undo may touch, with what becomes of a row that the deed had added."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

from itow_desktop.domain.cars import CUSTODY_FIELDS, VEHICLE_FIELDS
from itow_desktop.domain.errors import Refused
from itow_desktop.services.views import OfficeFacts


@dataclass(frozen=True, slots=True)
class Undoable:
    """How the rows of one table go back.

    ``word`` is what people call a row. ``unused`` tells the values that take an added row (its key is given) out of use,
    since nothing is deleted; None where that cannot be. ``kept`` columns never go back, ``also`` is further SET text,
    ``spelled`` is SQL for columns that need more than ``given``'s value.
    """

    word: str
    unused: Callable[[str], Mapping[str, Any]] | None = None
    key: str = "id"
    kept: frozenset[str] = frozenset()
    also: str = ""
    spelled: Mapping[str, str] = field(default_factory=dict)

    def out_of_use(self, row_id: str) -> Mapping[str, Any]:
        """The values that take an added row out of use; raises ``Refused``."""
        if self.unused is None:
            raise Refused(f"A new {self.word} cannot be undone. Nothing was changed.")
        return self.unused(row_id)


def _becomes(**values: Any) -> Callable[[str], Mapping[str, Any]]:
    return lambda _row_id: values


def _default_fact(key: str) -> Mapping[str, Any]:
    """A fact of the office that was entered for the first time had its default before."""
    return {"value": asdict(OfficeFacts()).get(key)}


# A car's own fields go back through the car, with where each value came from; an added car is voided by an event.
_CAR = _becomes()
_COUNTED = frozenset({"version", "search", "provenance", "property_key"})

UNDOABLE: Mapping[str, Undoable] = MappingProxyType(
    {
        "vehicles": Undoable("car", _CAR, kept=frozenset(VEHICLE_FIELDS)),
        "custodies": Undoable("car", _CAR, kept=_COUNTED | frozenset(CUSTODY_FIELDS), also=", version = kept.version + 1"),
        "parties": Undoable("owner or lienholder"),
        "agencies": Undoable("police department", _becomes(active=False)),
        "properties": Undoable("property", _becomes(agency_id=None)),
        "office_facts": Undoable("office setting", _default_fact, key="key", spelled={"value": "coalesce(given.value, 'null'::jsonb)"}),
        "attachments": Undoable("file", _becomes(void_reason="Undone.")),
        "phone_calls": Undoable("phone call", _becomes(withdrawn_because="Undone.")),
        "reminders": Undoable("reminder", _becomes(state="void", void_reason="Undone.")),
        "lot_spots": Undoable("spot", _becomes(active=False)),
        "saved_views": Undoable("view", _becomes(voided=True)),
    }
)
