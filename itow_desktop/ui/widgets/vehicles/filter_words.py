"""What the chips of the filters say."""

from collections.abc import Mapping
from types import MappingProxyType

from itow_desktop.domain.filters import Missing, VehicleFilters
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.ui import text
from itow_desktop.ui.queue_text import URGENCY

MISSING: Mapping[Missing, str] = MappingProxyType(
    {Missing.VIN: "No VIN", Missing.PLATE: "No plate", Missing.AGENCY: "No police department", Missing.SPOT: "No spot"}
)
Names = Mapping[str, Mapping[object, str]]
"""How agencies and properties are called, by the name of their filter."""


def filter_chips(status: CustodyStatus | None, filters: VehicleFilters, search: str, names: Names) -> list[tuple[str, str]]:
    """(name to clear it by, words) of each filter that is set."""
    told = [("search", f'"{search}"' if search else ""), ("status", "" if status is None else text.STATUS[status])]
    told += [("kind", "" if filters.kind is None else text.CUSTODY[filters.kind])]
    for name, unnamed in (("agency_id", "one police department"), ("property_key", "one property"), ("account", "")):
        value = getattr(filters, name)
        told.append((name, "" if value is None else names.get(name, {}).get(value) or unnamed or str(value)))
    told += [(f"missing:{each.value}", words) for each, words in MISSING.items() if each in filters.missing]
    told += [("towed", _towed(filters)), ("left_days", _days("gone", filters.left_days))]
    told += [("needs", "Needs something" if filters.needs else ""), ("differs", "Differs from TowBook" if filters.differs else "")]
    told += [("urgencies", " or ".join(URGENCY[each].chip for each in Urgency if each in filters.urgencies))]
    told += [("on_hold", "On hold" if filters.on_hold else ""), ("by_hand", "Entered by hand" if filters.by_hand else "")]
    return [(name, words) for name, words in told if words]


def _towed(filters: VehicleFilters) -> str:
    since, until = filters.towed_since, filters.towed_until
    if since is not None and since == until:
        return f"towed {text.list_day(since)}"
    parts = [f"from {text.list_day(since)}" if since else "", f"to {text.list_day(until)}" if until else ""]
    between = " ".join(part for part in parts if part)
    return f"towed {between}" if between else _days("towed", filters.towed_days)


def _days(verb: str, days: int | None) -> str:
    match days:
        case None:
            return ""
        case 0:
            return f"{verb} today"
        case 1:
            return f"{verb} since yesterday"
        case _:
            return f"{verb} in the last {days} days"


def shortened(words: str, most: int = 36) -> str:
    """Words that fit a chip."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
