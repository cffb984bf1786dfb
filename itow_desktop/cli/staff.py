"""People at the terminal: who works here, whether TowBook lets the office in."""

import argparse
from typing import Any

from itow_desktop.cli.answers import Commands, command, say
from itow_desktop.cli.office import this_machine, this_office
from itow_desktop.domain.errors import TowBookTrouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.people import add_person, disable_person
from itow_desktop.services.views import Person


class NotAccepted(TowBookTrouble):
    """TowBook did not let us in; says what it answered."""


def register(commands: Commands) -> None:
    """Add ``staff list``, ``staff add``, ``staff disable``, ``login check``."""
    staff = commands.add_parser("staff", help="the people who sign what is done")
    deeds = staff.add_subparsers(metavar="list|add|disable", required=True)
    command(deeds, "list", list_staff, "everybody, those who left too")
    adding = command(deeds, "add", add, "add a person, or bring one back")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--role", choices=[*Rights], metavar="ROLE", help="viewer, clerk, manager or admin; a new person is a clerk")
    command(deeds, "disable", disable, "keep a person from signing; what was signed stays").add_argument("name", metavar="NAME")
    login = commands.add_parser("login", help="TowBook's user name and password")
    checks = login.add_subparsers(metavar="check", required=True)
    command(checks, "check", check_login, "does TowBook accept them?")


def list_staff(args: argparse.Namespace) -> int:
    """Print everybody."""
    with this_office() as opened, opened.ports.desk.look() as unit:
        people = unit.staff.all()
    say(args, [_plain(person) for person in people], [_line(person) for person in people])
    return 0


def add(args: argparse.Namespace) -> int:
    """Add a person."""
    with this_office() as opened:
        person = add_person(opened.shift, args.name, Rights(args.role) if args.role else None)
    say(args, _plain(person), [f"{person.name} can sign now, as {person.rights}."])
    return 0


def disable(args: argparse.Namespace) -> int:
    """Disable a person."""
    with this_office() as opened:
        disable_person(opened.shift, args.name)
    say(args, {"name": args.name, "active": False}, [f"{args.name} signs nothing from now on."])
    return 0


def check_login(args: argparse.Namespace) -> int:
    """Ask TowBook once; exits 0 only where it accepts. Needs no database."""
    from itow_desktop import opening
    from itow_desktop.adapters.clock import SystemClock

    with this_machine() as machine:
        told = opening.check_login(machine, SystemClock(), *opening.credentials(machine))
        say(args, {"accepted": told == "accepted", "text": told}, [f"TowBook: {told}"] if told == "accepted" else [])
        if told != "accepted":
            raise NotAccepted(told if told.startswith("TowBook") else f"TowBook: {told}")
    return 0


def _plain(person: Person) -> dict[str, Any]:
    return {"name": person.name, "role": person.rights, "sign_in": person.login, "active": person.active}


def _line(person: Person) -> str:
    """The name, what may be done, by which sign-in."""
    may = str(person.rights or "no rights") if person.active else "disabled"
    return f"{person.name} ({may})" + (f", signs in as {person.login}" if person.login else "")
