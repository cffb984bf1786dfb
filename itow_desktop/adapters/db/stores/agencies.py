"""Police departments, the places they answer for, what staff decided for properties."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.stores.rows import among
from itow_desktop.adapters.db.tables import AgencyPlaceRecord, AgencyRecord, CustodyRecord, ProjectionRecord, PropertyRecord
from itow_desktop.domain.agencies import Agency, AgencyName, place_key
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.vehicles import CustodyStatus


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
        """Add the agencies of a county list that are not here yet, with their places."""
        known = set(self._session.scalars(select(AgencyRecord.name)))
        new = [agency for agency in listed if agency.name not in known]
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
        """Place keys that exactly one active agency claims."""
        question = (
            select(AgencyPlaceRecord.place, func.min(AgencyPlaceRecord.agency_id))
            .join(AgencyRecord, AgencyRecord.id == AgencyPlaceRecord.agency_id)
            .where(AgencyRecord.active)
            .group_by(AgencyPlaceRecord.place)
            .having(func.count() == 1)
        )
        return {row[0]: row[1] for row in self._session.execute(question)}

    def properties(self) -> Mapping[str, int]:
        """Property keys staff gave an agency."""
        question = select(PropertyRecord.key, PropertyRecord.agency_id).where(PropertyRecord.agency_id.is_not(None))
        return {key: agency_id for key, agency_id in self._session.execute(question) if agency_id is not None}

    def remember(self, property_key: str, name: str, agency_id: int) -> None:
        """Keep what staff decided for a property."""
        new = insert(PropertyRecord).values(key=property_key, name=name, agency_id=agency_id)
        self._session.execute(new.on_conflict_do_update(index_elements=["key"], set_={"agency_id": agency_id}))

    def assign(self, agency_id: int, custody_ids: Sequence[int]) -> None:
        """Give cars their police department; the database keeps who did so."""
        self._session.execute(
            update(CustodyRecord)
            .where(among(CustodyRecord.id, custody_ids))
            .values(agency_id=agency_id, version=CustodyRecord.version + 1)
            .execution_options(synchronize_session=False)
        )

    def same_property(self, property_key: str) -> tuple[int, ...]:
        """Custodies on the lot from that property that have no agency yet."""
        question = (
            select(CustodyRecord.id)
            .join(ProjectionRecord, ProjectionRecord.custody_id == CustodyRecord.id)
            .where(
                CustodyRecord.property_key == property_key,
                CustodyRecord.agency_id.is_(None),
                ProjectionRecord.status == CustodyStatus.ON_LOT,
            )
        )
        return tuple(self._session.scalars(question))
