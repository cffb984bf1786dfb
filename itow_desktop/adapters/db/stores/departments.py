"""Police departments: people there, other names, places, what refers to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.place_tables import AgencyAliasRecord, AgencyContactRecord
from itow_desktop.adapters.db.stores.history import own_question, own_traces
from itow_desktop.adapters.db.tables import AgencyPlaceRecord, AgencyRecord, CustodyRecord, PropertyRecord
from itow_desktop.domain.agencies import agency_key, place_key
from itow_desktop.domain.departments import Contact, Uses
from itow_desktop.domain.errors import NotFound
from itow_desktop.domain.history import Trace
from itow_desktop.domain.spellings import Spelling, SpellingKind
from itow_desktop.services.ports.places import City

_ASKS = "p.status = 'on_lot' AND c.agency_id IS NULL AND c.custody NOT IN ('not_an_impound', 'unknown', 'garage_lien')"
_USES = text("""
    SELECT a.id, coalesce(cars.on_lot, 0), coalesce(cars.number, 0), coalesce(places.number, 0)
    FROM agencies a
    LEFT JOIN (
        SELECT c.agency_id, count(*) AS number, count(*) FILTER (WHERE p.status = 'on_lot') AS on_lot
        FROM custodies c JOIN projections p ON p.custody_id = c.id WHERE p.status <> 'void' GROUP BY c.agency_id
    ) cars ON cars.agency_id = a.id
    LEFT JOIN (SELECT agency_id, count(*) AS number FROM properties WHERE active GROUP BY agency_id) places ON places.agency_id = a.id
""")
_CITIES = text(f"""
    SELECT c.city, count(*), count(*) FILTER (WHERE {_ASKS}) FROM custodies c JOIN projections p ON p.custody_id = c.id
    WHERE c.city IS NOT NULL AND p.status <> 'void' GROUP BY c.city
""")  # noqa: S608 - nothing but our own words
_WAITING = text(f"""
    SELECT c.id, c.city FROM custodies c JOIN projections p ON p.custody_id = c.id WHERE c.city IS NOT NULL AND {_ASKS}
