"""Who works here: what each may do, what proves a PIN."""

from typing import Any

import psycopg
from sqlalchemy import Row, Text, func, select, text
from sqlalchemy.orm import Session

from itow_desktop.adapters.db.tables import StaffRecord
from itow_desktop.domain.errors import NotFound, Refused
from itow_desktop.domain.people import Rights
from itow_desktop.services.ports.people import NewPin, PinAnswer, PinSalt
from itow_desktop.services.views import Person

_PERSON = select(
    StaffRecord.id,
    StaffRecord.name,
    StaffRecord.role,
    StaffRecord.active,
    func.coalesce(func.rights_held(StaffRecord.role), StaffRecord.rights).label("rights"),
    (StaffRecord.role.is_not(None) & func.rights_held(StaffRecord.role).is_(None)).label("powerless"),
    StaffRecord.pin_since.is_not(None).label("has_pin"),
)


class Proof(bytes):
    """Bytes that no log repeats, also not among the parameters of a statement that failed."""

    def __repr__(self) -> str:
        return "[hidden]"


class _Verifier(str):
    """What PostgreSQL keeps of a password, as unseen as the proof."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "[hidden]"


class SqlStaff:
    """``StaffStore`` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[Person, ...]:
        """Everybody by name, disabled people too."""
        return tuple(map(_person, self._session.execute(_PERSON.order_by(StaffRecord.name))))

    def get(self, person_id: int) -> Person:
        """One of them."""
        row = self._session.execute(_PERSON.where(StaffRecord.id == person_id)).one_or_none()
        if row is None:
            raise NotFound("This person is not on the list of people. Nothing was changed.")
        return _person(row)

    def login(self) -> str | None:
        """The sign-in of this connection; None for the private server's own."""
        return self._session.execute(select(func.own_login(type_=Text))).scalar_one()

    def makes_logins(self) -> bool:
        """Whether this connection's sign-in may make others."""
        asked = text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user")
        return bool(self._session.execute(asked).scalar_one())

    def add(self, name: str, login: str | None = None, rights: Rights | None = None) -> Person:
        """Add a person, or bring one back with the rights they had."""
        return self.get(self._session.execute(select(func.add_staff(name, login, rights))).scalar_one())

    def make_login(self, login: str, password: str) -> None:
        """Make a sign-in; what travels is what PostgreSQL keeps of a password, not the password."""
        driver = self._session.connection().connection.driver_connection
        if not isinstance(driver, psycopg.Connection):
            raise TypeError(f"{driver} is no connection of psycopg's")
        verifier = driver.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
        self._session.execute(select(func.make_login(login, _Verifier(verifier))))

    def give_login(self, person_id: int, login: str) -> None:
        """Let a person who has none sign in with this."""
        if not self._session.execute(select(func.give_login(person_id, login))).scalar_one():
            raise Refused("This person has a sign-in already, or may no longer sign. Nothing was changed.")

    def disable(self, name: str) -> None:
        """Keep a person from signing anything from now on; what was signed stays."""
        if not self._session.execute(select(func.disable_staff(name))).scalar_one():
            raise NotFound(f"There is nobody called {name!r} on the list. Nothing was changed.")

    def change_rights(self, person_id: int, rights: Rights) -> None:
        """Say what a person may do from now on."""
        self._session.execute(select(func.change_rights(person_id, rights)))

    def rename(self, person_id: int, name: str) -> None:
        """Give a person another name; everything refers to people by number."""
        self._session.execute(select(func.rename_staff(person_id, name)))

    # --- PINs --------------------------------------------------------------------------------------------------------

    def pin_salt(self, person_id: int) -> PinSalt | None:
        """What a person's PIN is proved with."""
        row = self._session.execute(text("SELECT salt, cost FROM pin_salt(:person)"), {"person": person_id}).one_or_none()
        return None if row is None else PinSalt(bytes(row.salt), row.cost)

    def check_pin(self, person_id: int, proof: bytes) -> PinAnswer:
        """Whether the proof is right."""
        asked = text("SELECT accepted, wait_seconds, tries_left FROM check_pin(:person, :proof)")
        return PinAnswer(*self._session.execute(asked, {"person": person_id, "proof": Proof(proof)}).one())

    def set_pin(self, person_id: int, new: NewPin | None) -> None:
        """Give a person a PIN, or take it away."""
        self._session.execute(text("SELECT set_pin(:person, :salt, :cost, :proof)"), {"person": person_id, **_kept(new)})

    def set_own_pin(self, old: bytes, new: NewPin | None) -> PinAnswer:
        """Give oneself a PIN, or take it away."""
        asked = text("SELECT accepted, wait_seconds, tries_left FROM set_own_pin(:old, :salt, :cost, :proof)")
        return PinAnswer(*self._session.execute(asked, {"old": Proof(old), **_kept(new)}).one())


def _person(row: Row[Any]) -> Person:
    rights = None if row.powerless else Rights(row.rights)
    return Person(row.id, row.name, row.role, row.active, rights, row.has_pin)


def _kept(new: NewPin | None) -> dict[str, Any]:
    if new is None:
        return {"salt": None, "cost": None, "proof": None}
    return {"salt": new.salt.salt, "cost": new.salt.cost, "proof": Proof(new.proof)}
