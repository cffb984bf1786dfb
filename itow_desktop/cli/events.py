"""Recording what happened to a car, at the terminal."""

import argparse
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from itow_desktop.cli.answers import Commands, a_date, a_pair, a_time, a_word, command, iso, say, signed
from itow_desktop.cli.office import this_office
from itow_desktop.domain.calendars import local_time
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.services.browsing import car_card, find_car
from itow_desktop.services.recording import Entry, record

_NOT_SAID = "No reason was given at the terminal."
_TIMELESS = {EventKind.NOTE, EventKind.SUPERSEDED}


def register(commands: Commands) -> None:
    """Add ``event``."""
    parser = signed(command(commands, "event", run, "record something that happened to a car"))
    parser.add_argument("call", metavar="CALL")
    parser.add_argument("kind", metavar="KIND", type=a_word(EventKind), help=", ".join(EventKind))
    moment = parser.add_mutually_exclusive_group()
    moment.add_argument("--on", type=a_date, metavar="DATE", help="the local day it happened, like 2026-03-02")
    moment.add_argument("--at", type=a_time, metavar="TIME", help="the local time it happened, like 2026-03-02T16:44")
    moment.add_argument("--time-not-known", action="store_true", help="nobody knows when")
    parser.add_argument("--set", action="append", default=[], type=a_pair, metavar="KEY=VALUE", help="a fact of it, like person=Reed")
    parser.add_argument("--note", metavar="TEXT", help="a note; the reason, where it corrects something or is not the usual order")
    parser.add_argument("--source", type=a_word(EventSource), metavar="WORD", help="how we know: " + ", ".join(EventSource))
    parser.add_argument("--supersedes", metavar="ID", help="the id of the event this one corrects")
    parser.set_defaults(wrong=parser.error)


def run(args: argparse.Namespace) -> int:
    """Record one event; exits 1 where a rule of the yard or the law forbids it."""
    if not (args.on or args.at or args.time_not_known or args.kind in _TIMELESS):
        args.wrong("say when it happened: --on DATE, --at TIME, or --time-not-known")
    with this_office() as opened:
        zone = opened.shift.law.zone
        custody_id = find_car(opened.ports.desk, args.call)
        entry = Entry(
            kind=args.kind,
            at=_aware(args.at, zone) if args.at else None,
            on=args.on,
            data=dict(args.set),
            note=args.note,
            source=args.source,
            supersedes=args.supersedes,
            reason=args.note or (_NOT_SAID if args.supersedes else None),
        )
        made = record(opened.signed(args.person), custody_id, entry)
        kept = next(event for event in car_card(opened.shift, custody_id).events if event.id == made.id)
    say(args, plain_event(kept, zone), [f"Recorded: {EVENT_NAMES[kept.kind]}, {when(kept, zone)} ({kept.id})"])
    return 0


def plain_event(event: Event, zone: ZoneInfo) -> dict[str, Any]:
    """One event as JSON holds it; times are the office's local ones."""
    return {
        "id": event.id,
        "kind": event.kind.value,
        "at": event.at.astimezone(zone).isoformat() if event.at else None,
        "on": iso(event.on),
        "data": dict(event.data),
        "source": event.source.value if event.source else None,
        "supersedes": event.supersedes,
        "recorded_at": event.recorded_at.astimezone(zone).isoformat() if event.recorded_at else None,
        "recorded_by": event.recorded_by,
        "note": event.note,
    }


def when(event: Event, zone: ZoneInfo) -> str:
    """The local time or day of an event, for people."""
    if event.at is not None:
        return f"{event.at.astimezone(zone):%Y-%m-%d %H:%M}"
    return iso(event.on) or "time not known"


def _aware(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if moment.tzinfo else local_time(moment, zone)[0]
