"""The tables of properties: spellings, callers, signs, complaints; and how police departments are reached."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Identity, text
from sqlalchemy.orm import Mapped, mapped_column

from itow_desktop.adapters.db.tables import Base

_NAMED = "name = btrim(name) AND name <> ''"


class SpellingRecord(Base):
    """Another way a property is written, as ``property_key`` spells it."""

    __tablename__ = "property_spellings"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class CallerRecord(Base):
    """Somebody who may ask for a tow from a property."""

    __tablename__ = "property_callers"
    __table_args__ = (CheckConstraint(_NAMED, name="name"), CheckConstraint("until >= since", name="time"))

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    name: Mapped[str]
    position: Mapped[str | None]
    phone: Mapped[str | None]
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class SignRecord(Base):
    """A tow-away sign as it was seen at an entrance on a day."""

    __tablename__ = "property_signs"
    __table_args__ = (CheckConstraint("entrance = btrim(entrance) AND entrance <> ''", name="entrance"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    entrance: Mapped[str]
    seen_on: Mapped[dt.date]
    our_phone: Mapped[bool | None]
    checked: Mapped[list[str]] = mapped_column(server_default=text("'{}'::text[]"))
    note: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"))
    view_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"))
    thumb_sha256: Mapped[str | None] = mapped_column(ForeignKey("blobs.sha256"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))


class ComplaintRecord(Base):
    """Somebody complained of a tow from a property."""

    __tablename__ = "property_complaints"
    __table_args__ = (
        CheckConstraint("from_whom = btrim(from_whom) AND from_whom <> ''", name="from_whom"),
        CheckConstraint("btrim(about) <> ''", name="about"),
        CheckConstraint('settled_on >= "on"', name="settled"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    property_id: Mapped[int] = mapped_column(ForeignKey("properties.id"), index=True)
    custody_id: Mapped[int | None] = mapped_column(ForeignKey("custodies.id"))
    on: Mapped[dt.date]
    from_whom: Mapped[str]
    about: Mapped[str]
    answer: Mapped[str | None]
    settled_on: Mapped[dt.date | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    recorded_at: Mapped[dt.datetime] = mapped_column(server_default=text("now()"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), server_default=text("current_staff()"))
    deed: Mapped[uuid.UUID | None] = mapped_column(server_default=text("current_deed()"))


class AgencyContactRecord(Base):
    """Somebody at a police department."""

    __tablename__ = "agency_contacts"
    __table_args__ = (CheckConstraint(_NAMED, name="name"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    name: Mapped[str]
    position: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class AgencyAliasRecord(Base):
    """Another name a police department goes by; ``key`` is the name as it is compared."""

    __tablename__ = "agency_aliases"
    __table_args__ = (CheckConstraint(_NAMED, name="name"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