""")  # noqa: S608
_TRACES = own_question("agencies", ("agency_contacts", "agency_aliases", "agency_places"), "agency_id")


class SqlDepartments:
    """``DepartmentStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- people ------------------------------------------------------------------------------------------------------

    def contacts(self, agency_id: int) -> tuple[Contact, ...]:
        """Somebody there, by name."""
        question = select(AgencyContactRecord).where(AgencyContactRecord.agency_id == agency_id, AgencyContactRecord.active)
        rows = self._session.scalars(question.order_by(AgencyContactRecord.name))
        return tuple(Contact(row.id, row.name, row.position, row.phone, row.email) for row in rows)

    def save_contact(self, agency_id: int, contact: Contact) -> int:
        """Add (id 0) or change somebody."""
        values = {name: getattr(contact, name) for name in ("name", "position", "phone", "email")}
        record = AgencyContactRecord
        if not contact.id:
            return self._session.execute(insert(record).values(agency_id=agency_id, **values).returning(record.id)).scalar_one()
        changed = update(record).where(record.id == contact.id, record.agency_id == agency_id).values(**values).returning(record.id)
        if self._session.execute(changed).scalar_one_or_none() is None:
            raise NotFound("This person is not on record any more. Nothing was changed.")
        return contact.id

    def take_out_contact(self, contact_id: int) -> None:
        """Somebody who is there no more."""
        self._session.execute(update(AgencyContactRecord).where(AgencyContactRecord.id == contact_id).values(active=False))

    # --- names -------------------------------------------------------------------------------------------------------

    def aliases(self, agency_id: int) -> tuple[str, ...]:
        """Other names, as somebody wrote them."""
        question = select(AgencyAliasRecord.name).where(AgencyAliasRecord.agency_id == agency_id, AgencyAliasRecord.active)
        return tuple(self._session.scalars(question.order_by(AgencyAliasRecord.name)))

    def set_aliases(self, agency_id: int, names: Mapping[str, str]) -> None:
        """Keep exactly these other names."""
        record = AgencyAliasRecord
        own = select(record).where(record.agency_id == agency_id, record.active)
        known = {row.key: row.name for row in self._session.scalars(own)}
        gone = [key for key in known if key not in names]
        if gone:
            self._session.execute(update(record).where(record.agency_id == agency_id, record.key.in_(gone)).values(active=False))
        for key, name in names.items():
            if known.get(key) != name:
                new = insert(record).values(key=key, name=name, agency_id=agency_id)
                self._session.execute(
                    new.on_conflict_do_update(index_elements=["key"], set_={"name": name, "agency_id": agency_id, "active": True})
                )

    def names(self) -> Mapping[str, int]:
        """Every key of a name or other name that leads to exactly one department in use."""
        claims: dict[str, set[int]] = defaultdict(set)
        for agency_id, name in self._session.execute(select(AgencyRecord.id, AgencyRecord.name).where(AgencyRecord.active)):
            claims[agency_key(name) or ""].add(agency_id)
        others = (
            select(AgencyAliasRecord.name, AgencyAliasRecord.agency_id)
            .join(AgencyRecord, AgencyRecord.id == AgencyAliasRecord.agency_id)
            .where(AgencyAliasRecord.active, AgencyRecord.active)
        )
        for name, agency_id in self._session.execute(others):
            claims[agency_key(name) or ""].add(agency_id)
        return {key: owners.pop() for key, owners in claims.items() if key and len(owners) == 1}

    # --- places ------------------------------------------------------------------------------------------------------

    def places(self, agency_id: int) -> tuple[str, ...]:
        """The places it answers for."""
        question = select(AgencyPlaceRecord.place).where(AgencyPlaceRecord.agency_id == agency_id, AgencyPlaceRecord.active)
        return tuple(self._session.scalars(question.order_by(AgencyPlaceRecord.place)))

    def set_places(self, agency_id: int, keys: Collection[str]) -> None:
        """Keep exactly these places."""
        record = AgencyPlaceRecord
        known = set(self.places(agency_id))
        gone = known - set(keys)
        if gone:
            self._session.execute(update(record).where(record.agency_id == agency_id, record.place.in_(gone)).values(active=False))
        for key in sorted(set(keys) - known):
            new = insert(record).values(place=key, agency_id=agency_id)
            self._session.execute(new.on_conflict_do_update(index_elements=["place", "agency_id"], set_={"active": True}))

    # --- all spellings -----------------------------------------------------------------------------------------------

    def spellings(self) -> tuple[Spelling, ...]:
        """Every other name and every place of the departments in use, one a department."""
        found: list[Spelling] = []
        for kind, record, column in (
            (SpellingKind.NAME, AgencyAliasRecord, AgencyAliasRecord.name),
            (SpellingKind.PLACE, AgencyPlaceRecord, AgencyPlaceRecord.place),
        ):
            question = select(column, record.agency_id).join(AgencyRecord, AgencyRecord.id == record.agency_id)
            rows = self._session.execute(question.where(record.active, AgencyRecord.active).order_by(column, record.agency_id))
            found += [Spelling(kind, text, (agency_id,)) for text, agency_id in rows]
        return tuple(found)

    def cities(self) -> tuple[City, ...]:
        """How cars' cities and townships are spelled."""
        return tuple(City(*row) for row in self._session.execute(_CITIES))

    def waiting_in(self, place: str) -> tuple[int, ...]:
        """Custodies on the lot without a department whose city is this place, however it is spelled."""
        return tuple(row[0] for row in self._session.execute(_WAITING) if place_key(row[1]) == place)

    # --- what refers to it -------------------------------------------------------------------------------------------

    def uses(self) -> Mapping[int, Uses]:
        """How much refers to each department, counted in one statement."""
        return {row[0]: Uses(row[1], row[2], row[3]) for row in self._session.execute(_USES)}

    def move(self, gone: int, kept: int) -> int:
        """Let everything that refers to one department refer to another."""
        self.set_places(kept, [*self.places(kept), *self.places(gone)])
        self.set_places(gone, [])
        for record in (AgencyContactRecord, AgencyAliasRecord, PropertyRecord):
            self._session.execute(update(record).where(record.agency_id == gone).values(agency_id=kept))
        cars = update(CustodyRecord).where(CustodyRecord.agency_id == gone).values(agency_id=kept, version=CustodyRecord.version + 1)
        moved = self._session.execute(cars.execution_options(synchronize_session=False))
        return cast("CursorResult[Any]", moved).rowcount

    def traces(self, agency_id: int, limit: int) -> tuple[Trace, ...]:
        """What the audit tells of a department and all that belongs to it."""
        return own_traces(self._session, _TRACES, agency_id, limit)
