"""Properties: what is agreed, who may call, signs, complaints, the cars that came from there."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.place_tables import CallerRecord, ComplaintRecord, SignRecord, SpellingRecord
from itow_desktop.adapters.db.stores.history import own_question, own_traces
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import BlobRecord, CustodyRecord, PropertyRecord, StaffRecord, VehicleRecord
from itow_desktop.domain.attachments import PreparedFile
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.history import Trace
from itow_desktop.domain.properties import Caller, Complaint, Property, Sign, SignCheck
from itow_desktop.domain.vehicles import CustodyStatus, description, parse_address
from itow_desktop.services.ports.places import CarPlace, Tally, Tow

_FACTS = (
    "name", "address", "agency_id", "phone", "contract_from", "contract_until", "contract", "miles", "sign_exempt", "notes",
)  # fmt: skip
_COLUMNS = ", ".join(f"pr.{name}" for name in ("id", "active", *_FACTS))
_PARTS: Mapping[str, Any] = {"callers": CallerRecord, "signs": SignRecord, "complaints": ComplaintRecord}

# A spelling that is in use leads to its property, else the property's own key does.
_LED = """
    LEFT JOIN property_spellings s ON s.key = {0} AND s.active
    LEFT JOIN properties own ON own.key = {0}
    LEFT JOIN properties pr ON pr.id = coalesce(s.property_id, own.id)
