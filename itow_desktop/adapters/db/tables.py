"""The typed tables: what each record holds, in step with the migrations (a test compares them)."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Numeric,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.importing.reconciling import LineKind
from itow_desktop.domain.parties.party import FoundBy, PartyRole
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.views import RunState


def _one_of(
    column: str, words: type[CustodyKind | CustodyStatus | EventKind | EventSource | LineKind | RunState | PartyRole | FoundBy]
) -> str:
    return f"{column} IN ({', '.join(repr(str(word)) for word in words)})"


class Base(DeclarativeBase):
    """Names of constraints follow one pattern, so migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        dt.datetime: DateTime(timezone=True),
        dt.date: Date,
        uuid.UUID: Uuid,
        bytes: LargeBinary,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        list[str]: ARRAY(Text),
        list[int]: ARRAY(BigInteger),
    }


class StaffRecord(Base):
    """A person; ``role`` is the PostgreSQL login, empty for people of a private server, for whom ``rights`` count."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("name = btrim(name) AND name <> ''", name="name"),
        CheckConstraint("rights IN ('viewer', 'clerk', 'manager', 'admin')", name="rights"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str | None] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    rights: Mapped[str] = mapped_column(server_default=text("'clerk'"))
    pin_since: Mapped[dt.datetime | None]


class AgencyRecord(Base):
    """A police department."""

    __tablename__ = "agencies"
    __table_args__ = (
        CheckConstraint("name = btrim(name) AND name <> ''", name="name"),
        CheckConstraint("preferred IN ('phone', 'email', 'fax', 'print')", name="preferred"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    phone: Mapped[str | None]
    email: Mapped[str | None]
    fax: Mapped[str | None]
    address: Mapped[str | None]
    hours: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    preferred: Mapped[str | None]
    notes: Mapped[str | None]

    def as_agency(self) -> Agency:
        """The record as the rest of the house knows it."""
        return Agency(
            self.id, self.name, self.phone, self.email, self.fax, self.address, self.hours, self.active, self.preferred, self.notes
        )


class AgencyPlaceRecord(Base):
    """A city or township, as ``place_key`` spells it, and an agency that answers for it."""

    __tablename__ = "agency_places"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    place: Mapped[str]
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    active: Mapped[bool] = mapped_column(server_default=text("true"))

    __table_args__ = (UniqueConstraint("place", "agency_id"),)


class PropertyRecord(Base):
    """A property cars are towed from: the agency staff gave it, what is agreed with it, how far it is from the lot (miles)."""

    __tablename__ = "properties"
    __table_args__ = (
        CheckConstraint("name = btrim(name) AND name <> ''", name="name"),
        CheckConstraint("contract_until >= contract_from", name="contract"),
        CheckConstraint("miles >= 0", name="miles"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    address: Mapped[str | None]
    phone: Mapped[str | None]
    contract_from: Mapped[dt.date | None]
    contract_until: Mapped[dt.date | None]
    contract: Mapped[str | None]
    miles: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    sign_exempt: Mapped[str | None]
    notes: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class VehicleRecord(Base):
    """A vehicle and its marks of identity."""

    __tablename__ = "vehicles"
    __table_args__ = (
        CheckConstraint("vin = upper(vin) AND vin <> ''", name="vin"),
        CheckConstraint("plate ~ '^[A-Z0-9]+$'", name="plate"),
        CheckConstraint("plate_state ~ '^[A-Z]{2}$'", name="plate_state"),
        CheckConstraint("year BETWEEN 1885 AND 2200", name="year"),
        Index("ix_vehicles_vin", "vin"),
        Index("ix_vehicles_plate", "plate"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    vin: Mapped[str | None]
    plate: Mapped[str | None]
    plate_state: Mapped[str | None]
    year: Mapped[int | None]
    make: Mapped[str | None]
    model: Mapped[str | None]
    color: Mapped[str | None]
    body_type: Mapped[str | None]


class CustodyRecord(Base):
    """One stay of a vehicle with us; ``search`` is filled by a trigger."""

    __tablename__ = "custodies"
    __table_args__ = (
        CheckConstraint(_one_of("custody", CustodyKind), name="custody"),
        CheckConstraint("call_number = btrim(call_number) AND call_number <> ''", name="call_number"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("odometer >= 0", name="odometer"),
        Index("ix_custodies_search", "search", postgresql_using="gin", postgresql_ops={"search": "gin_trgm_ops"}),
        Index("ix_custodies_call_number", "call_number"),
        Index("ix_custodies_file_number", "file_number"),
        UniqueConstraint("towbook_id", deferrable=True, initially="DEFERRED"),
        Index("ix_custodies_by_hand", "id", postgresql_where=text("towbook_id IS NULL")),
        Index(
            "ix_custodies_own_number",
            text('"right"(file_number, 2)'),
            text("length(file_number)"),
            "file_number",
            postgresql_where=text("file_number LIKE 'IT%-__'"),
        ),
    )

    id: Mapped[int] = mapped_column(
        BigInteger,
        ForeignKey("projections.custody_id", deferrable=True, initially="DEFERRED", use_alter=True),
        Identity(),
        primary_key=True,
    )
    vehicle_id: Mapped[int] = mapped_column(ForeignKey("vehicles.id"), index=True)
    version: Mapped[int] = mapped_column(server_default=text("1"))
    towbook_id: Mapped[str | None]
    towbook_hash: Mapped[str | None]
    towbook_released: Mapped[bool] = mapped_column(server_default=text("false"))
    release_answered: Mapped[bool] = mapped_column(server_default=text("false"))
    provenance: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    search: Mapped[str] = mapped_column(server_default=text("''::text"))
    property_key: Mapped[str | None] = mapped_column(index=True)
    call_number: Mapped[str | None]
    file_number: Mapped[str | None]
    reference: Mapped[str | None]
    custody: Mapped[str]
    account: Mapped[str | None]
    reason: Mapped[str | None]
    towed_from: Mapped[str | None]
    street: Mapped[str | None]
    city: Mapped[str | None]
    state: Mapped[str | None]
    zip: Mapped[str | None]
    business: Mapped[str | None]
    requested_by: Mapped[str | None]
    requested_by_phone: Mapped[str | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    complaint_number: Mapped[str | None]
    case_number: Mapped[str | None]
    officer: Mapped[str | None]
    spot: Mapped[str | None]
    keys: Mapped[bool | None]
    drivable: Mapped[bool | None]
    odometer: Mapped[int | None]
    driver: Mapped[str | None]
    truck: Mapped[str | None]
    notes: Mapped[str | None]
    no_plate: Mapped[bool] = mapped_column(server_default=text("false"))
    vin_unreadable: Mapped[bool] = mapped_column(server_default=text("false"))
    maybe_same: Mapped[int | None] = mapped_column(ForeignKey("custodies.id"))
    not_same: Mapped[list[int] | None]
    key_tag: Mapped[str | None]


class PartyRecord(Base):
    """Somebody with a stake in a custody: owner, lienholder, insurer. ``address`` is what the old database told; see ``party_tables``."""

    __tablename__ = "parties"
    __table_args__ = (
        CheckConstraint(_one_of("role", PartyRole), name="role"),
        CheckConstraint("btrim(name) <> ''", name="name"),
        CheckConstraint(_one_of("found_by", FoundBy), name="found_by"),
        CheckConstraint("void = btrim(void) AND void <> ''", name="void"),
        UniqueConstraint("id", "custody_id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), index=True)
    role: Mapped[str]
    name: Mapped[str]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    attention: Mapped[str | None]
    email: Mapped[str | None]
    individual: Mapped[bool | None]
    found_by: Mapped[str | None]
    found_on: Mapped[dt.date | None]
    note: Mapped[str | None]
    void: Mapped[str | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))


class EventRecord(Base):
    """What happened; append-only. ``seq`` is the order of recording."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint(_one_of("kind", EventKind), name="kind"),
        CheckConstraint(_one_of("source", EventSource), name="source"),
        CheckConstraint('"at" IS NULL OR "on" IS NULL', name="one_time"),
        CheckConstraint("kind <> 'superseded' OR supersedes IS NOT NULL", name="retraction"),
        CheckConstraint("supersedes <> id", name="not_itself"),
        UniqueConstraint("custody_id", "id"),
        ForeignKeyConstraint(["custody_id", "supersedes"], ["events.custody_id", "events.id"], name="fk_events_supersedes"),
        Index("ix_events_deed", "deed", postgresql_where=text("source IS DISTINCT FROM 'import' OR supersedes IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"))
    kind: Mapped[str]
    at: Mapped[dt.datetime | None]
    on: Mapped[dt.date | None]
    data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    note: Mapped[str | None]
    source: Mapped[str | None]
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))
    supersedes: Mapped[uuid.UUID | None] = mapped_column(unique=True)


