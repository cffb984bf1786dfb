"""The database at the terminal: how it is, making it, moving it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from itow_desktop.cli.answers import Commands, command, say
from itow_desktop.cli.office import office_on, this_machine
from itow_desktop.domain.errors import Refused
from itow_desktop.services.editing import add_person
from itow_desktop.services.founding import Founding, begin_office

if TYPE_CHECKING:
    from itow_desktop.opening import Machine


def register(commands: Commands) -> None:
    """Add ``db status``, ``db init``, ``db upgrade``, ``db stop``, ``db move``."""
    database = commands.add_parser("db", help="the database: how it is, make it, upgrade it, move it")
    deeds = database.add_subparsers(metavar="status|init|upgrade|stop|move", required=True)
    command(deeds, "status", status, "where it is, and how; changes nothing")
    making = command(deeds, "init", init, "make the private database; with a name also the owner's person, the head of the notices")
    making.add_argument("--owner", metavar="NAME", help="the first person who signs")
    making.add_argument("--company", metavar="NAME", help="the company's name")
    making.add_argument("--address", metavar="TEXT", help="its address, as on the notices")
    making.add_argument("--phone", metavar="TEXT", help="its phone number as registered with the Secretary of State")
    command(deeds, "upgrade", upgrade, "bring it to the newest schema, after a copy; for its administrator")
    command(deeds, "stop", stop, "stop the private server that no program uses")
    moving = command(deeds, "move", move, "move the private server's data to another folder")
    moving.add_argument("folder", type=Path, metavar="DIR")


def status(args: argparse.Namespace) -> int:
    """Print how the database is."""
    with this_machine() as machine:
        answer = _private(machine) if machine.private else _shared(machine)
    say(args, answer, [f"{name:9} {value}" for name, value in answer.items() if value is not None])
    return 0


def init(args: argparse.Namespace) -> int:
    """Make what is missing; safe to repeat."""
    with this_machine() as machine, office_on(machine) as opened:
        if args.company or args.address or args.phone:
            begin_office(opened.shift, Founding(args.owner or "", args.company or "", args.address or "", args.phone or ""))
        elif args.owner:
            add_person(opened.shift, args.owner)
        answer = {"data_dir": str(machine.data_dir), "owner": args.owner, "private": machine.private}
    say(args, answer, [f"The database in {answer['data_dir']} is ready." if machine.private else "The shared database is ready."])
    return 0


def upgrade(args: argparse.Namespace) -> int:
    """Upgrade the schema."""
    from itow_desktop import opening

    with this_machine() as machine:
        behind = opening.upgrade_database(machine)
    say(args, {"upgraded": behind}, ["The database was upgraded." if behind else "The database is up to date already."])
    return 0


def stop(args: argparse.Namespace) -> int:
    """Stop the server; refused while a program uses it."""
    from itow_desktop import opening

    with this_machine() as machine:
        _only_private(machine)
        ran = opening.local_server(machine).stop()
    say(args, {"stopped": ran}, ["The server was stopped." if ran else "The server did not run."])
    return 0


def move(args: argparse.Namespace) -> int:
    """Move the data, then set ``data_dir``; the old folder keeps a copy and names the new one."""
    from itow_desktop import opening

    with this_machine() as machine:
        _only_private(machine)
        if machine.settings_file.is_overruled("data_dir"):
            raise Refused("ITOW_DATA_DIR names the data folder, so it cannot be changed here. Nothing was moved. Take it out first.")
        new = opening.move(machine, args.folder.expanduser().resolve())
    say(args, {"data_dir": str(new)}, [f"The data lie in {new} now. The old folder {machine.data_dir} can be deleted once all is well."])
    return 0


def _private(machine: "Machine") -> dict[str, Any]:
    from itow_desktop import opening

    found = opening.local_server(machine).status()
    return {
        "database": "private",
        "running": found.running,
        "in_use": found.in_use,
        "port": found.port,
        "version": found.version,
        "folder": str(found.folder),
        "behind": None,
    }


def _shared(machine: "Machine") -> dict[str, Any]:
    from itow_desktop import opening

    address, version, behind = opening.shared_state(machine)
    return {
        "database": f"{address.user}@{address.host}:{address.port}/{address.database}",
        "running": True,
        "in_use": None,
        "port": address.port,
        "version": version,
        "folder": None,
        "behind": behind,
    }


def _only_private(machine: "Machine") -> None:
    if not machine.private:
        raise Refused("The database is a shared one (database.url), which this program neither stops nor moves. Nothing was changed.")
