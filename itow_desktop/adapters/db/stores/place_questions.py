"""Which property a car came from: the questions in SQL, what their rows say."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from itow_desktop.domain.properties import Property
from itow_desktop.domain.vehicles import CustodyStatus, description, parse_address
from itow_desktop.services.ports.places import Tow

FACTS = (
    "name", "address", "agency_id", "phone", "contract_from", "contract_until", "contract", "miles", "sign_exempt", "notes",
)  # fmt: skip
_COLUMNS = ", ".join(f"pr.{name}" for name in ("id", "active", *FACTS))

# A spelling that is in use leads to its property, else the property's own key does.
_LED = """
    LEFT JOIN property_spellings s ON s.key = {0} AND s.active
    LEFT JOIN properties own ON own.key = {0}
    LEFT JOIN properties pr ON pr.id = coalesce(s.property_id, own.id)
"""
TALLIES = text(f"""
    WITH towed AS (
        SELECT c.property_key AS key, count(*) AS total, count(*) FILTER (WHERE p.status = 'on_lot') AS open,
            count(*) FILTER (WHERE p.towed_at >= :since) AS recent, max(c.id) AS last,
            max(c.id) FILTER (WHERE c.business IS NOT NULL) AS named,
            bool_or(c.custody IN ('private_property', 'unknown')) AS private
        FROM custodies c JOIN projections p ON p.custody_id = c.id
        WHERE c.property_key IS NOT NULL AND p.status <> 'void'
        GROUP BY c.property_key
    ), led AS (
        SELECT coalesce(pr.key, t.key) AS key, sum(t.total) AS total, sum(t.open) AS open, sum(t.recent) AS recent,
            coalesce(max(t.named), max(t.last)) AS last,
            bool_or(t.private) AS private
        FROM towed t {_LED.format("t.key")} GROUP BY 1
    ), complained AS (
        SELECT property_id, count(*) AS number FROM property_complaints WHERE active AND settled_on IS NULL GROUP BY property_id
    )
    SELECT coalesce(led.key, pr.key) AS key, led.total, led.open, led.recent, complained.number, {_COLUMNS}, c.towed_from,
        coalesce(c.business, c.street, c.towed_from) AS called
    FROM led FULL JOIN properties pr ON pr.key = led.key
    LEFT JOIN custodies c ON c.id = led.last LEFT JOIN complained ON complained.property_id = pr.id
    WHERE led.private OR (pr.id IS NOT NULL AND (pr.active OR led.key IS NOT NULL))
""")  # noqa: S608  # made of constants
FOUND = text(f"""
    SELECT coalesce(pr.key, given.key) AS key, {_COLUMNS}, c.towed_from, coalesce(c.business, c.street, c.towed_from) AS called
    FROM (SELECT CAST(:key AS text) AS key) AS given {_LED.format("given.key")}
    LEFT JOIN LATERAL (SELECT * FROM custodies WHERE property_key = given.key
        ORDER BY business IS NULL, id DESC LIMIT 1) c ON true
    WHERE pr.id IS NOT NULL OR c.id IS NOT NULL
""")  # noqa: S608  # made of constants
_TOWS = f"""
    SELECT c.id, coalesce(pr.key, c.property_key) AS key, v.plate, v.color, v.year, v.make, v.model, c.call_number, p.status, p.towed_at,
        c.requested_by, c.requested_by_phone,
        (SELECT e.data ->> 'called' FROM events e WHERE e.custody_id = c.id AND e.kind = 'towed'
            AND NOT EXISTS (SELECT FROM events n WHERE n.supersedes = e.id) ORDER BY e.seq DESC LIMIT 1) AS called
    FROM custodies c JOIN projections p ON p.custody_id = c.id JOIN vehicles v ON v.id = c.vehicle_id {_LED.format("c.property_key")}
    WHERE c.property_key IS NOT NULL AND p.status <> 'void'
"""  # noqa: S608  # made of constants
TOWS_OF = text(f"{_TOWS} AND c.property_key = ANY(:keys) ORDER BY p.towed_at DESC NULLS LAST, c.id DESC LIMIT :limit")
STANDING = text(f"{_TOWS} AND p.status = 'on_lot' AND c.custody = 'private_property' ORDER BY c.id")
OF_CARS = text(f"""
    SELECT c.id AS car, coalesce(pr.key, c.property_key) AS key, {_COLUMNS}, c.towed_from,
        coalesce(c.business, named.business, c.street, c.towed_from) AS called
    FROM custodies c {_LED.format("c.property_key")}
    LEFT JOIN LATERAL (SELECT business FROM custodies o WHERE o.property_key = c.property_key AND o.business IS NOT NULL
        ORDER BY o.id DESC LIMIT 1) named ON true
    WHERE c.id = ANY(:cars) AND c.property_key IS NOT NULL AND c.custody = 'private_property'
""")  # noqa: S608  # made of constants


def property_of(row: Row[Any]) -> Property:
    """A property from its row; where that is missing or was undone, as its last car tells it."""
    if not row.active:
        return Property(0, row.key, row.called or row.key, _address(row.towed_from))
    return Property(row.id, row.key, **{name: getattr(row, name) for name in FACTS})


def _address(towed_from: str | None) -> str | None:
    found = parse_address(towed_from)
    if found is None:
        return None
    parts = (found.street, found.city, " ".join(part for part in (found.state, found.zip) if part))
    return ", ".join(part for part in parts if part) or None


def tow_of(row: Row[Any]) -> Tow:
    """A tow from its row."""
    asked = datetime.fromisoformat(row.called) if row.called else None
    return Tow(
        row.id, row.key, car_words(row.id, row, row.call_number), row.call_number, CustodyStatus(row.status), row.towed_at,
        asked if asked is None or asked.tzinfo else None, row.requested_by, row.requested_by_phone,
    )  # fmt: skip


def car_words(custody_id: int, car: Any, call_number: str | None) -> str:
    """The mark people tell it by, with what it looks like."""
    mark = car.plate or call_number or f"#{custody_id}"
    return " ".join(part for part in (mark, description(car.color, car.year, car.make, car.model)) if part)