class ProjectionRecord(Base):
    """What the rules make of a custody's events, kept for fast lists; can be computed anew at any time."""

    __tablename__ = "projections"
    __table_args__ = (
        CheckConstraint(_one_of("status", CustodyStatus), name="status"),
        Index("ix_projections_list", "status", text("towed_at DESC NULLS LAST"), "custody_id"),
        Index("ix_projections_owed", "custody_id", postgresql_where=text("owed")),
        Index("ix_projections_towed_at", text("towed_at DESC NULLS LAST"), "custody_id"),
    )

    custody_id: Mapped[int] = mapped_column(ForeignKey("custodies.id"), primary_key=True)
    pack_version: Mapped[str] = mapped_column(server_default=text("''::text"))
    engine_version: Mapped[int] = mapped_column(server_default=text("0"))
    last_event_id: Mapped[uuid.UUID | None]
    status: Mapped[str] = mapped_column(server_default=text("'on_lot'::text"))
    towed_at: Mapped[dt.datetime | None]
    due: Mapped[dt.date | None]
    owed: Mapped[bool] = mapped_column(server_default=text("false"))
    on_hold: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    snoozed_until: Mapped[dt.date | None]
    snooze_reason: Mapped[str | None]
    legal_hold: Mapped[bool] = mapped_column(server_default=text("false"))
    hold_until: Mapped[dt.date | None]
    deadlines: Mapped[list[Any]] = mapped_column(JSON, server_default=text("'[]'::json"))


