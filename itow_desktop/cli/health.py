"""Whether everything is as it should be, at the terminal."""

import argparse

from itow_desktop.cli.answers import Commands, command, say
from itow_desktop.cli.office import this_office
from itow_desktop.services.health import Light, health


def register(commands: Commands) -> None:
    """Add ``health``."""
    command(commands, "health", run, "is everything as it should be?")


def run(args: argparse.Namespace) -> int:
    """Print a light for each thing that was looked at; ``ok`` as long as none is red. Raises where there is no database."""
    with this_office() as opened:
        items = health(opened.ports)
    answer = {
        "ok": all(item.state is not Light.RED for item in items),
        "items": [{"name": item.name, "state": item.state.value, "text": item.text} for item in items],
    }
    say(args, answer, [f"{item.state.value:6} {item.name:9} {item.text}" for item in items])
    return 0
