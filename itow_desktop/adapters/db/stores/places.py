"""Properties: what is agreed, who may call, signs, complaints, the cars that came from there."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.place_tables import CallerRecord, ComplaintRecord, SignRecord, SpellingRecord
from itow_desktop.adapters.db.stores.history import own_question, own_traces
from itow_desktop.adapters.db.stores.place_questions import (
    FACTS,
    FOUND,
    OF_CARS,
    STANDING,
    TALLIES,
    TOWS_OF,
    car_words,
    property_of,
    tow_of,
)
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import BlobRecord, CustodyRecord, PropertyRecord, StaffRecord, VehicleRecord
from itow_desktop.domain.attachments import PreparedFile
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.history import Trace
from itow_desktop.domain.properties import Caller, Complaint, Property, Sign, SignCheck
from itow_desktop.services.ports.places import CarPlace, Tally, Tow

_PARTS: Mapping[str, Any] = {"callers": CallerRecord, "signs": SignRecord, "complaints": ComplaintRecord}
_TRACES = own_question("properties", ("property_spellings", "property_callers", "property_signs", "property_complaints"), "property_id")


class SqlPlaces:
    """``PlaceStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- properties --------------------------------------------------------------------------------------------------

    def tallies(self, since: datetime) -> tuple[Tally, ...]:
        """Every property, counted in one statement."""
        return tuple(
            Tally(property_of(row), int(row.open or 0), int(row.recent or 0), int(row.total or 0), row.number or 0)
            for row in self._session.execute(TALLIES, {"since": since})
        )

    def find(self, key: str) -> Property:
        """One property by any of its keys; raises ``NotFound``."""
        row = self._session.execute(FOUND, {"key": key}).one_or_none()
        if row is None:
            raise NotFound("This property is not on record.")
        return property_of(row)

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
        lacking = {name: getattr(gone, name) for name in FACTS if getattr(kept, name) is None and getattr(gone, name) is not None}
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
        return tuple(_complaint(row, by, car, number) for row, by, car, number in self._session.execute(question))

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
        return tuple(map(tow_of, self._session.execute(TOWS_OF, {"keys": list(keys), "limit": limit})))

    def standing_tows(self) -> tuple[Tow, ...]:
        """Every private-property car on the lot."""
        return tuple(map(tow_of, self._session.execute(STANDING)))

    def of_cars(self, custody_ids: Sequence[int]) -> Mapping[int, CarPlace]:
        """The properties of private-property cars, with who may call."""
        rows = {row.car: property_of(row) for row in self._session.execute(OF_CARS, {"cars": list(custody_ids)})}
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
    return {name: getattr(place, name) for name in FACTS}


def _sign(row: SignRecord, thumb: bytes | None, by: str | None) -> Sign:
    known = set(SignCheck)
    checked = frozenset(SignCheck(each) for each in row.checked if each in known)
    return Sign(row.id, row.entrance, row.seen_on, row.our_phone, checked, row.note, row.sha256 is not None, thumb, by)


def _complaint(row: ComplaintRecord, by: str | None, car: VehicleRecord | None, call_number: str | None) -> Complaint:
    words = car_words(row.custody_id, car, call_number) if row.custody_id else None
    return Complaint(row.id, row.on, row.from_whom, row.about, row.custody_id, words, row.answer, row.settled_on, by)