"""
_TALLIES = text(f"""
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
_FOUND = text(f"""
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
_TOWS_OF = text(f"{_TOWS} AND c.property_key = ANY(:keys) ORDER BY p.towed_at DESC NULLS LAST, c.id DESC LIMIT :limit")
_STANDING = text(f"{_TOWS} AND p.status = 'on_lot' AND c.custody = 'private_property' ORDER BY c.id")
_OF_CARS = text(f"""
    SELECT c.id AS car, coalesce(pr.key, c.property_key) AS key, {_COLUMNS}, c.towed_from,
        coalesce(c.business, named.business, c.street, c.towed_from) AS called
    FROM custodies c {_LED.format("c.property_key")}
    LEFT JOIN LATERAL (SELECT business FROM custodies o WHERE o.property_key = c.property_key AND o.business IS NOT NULL
        ORDER BY o.id DESC LIMIT 1) named ON true
    WHERE c.id = ANY(:cars) AND c.property_key IS NOT NULL AND c.custody = 'private_property'
""")  # noqa: S608  # made of constants
_TRACES = own_question("properties", ("property_spellings", "property_callers", "property_signs", "property_complaints"), "property_id")


class SqlPlaces:
    """``PlaceStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- properties --------------------------------------------------------------------------------------------------

    def tallies(self, since: datetime) -> tuple[Tally, ...]:
        """Every property, counted in one statement."""
        return tuple(
            Tally(_property(row), int(row.open or 0), int(row.recent or 0), int(row.total or 0), row.number or 0)
            for row in self._session.execute(_TALLIES, {"since": since})
        )

    def find(self, key: str) -> Property:
        """One property by any of its keys; raises ``NotFound``."""
        row = self._session.execute(_FOUND, {"key": key}).one_or_none()
        if row is None:
            raise NotFound("This property is not on record.")
        return _property(row)

    def touch(self, key: str) -> Property:
        """The same, with a row of its own in use from now on; two who open it at once make one."""
        found = self.find(key)
        if not found.id:
            new = insert(PropertyRecord).values(key=found.key, name=found.name)
            again = {"active": True, "name": found.name}
            self._session.execute(new.on_conflict_do_update(index_elements=["key"], set_=again, where=~PropertyRecord.active))
            found = self.find(key)
        self._lead(found.key, found.id)
        return found

    def add(self, place: Property) -> int:
        """Put a property on record that no car came from yet."""
        property_id = self._session.execute(
            insert(PropertyRecord).values(key=place.key, **_facts(place)).returning(PropertyRecord.id)
        ).scalar_one()
        self._lead(place.key, property_id)
        return property_id

    def save(self, place: Property) -> None:
        """Change what is said of it; then it is in use."""
        self._session.execute(update(PropertyRecord).where(PropertyRecord.id == place.id).values(active=True, **_facts(place)))

    def spellings(self, key: str) -> tuple[str, ...]:
        """Every key that leads to the property, its own first."""
        led = select(SpellingRecord.key).join(PropertyRecord, PropertyRecord.id == SpellingRecord.property_id)
        found = self._session.scalars(led.where(PropertyRecord.key == key, SpellingRecord.active).order_by(SpellingRecord.id))
        return tuple(dict.fromkeys((key, *found)))

    def join(self, kept: Property, gone: Property) -> None:
        """Let everything of one property be the other's; what the kept one lacks it takes over."""
        self._lead(kept.key, kept.id)
        self._lead(gone.key, gone.id)
        for record in (SpellingRecord, *_PARTS.values()):
            self._session.execute(update(record).where(record.property_id == gone.id).values(property_id=kept.id))
        lacking = {name: getattr(gone, name) for name in _FACTS if getattr(kept, name) is None and getattr(gone, name) is not None}
        self._session.execute(update(PropertyRecord).where(PropertyRecord.id == gone.id).values(active=False))
        self._session.execute(update(PropertyRecord).where(PropertyRecord.id == kept.id).values(active=True, **lacking))

    def _lead(self, key: str, property_id: int) -> None:
        """Let a property's own key lead to it, unless another one took it over."""
        new = insert(SpellingRecord).values(key=key, property_id=property_id)
        back = new.on_conflict_do_update(
            index_elements=["key"], set_={"property_id": property_id, "active": True}, where=~SpellingRecord.active
        )
        self._session.execute(back)

    # --- callers -----------------------------------------------------------------------------------------------------

    def callers(self) -> Mapping[int, tuple[Caller, ...]]:
        """Those of every property that count, by name."""
        return self._callers(CallerRecord.active)

    def _callers(self, wanted: Any) -> Mapping[int, tuple[Caller, ...]]:
        found: dict[int, list[Caller]] = defaultdict(list)
        for row in self._session.scalars(select(CallerRecord).where(CallerRecord.active, wanted).order_by(CallerRecord.name)):
            found[row.property_id].append(Caller(row.id, row.name, row.position, row.phone, row.since, row.until))
        return {property_id: tuple(some) for property_id, some in found.items()}

    def save_caller(self, property_id: int, caller: Caller) -> int:
        """Add or change somebody."""
        values = {name: getattr(caller, name) for name in ("name", "position", "phone", "since", "until")}
        return self._save(CallerRecord, property_id, caller.id, values)

    # --- signs -------------------------------------------------------------------------------------------------------

    def signs(self, property_id: int | None = None) -> Mapping[int, tuple[Sign, ...]]:
        """Signs by property, the newest first."""
        question = (
            select(SignRecord, StaffRecord.name)
            .outerjoin(StaffRecord, StaffRecord.id == SignRecord.recorded_by)
            .where(SignRecord.active)
            .order_by(SignRecord.seen_on.desc(), SignRecord.id.desc())
        )
        if property_id is not None:
            question = question.where(SignRecord.property_id == property_id)
        rows = self._session.execute(question).all()
        thumbs = {} if property_id is None else self._blobs([row[0].thumb_sha256 for row in rows])
        found: dict[int, list[Sign]] = defaultdict(list)
        for sign, by in rows:
            found[sign.property_id].append(_sign(sign, thumbs.get(sign.thumb_sha256 or ""), by))
        return {each: tuple(some) for each, some in found.items()}

    def save_sign(self, property_id: int, sign: Sign, photo: PreparedFile | None) -> int:
        """Add a sign with its photo, or change what was seen; the photo itself never changes."""
        values: dict[str, Any] = {name: getattr(sign, name) for name in ("entrance", "seen_on", "our_phone", "note")}
        values["checked"] = sorted(check.value for check in sign.checked)
        if photo is not None and not sign.id:
            hashes = [self._keep(content) for content in (photo.content, photo.view, photo.thumb)]
            values |= dict(zip(("sha256", "view_sha256", "thumb_sha256"), hashes, strict=True))
        return self._save(SignRecord, property_id, sign.id, values)

    def sign_photo(self, sign_id: int) -> bytes:
        """The photo to look at; raises ``NotFound``."""
        shown = func.coalesce(SignRecord.view_sha256, SignRecord.sha256)
        question = select(BlobRecord.content).join(SignRecord, shown == BlobRecord.sha256).where(SignRecord.id == sign_id)
        found = self._session.execute(question).scalar_one_or_none()
        if found is None:
            raise NotFound("There is no photo of this sign.")
        return found

    # --- complaints --------------------------------------------------------------------------------------------------

    def complaints(self, property_id: int) -> tuple[Complaint, ...]:
        """The newest first."""
        question = (
            select(ComplaintRecord, StaffRecord.name, VehicleRecord, CustodyRecord.call_number)
            .outerjoin(StaffRecord, StaffRecord.id == ComplaintRecord.recorded_by)
            .outerjoin(CustodyRecord, CustodyRecord.id == ComplaintRecord.custody_id)
            .outerjoin(VehicleRecord, VehicleRecord.id == CustodyRecord.vehicle_id)
            .where(ComplaintRecord.property_id == property_id, ComplaintRecord.active)
            .order_by(ComplaintRecord.on.desc(), ComplaintRecord.id.desc())
        )
        return tuple(
            Complaint(
                row.id, row.on, row.from_whom, row.about, row.custody_id, _car(car_id, car, number) if (car_id := row.custody_id) else None,
                row.answer, row.settled_on, by,
            )
            for row, by, car, number in self._session.execute(question)
        )  # fmt: skip

    def save_complaint(self, property_id: int, complaint: Complaint) -> int:
        """Add or change one."""
        names = ("on", "from_whom", "about", "custody_id", "answer", "settled_on")
        return self._save(ComplaintRecord, property_id, complaint.id, {name: getattr(complaint, name) for name in names})

    def take_out(self, table: str, row_id: int) -> None:
        """Take what was entered by mistake out of use."""
        record = _PARTS[table]
        self._session.execute(update(record).where(record.id == row_id).values(active=False))

    # --- cars --------------------------------------------------------------------------------------------------------

    def tows(self, keys: Collection[str], limit: int) -> tuple[Tow, ...]:
        """The cars from these spellings, newest first."""
        return tuple(map(_tow, self._session.execute(_TOWS_OF, {"keys": list(keys), "limit": limit})))

    def standing_tows(self) -> tuple[Tow, ...]:
        """Every private-property car on the lot."""
        return tuple(map(_tow, self._session.execute(_STANDING)))

    def of_cars(self, custody_ids: Sequence[int]) -> Mapping[int, CarPlace]:
        """The properties of private-property cars, with who may call."""
        rows = {row.car: _property(row) for row in self._session.execute(_OF_CARS, {"cars": list(custody_ids)})}
        opened = {place.id for place in rows.values() if place.id}
        callers = self._callers(among(CallerRecord.property_id, opened)) if opened else {}
        return {car: CarPlace(place, callers.get(place.id, ())) for car, place in rows.items()}

    def traces(self, property_id: int, limit: int) -> tuple[Trace, ...]:
        """What the audit tells of a property and all that belongs to it."""
        return own_traces(self._session, _TRACES, property_id, limit)

    # --- rows --------------------------------------------------------------------------------------------------------

    def _save(self, record: Any, property_id: int, row_id: int, values: Mapping[str, Any]) -> int:
        if not row_id:
            return cast(
                "int", self._session.execute(insert(record).values(property_id=property_id, **values).returning(record.id)).scalar_one()
            )
        changed = update(record).where(record.id == row_id, record.property_id == property_id).values(**values).returning(record.id)
        if self._session.execute(changed).scalar_one_or_none() is None:
            raise NotFound("This is not on record any more. Nothing was changed.")
        return row_id

    def _keep(self, content: bytes | None) -> str | None:
        if content is None:
            return None
        digest = hashlib.sha256(content).hexdigest()
        self._session.execute(insert(BlobRecord).values(sha256=digest, content=content).on_conflict_do_nothing())
        return digest

    def _blobs(self, hashes: Collection[str | None]) -> Mapping[str, bytes]:
        wanted = [each for each in hashes if each]
        if not wanted:
            return {}
        question = select(BlobRecord.sha256, BlobRecord.content).where(among(BlobRecord.sha256, wanted))
        return {row[0]: row[1] for row in self._session.execute(question)}


def _facts(place: Property) -> dict[str, Any]:
    return {name: getattr(place, name) for name in _FACTS}


def _property(row: Row[Any]) -> Property:
    """A property from its row; where that is missing or was undone, as its last car tells it."""
    if not row.active:
        return Property(0, row.key, row.called or row.key, _address(row.towed_from))
    return Property(row.id, row.key, **{name: getattr(row, name) for name in _FACTS})


def _address(towed_from: str | None) -> str | None:
    found = parse_address(towed_from)
    if found is None:
        return None
    parts = (found.street, found.city, " ".join(part for part in (found.state, found.zip) if part))
    return ", ".join(part for part in parts if part) or None


def _sign(row: SignRecord, thumb: bytes | None, by: str | None) -> Sign:
    known = set(SignCheck)
    checked = frozenset(SignCheck(each) for each in row.checked if each in known)
    return Sign(row.id, row.entrance, row.seen_on, row.our_phone, checked, row.note, row.sha256 is not None, thumb, by)


def _tow(row: Row[Any]) -> Tow:
    asked = datetime.fromisoformat(row.called) if row.called else None
    return Tow(
        row.id, row.key, _car(row.id, row, row.call_number), row.call_number, CustodyStatus(row.status), row.towed_at,
        asked if asked is None or asked.tzinfo else None, row.requested_by, row.requested_by_phone,
    )  # fmt: skip


def _car(custody_id: int, car: Any, call_number: str | None) -> str:
    """The mark people tell it by, with what it looks like."""
    mark = car.plate or call_number or f"#{custody_id}"
    return " ".join(part for part in (mark, description(car.color, car.year, car.make, car.model)) if part)
