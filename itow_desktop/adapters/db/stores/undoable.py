"""The one list of tables whose rows an undo may touch, with what becomes of a row that the deed had added."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any

from itow_desktop.domain.cars import CUSTODY_FIELDS, VEHICLE_FIELDS
from itow_desktop.domain.errors import Refused
from itow_desktop.domain.undo import RowChange
from itow_desktop.services.views import OfficeFacts


@dataclass(frozen=True, slots=True)
class Undoable:
    """How the rows of one table go back.

    ``word`` is what people call a row. ``unused`` tells the values that take a row the deed had added out of use, since
    nothing is deleted; None where that cannot be. ``kept`` columns never go back, ``also`` is further SET text,
    ``spelled`` is SQL for columns that need more than ``given``'s value.
    """

    word: str
    unused: Callable[[RowChange], Mapping[str, Any]] | None = None
    key: str = "id"
    kept: frozenset[str] = frozenset()
    also: str = ""
    spelled: Mapping[str, str] = field(default_factory=dict)

    def out_of_use(self, added: RowChange) -> Mapping[str, Any]:
        """The values that take an added row out of use; raises ``Refused``."""
        if self.unused is None:
            raise Refused(f"A new {self.word} cannot be undone. Nothing was changed.")
        return self.unused(added)


def _becomes(**values: Any) -> Callable[[RowChange], Mapping[str, Any]]:
    return lambda _added: values


def _default_fact(added: RowChange) -> Mapping[str, Any]:
    """A fact of the office that was entered for the first time had its default before."""
    return {"value": asdict(OfficeFacts()).get(added.row_id)}


def _let_go(added: RowChange) -> Mapping[str, Any]:
    """The call of an added car may come anew."""
    return {"towbook_id": None, "towbook_hash": None} if "towbook_id" in added.after else {}


# A car's own fields go back through the car, with where each value came from; an added car is voided by an event.
_CAR = _becomes()
_UNUSED = _becomes(active=False)
# Cars may still come from it, so that only what was said of it goes.
_OF_PROPERTY = ("agency_id", "address", "phone", "contract_from", "contract_until", "contract", "miles", "sign_exempt", "notes")
_COUNTED = frozenset({"version", "search", "provenance", "property_key"})

_SIGNED = frozenset({"set_at", "set_by"})

UNDOABLE: Mapping[str, Undoable] = MappingProxyType(
    {
        "vehicles": Undoable("car", _CAR, kept=frozenset(VEHICLE_FIELDS)),
        "custodies": Undoable("car", _let_go, kept=_COUNTED | frozenset(CUSTODY_FIELDS), also=", version = kept.version + 1"),
        "parties": Undoable(
            "owner or lienholder", _becomes(void="Undone."), kept=frozenset({"version"}), also=", version = kept.version + 1"
        ),
        "party_addresses": Undoable("address", _becomes(void="Undone.", letters_here=False), kept=frozenset({"custody_id"})),
        "agencies": Undoable("police department", _becomes(active=False)),
        "agency_places": Undoable("place of a police department", _UNUSED),
        "agency_contacts": Undoable("person at a police department", _UNUSED),
        "agency_aliases": Undoable("other name of a police department", _UNUSED),
        "properties": Undoable("property", _becomes(**dict.fromkeys(_OF_PROPERTY), active=False)),
        "property_spellings": Undoable("spelling of a property", _UNUSED),
        "property_callers": Undoable("caller", _UNUSED),
        "property_signs": Undoable("sign", _UNUSED),
        "property_complaints": Undoable("complaint", _UNUSED),
        "office_facts": Undoable("office setting", _default_fact, key="key", spelled={"value": "coalesce(given.value, 'null'::jsonb)"}),
        "attachments": Undoable("file", _becomes(void_reason="Undone.")),
        "phone_calls": Undoable("phone call", _becomes(withdrawn_because="Undone.")),
        "rule_reviews": Undoable("check of a rule", _becomes(taken_back="Undone.")),
        "reminders": Undoable("reminder", _becomes(state="void", void_reason="Undone.")),
        "lot_spots": Undoable("spot", _becomes(active=False)),
        "snoozes": Undoable("snooze", _becomes(until=None, reason=None), kept=_SIGNED),
        "assignments": Undoable("assignment", _becomes(staff_id=None), kept=_SIGNED),
        "absences": Undoable("absence", _becomes(void=True)),
        "saved_views": Undoable("view", _becomes(voided=True)),
        "import_decisions": Undoable("decision in Check import", _becomes(withdrawn=True)),
    }
)
