"""Police departments, the places they answer for, what staff decided for properties."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from itow_desktop.adapters.db.place_tables import AgencyAliasRecord, SpellingRecord
from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import AgencyPlaceRecord, AgencyRecord, CustodyRecord, ProjectionRecord, PropertyRecord
from itow_desktop.domain.agencies import Agency, AgencyName, agency_key, place_key, sure_places
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.vehicles import CustodyStatus

_S = SpellingRecord


class SqlAgencies:
    """``AgencyStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[Agency, ...]:
        """Every agency by name."""
        return tuple(record.as_agency() for record in self._session.scalars(select(AgencyRecord).order_by(AgencyRecord.name)))

    def get(self, agency_id: int) -> Agency:
        """One agency; raises ``NotFound``."""
        record = self._session.get(AgencyRecord, agency_id)
        if record is None:
            raise NotFound("This police department is not on record.")
        return record.as_agency()

    def add_listed(self, listed: Sequence[AgencyName]) -> int:
        """Add the agencies of a county list that are not here yet, by any name, with their places."""
        known = {agency_key(name) for name in self._session.scalars(select(AgencyRecord.name))}
        known |= set(self._session.scalars(select(AgencyAliasRecord.key).where(AgencyAliasRecord.active)))
        new = [agency for agency in listed if agency_key(agency.name) not in known]
        for agency in new:
            record = AgencyRecord(name=agency.name)
            self._session.add(record)
            self._session.flush()
            keys = {key for place in agency.places if (key := place_key(place))}
            self._session.add_all(AgencyPlaceRecord(place=key, agency_id=record.id) for key in sorted(keys))
        self._session.flush()
        return len(new)

    def save(self, agency: Agency) -> int:
        """Add (id 0) or change an agency; answers its id."""
        record = self._session.get(AgencyRecord, agency.id) if agency.id else AgencyRecord(name=agency.name)
        if record is None:
            raise NotFound("This police department is not on record. Nothing was changed.")
        for name in ("name", "phone", "email", "fax", "address", "hours", "active", "preferred", "notes"):
            setattr(record, name, getattr(agency, name))
        self._session.add(record)
        self._session.flush()
        return record.id

    def places(self) -> Mapping[str, int]:
        """Place keys that exactly one active agency claims, however they were spelled when they were kept."""
        question = (
            select(AgencyPlaceRecord.place, AgencyPlaceRecord.agency_id)
            .join(AgencyRecord, AgencyRecord.id == AgencyPlaceRecord.agency_id)
            .where(AgencyRecord.active, AgencyPlaceRecord.active)
        )
        return sure_places((agency_id, AgencyName("", (place,))) for place, agency_id in self._session.execute(question))

    def properties(self) -> Mapping[str, int]:
        """Every key of the properties staff gave an agency that is in use."""
        decided = (
            select(PropertyRecord.id, PropertyRecord.key, PropertyRecord.agency_id)
            .join(AgencyRecord, AgencyRecord.id == PropertyRecord.agency_id)
            .where(AgencyRecord.active)
            .subquery()
        )
        own = select(decided.c.key, decided.c.agency_id)
        spelled = select(_S.key, decided.c.agency_id).join(decided, decided.c.id == _S.property_id).where(_S.active)
        found = {row[0]: row[1] for row in self._session.execute(own)}
        return found | {row[0]: row[1] for row in self._session.execute(spelled)}  # a spelling that was joined to another property wins

    def remember(self, property_key: str, name: str, agency_id: int) -> None:
        """Keep what staff decided for a property, whichever way it is spelled."""
        joined = select(PropertyRecord.key).join(_S, _S.property_id == PropertyRecord.id).where(_S.key == property_key, _S.active)
        key = self._session.scalar(joined) or property_key
        new = insert(PropertyRecord).values(key=key, name=name, agency_id=agency_id)
        kept = new.on_conflict_do_update(index_elements=["key"], set_={"agency_id": agency_id, "active": True})
        property_id = self._session.execute(kept.returning(PropertyRecord.id)).scalar_one()
        own = insert(_S).values(key=key, property_id=property_id)
        again = {"property_id": property_id, "active": True}
        self._session.execute(own.on_conflict_do_update(index_elements=["key"], set_=again, where=~_S.active))

    def assign(self, agency_id: int, custody_ids: Sequence[int]) -> None:
        """Give cars their police department; the database keeps who did so."""
        self._session.execute(
            update(CustodyRecord)
            .where(among(CustodyRecord.id, custody_ids))
            .values(agency_id=agency_id, version=CustodyRecord.version + 1)
            .execution_options(synchronize_session=False)
        )

    def same_property(self, property_key: str) -> tuple[int, ...]:
        """Custodies on the lot from that property, whichever way it is spelled, that have no agency yet."""
        led = aliased(_S)
        alike = select(_S.key).join(led, led.property_id == _S.property_id).where(led.key == property_key, led.active, _S.active)
        question = (
            select(CustodyRecord.id)
            .join(ProjectionRecord, ProjectionRecord.custody_id == CustodyRecord.id)
            .where(
                or_(CustodyRecord.property_key == property_key, CustodyRecord.property_key.in_(alike)),
                CustodyRecord.agency_id.is_(None),
                ProjectionRecord.status == CustodyStatus.ON_LOT,
            )
        )
        return tuple(self._session.scalars(question))