class ImportRunRecord(Base):
    """One import."""

    __tablename__ = "import_runs"
    __table_args__ = (
        CheckConstraint(_one_of("state", RunState), name="state"),
        CheckConstraint("begun IN ('by_hand', 'schedule', 'waiting')", name="begun"),
        CheckConstraint("stopped_by IN ('down', 'rejected', 'limit', 'other')", name="stopped_by"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    source: Mapped[str]
    accounts: Mapped[list[str]]
    first: Mapped[dt.date | None]
    last: Mapped[dt.date | None]
    state: Mapped[str] = mapped_column(server_default=text("'running'::text"))
    started_at: Mapped[dt.datetime] = mapped_column(server_default=text("clock_timestamp()"))
    finished_at: Mapped[dt.datetime | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))
    new: Mapped[int] = mapped_column(server_default=text("0"))
    updated: Mapped[int] = mapped_column(server_default=text("0"))
    unchanged: Mapped[int] = mapped_column(server_default=text("0"))
    failed: Mapped[int] = mapped_column(server_default=text("0"))
    skipped: Mapped[int] = mapped_column(server_default=text("0"))
    message: Mapped[str | None]
    effect: Mapped[str | None]
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    begun: Mapped[str] = mapped_column(server_default=text("'by_hand'::text"))
    stopped_by: Mapped[str | None]


class ImportRunCallRecord(Base):
    """A call one run saw and what came of it; no state: the import took it by itself."""

    __tablename__ = "import_run_calls"
    __table_args__ = (
        CheckConstraint(_one_of("outcome", LineKind), name="outcome"),
        CheckConstraint("state IN ('waiting', 'accepted', 'kept', 'later', 'undone', 'overtaken')", name="state"),
        Index("ix_import_run_calls_open", "towbook_id", "run_id", postgresql_where=text("state IN ('waiting', 'later')")),
        Index("ix_import_run_calls_left_out", "towbook_id", postgresql_where=text("state = 'kept' AND outcome IN ('new', 'not_impound')")),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"), primary_key=True)
    towbook_id: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    call_number: Mapped[str | None]
    reason: Mapped[str | None]
    state: Mapped[str | None]
    hash: Mapped[str | None]
    fields: Mapped[list[Any] | None] = mapped_column(JSON)


class RawRecord(Base):
    """What TowBook said of a call, once for each different answer."""

    __tablename__ = "raw_records"

    towbook_id: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(primary_key=True)
    parsed: Mapped[dict[str, Any]] = mapped_column(JSON)
    run_id: Mapped[int] = mapped_column(ForeignKey("import_runs.id"))


class BlobRecord(Base):
    """Kept bytes under their SHA-256."""

    __tablename__ = "blobs"
    __table_args__ = (CheckConstraint("sha256 = encode(sha256(content), 'hex')", name="sha256"),)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class DocumentRecord(Base):
    """A paper that was made; its bytes are a blob."""

    __tablename__ = "documents"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    custody_id: Mapped[int | None] = mapped_column(ForeignKey("custodies.id"), index=True)
    kind: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("blobs.sha256"))
    size: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    created_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())
    created_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))


class OfficeFactRecord(Base):
    """One fact of the office, such as its phone number."""

    __tablename__ = "office_facts"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)


class AuditRecord(Base):
    """What changed in which row, by whom, in which deed; written by triggers only."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_row", "table_name", "row_id"), Index("ix_audit_deed", "deed"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(server_default=text("clock_timestamp()"))
    deed: Mapped[uuid.UUID | None]
    deed_name: Mapped[str | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    login: Mapped[str]
    table_name: Mapped[str]
    row_id: Mapped[str]
    op: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
