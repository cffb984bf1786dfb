"""The work of the day at the terminal, with the reasons."""

import argparse
from collections.abc import Iterator
from typing import Any

from itow_desktop.cli.answers import Commands, a_date, command, iso, say
from itow_desktop.cli.office import this_office
from itow_desktop.domain.calendars import said_day, said_time
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.queue import Item
from itow_desktop.domain.records import plain
from itow_desktop.domain.urgency import Day, state_on, urgency
from itow_desktop.services.browsing import find_car
from itow_desktop.services.working import WorkQueue, why, work_queue


def register(commands: Commands) -> None:
    """Add ``queue``, ``why``."""
    work = command(commands, "queue", show_queue, "the work of the day, most pressing first")
    work.add_argument("--today", type=a_date, metavar="DATE", help="as on another day")
    reasons = command(commands, "why", show_why, "why each date of a car is what it is")
    reasons.add_argument("call", metavar="CALL")
    reasons.add_argument("--today", type=a_date, metavar="DATE", help="as on another day")


def show_queue(args: argparse.Namespace) -> int:
    """Print one next step for each car."""
    with this_office() as opened:
        found = work_queue(opened.shift, args.today)
    say(args, plain_queue(found), queue_lines(found))
    return 0


def show_why(args: argparse.Namespace) -> int:
    """Print every deadline of a car with its trace."""
    with this_office() as opened:
        found = why(opened.shift, find_car(opened.ports.desk, args.call))
        day = opened.shift.law.day(args.today or opened.shift.today)
    answer = {
        "call_number": found.call_number,
        "custody": found.custody.value,
        "deadlines": [_plain_deadline(deadline, day) for deadline in found.deadlines],
    }
    say(args, answer, [line for deadline in found.deadlines for line in _deadline_lines(deadline, day)])
    return 0


def plain_queue(found: WorkQueue) -> dict[str, Any]:
    """The queue as JSON holds it."""
    return {
        "today": found.today.isoformat(),
        "active": found.active,
        "accounted_for": found.accounted_for,
        "items": [_plain_item(line.item) for line in found.lines],
    }


def queue_lines(found: WorkQueue) -> Iterator[str]:
    """The queue for people: groups of one urgency with one step, their cars below."""
    group = None
    for line in found.lines:
        item = line.item
        if group != (item.urgency, item.step):
            group = (item.urgency, item.step)
            many = sum((each.item.urgency, each.item.step) == group for each in found.lines)
            yield f"{item.urgency.upper()}  {item.step} ({many})"
        last = item.until or item.due
        due = f", due {said_day(last)}{' (not yet checked)' if item.unverified else ''}" if last else ""
        due += f", before {item.before}" if item.before else ""
        agency = f", {line.agency.name}" if line.agency else ""
        more = f" (+{item.more})" if item.more else ""
        yield f"    {item.call_number or f'#{item.custody_id}'}  {line.case.description or 'no description'}: {item.why}{due}{agency}{more}"
    yield f"{found.accounted_for} of {found.active} have a next step"


def _plain_item(item: Item) -> dict[str, Any]:
    return {
        "call_number": item.call_number,
        "rule": item.rule,
        "step": item.step,
        "due": iso(item.due),
        "at": iso(item.at),
        "until": iso(item.until),
        "urgency": item.urgency.value,
        "actor": item.actor.value,
        "why": item.why,
        "before": item.before,
        "more": item.more,
        "unverified": item.unverified,
        "id": f"#{item.custody_id}",
    }


def _plain_deadline(deadline: Deadline, day: Day) -> dict[str, Any]:
    word = urgency(deadline, day)
    return {**plain(deadline), "state": state_on(deadline, day.today).value, "urgency": word.value if word else None}


def _deadline_lines(deadline: Deadline, day: Day) -> Iterator[str]:
    moment = said_time(deadline.at) if deadline.at else said_day(deadline.date) if deadline.date else "no date"
    until = f" to {said_day(deadline.until)}" if deadline.until else ""
    cited = f", {deadline.citation}" if deadline.citation else ""
    yield f"{deadline.step}: {moment}{until} ({state_on(deadline, day.today).value}{cited})"
    for line in deadline.trace:
        yield f"    {line}"
