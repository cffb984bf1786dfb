"""Who works here: people added, kept from signing, given rights, recognised by their PIN."""

import re
from dataclasses import dataclass, replace

from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.people import Rights, lacking, pin_problem
from itow_desktop.domain.vehicles import present
from itow_desktop.services.pins import new_pin, proof_of
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.ports.stores import Deed, UnitOfWork
from itow_desktop.services.shift import NOBODY, Shift
from itow_desktop.services.views import Person

_LONGEST_NAME = 80
LONGEST_IDLE = 240
"""Minutes."""
_LOGIN = re.compile(r"[a-z_][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody with what the list of people shows: how people sign in here, whether PINs are wanted, when the window is covered.

    ``login`` is this connection's sign-in at a shared database, None at a private one; ``makes_logins``: it can make others.
    """

    people: tuple[Person, ...]
    login: str | None
    makes_logins: bool
    pins: bool
    idle_minutes: int

    @property
    def offered(self) -> tuple[Person, ...]:
        """Who may sit down here: everybody active, on a shared database only the person of the sign-in."""
        return tuple(person for person in self.people if person.active and person.login == self.login)


def staff(shift: Shift) -> Staff:
    """Everybody, disabled people too."""
    with shift.desk.look() as unit:
        facts, login = unit.office.get(), unit.staff.login()
        makes = login is not None and unit.staff.makes_logins()
        return Staff(unit.staff.all(), login, makes, facts.pins and login is None, facts.idle_minutes)


def add_person(shift: Shift, name: str, rights: Rights | None = None, login: str | None = None) -> Person:
    """Add a person who signs deeds, or bring a disabled one back with the rights they had. Raises ``Problems``, ``Refused``.

    Without ``rights`` a new person is a clerk, the first one of an office the admin.
    """
    clean = _named(name)
    if shift.person is None and not shift.unsigned:
        with shift.desk.look() as unit:
            if any(person.active for person in unit.staff.all()):
                raise Refused(NOBODY)
    with shift.desk.begin(Deed(f"add {clean}", shift.person, undoable=False)) as unit:
        made = unit.staff.add(clean, login, rights)
        unit.commit()
    return made


def bring_back(shift: Shift, person: Person) -> Person:
    """Let a disabled person sign again, with the rights they had."""
    return add_person(shift, person.name, None, person.login)


def disable_person(shift: Shift, name: str) -> None:
    """Keep a person from signing from now on; what was signed stays. Raises ``NotFound``, ``Refused`` for the last one."""
    with shift.desk.begin(shift.deed(f"disable {name.strip()}", undoable=False)) as unit:
        if {person.name for person in unit.staff.all() if person.active} == {name.strip()}:
            raise Refused(f"{name.strip()} is the only one who can sign. Add somebody first. Nothing was changed.")
        unit.staff.disable(name.strip())
        unit.commit()


def change_rights(shift: Shift, person: Person, rights: Rights) -> None:
    """Say what a person may do from now on; raises ``Refused`` where nobody would be left who manages people."""
    with shift.desk.begin(shift.deed(f"make {person.name} {rights}", undoable=False)) as unit:
        unit.staff.change_rights(person.id, rights)
        unit.commit()


def rename_person(shift: Shift, person: Person, name: str) -> None:
    """Give a person another name, from which on everything they ever signed shows it; raises ``Refused`` for another one's name."""
    clean = _named(name)
    with shift.desk.begin(shift.deed(f"rename {person.name} to {clean}", undoable=False)) as unit:
        unit.staff.rename(person.id, clean)
        unit.commit()


def make_login(shift: Shift, login: str, password: str) -> None:
    """Make a sign-in at the shared server; the next step is to add its person. Raises ``Problems``, ``Refused``."""
    problem = login_problem(login)
    if problem:
        raise Problems((("login", problem),))
    if len(password) < 10:  # the server is reached over a network
        raise Problems((("password", "Give a first password of at least 10 characters."),))
    with shift.desk.begin(shift.deed(f"make the sign-in {login}", undoable=False)) as unit:
        unit.staff.make_login(login, password)
        unit.commit()


def give_login(shift: Shift, person: Person, login: str) -> None:
    """Let a person without a sign-in have one that the server knows. Raises ``Problems``, ``Refused``."""
    problem = login_problem(login)
    if problem:
        raise Problems((("login", problem),))
    with shift.desk.begin(shift.deed(f"give {person.name} a sign-in", undoable=False)) as unit:
        unit.staff.give_login(person.id, login)
        unit.commit()


def login_problem(login: str) -> str | None:
    """What is wrong with the name of a sign-in."""
    return None if _LOGIN.fullmatch(login) else "A sign-in has small letters, digits and _ only, such as kim."


def what_to_ask(login: str) -> str:
    """The line for the server's administrator where we may make no sign-ins; to be typed into psql."""
    return f"CREATE ROLE {login} LOGIN PASSWORD 'choose one';"


def set_house_rules(shift: Shift, *, pins: bool, idle_minutes: int) -> None:
    """Say whether people sit down with a PIN and after how many minutes the window is covered (0: never); for managers."""
    if not 0 <= idle_minutes <= LONGEST_IDLE:
        raise Problems((("idle_minutes", f"Give 0 to {LONGEST_IDLE} minutes; 0 never covers the window."),))
    with shift.desk.begin(shift.deed("change how people sit down", undoable=False)) as unit:
        unit.office.save(replace(unit.office.get(), pins=pins, idle_minutes=idle_minutes))
        unit.commit()


# --- PINs ------------------------------------------------------------------------------------------------------------


def check_pin(shift: Shift, person: Person, pin: str) -> PinAnswer:
    """Whether this is the person's PIN; wrong ones are counted by the database, after 5 it makes wait. Anything is, of who has none."""
    with shift.desk.begin(Deed("check a PIN", undoable=False)) as unit:
        answer = unit.staff.check_pin(person.id, proof_for(unit, person.id, pin))
        unit.commit()
    return answer


def set_own_pin(shift: Shift, old: str, new: str | None) -> PinAnswer:
    """Give oneself a PIN or, with None, take it away; refused unless ``old`` is the present one. Raises ``Problems``."""
    person = shift.person
    if person is None:
        raise Refused(NOBODY)
    _check_new(new)
    with shift.desk.begin(shift.deed(f"change the PIN of {person.name}", undoable=False)) as unit:
        answer = unit.staff.set_own_pin(proof_for(unit, person.id, old), new_pin(new) if new is not None else None)
        unit.commit()
    return answer


def set_pin(shift: Shift, person: Person, new: str | None) -> None:
    """Give somebody a PIN or, with None, take it away; for admins. Raises ``Problems``, ``NotAllowed``."""
    _check_new(new)
    with shift.desk.begin(shift.deed(f"change the PIN of {person.name}", undoable=False)) as unit:
        unit.staff.set_pin(person.id, new_pin(new) if new is not None else None)
        unit.commit()


def why_not(person: Person | None, needed: Rights) -> str | None:
    """Why this person may not do what needs these rights: ``needs a manager``; None where they may."""
    return "pick your name at the top right first" if person is None else lacking(person.rights, needed)


def proof_for(unit: UnitOfWork, person_id: int, pin: str) -> bytes:
    """What proves this PIN for that person; nothing where the person has none."""
    salt = unit.staff.pin_salt(person_id)
    return b"" if salt is None else proof_of(pin, salt)


def _check_new(pin: str | None) -> None:
    problem = None if pin is None else pin_problem(pin)
    if problem:
        raise Problems((("pin", problem),))


def _named(name: str) -> str:
    clean = present(name)
    if clean is None:
        raise Problems((("name", "Enter a name."),))
    if len(clean) > _LONGEST_NAME:
        raise Problems((("name", f"A name has at most {_LONGEST_NAME} letters."),))
    return clean
