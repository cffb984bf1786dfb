"""Tell the office's own people by e-mail: the work of the day, and that imports or copies fail."""

from collections.abc import Iterable, Sequence
from datetime import time

from itow_desktop.domain.outbox.messages import NewMessage, OutKind
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.health import HealthItem, Light
from itow_desktop.services.outbox.putting import put_out
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import OfficeFacts
from itow_desktop.services.working import QueueLine, WorkQueue, work_queue

_TITLES = {
    Urgency.LATE: "Late", Urgency.TODAY: "Today", Urgency.ASK: "Questions", Urgency.READY: "Can be scheduled", Urgency.CHASE: "Chase up",
}  # fmt: skip
_MOST = 40
"""Lines of a kind that are written out."""
_ALERTED = {"backup": "Copies of the database", "towbook": "Imports from TowBook"}
_FOOT = "iTow Desktop sends this by itself, as a manager set it up under File, Office settings, E-mail."


def tell_work(shift: Shift) -> int:
    """Put the work of the day into the outbox for everybody who gets it, once a day; answers how many messages that were.

    Before its time, on closed days and where nobody gets it there is nothing to do.
    """
    with shift.desk.look() as unit:
        facts, wanted = unit.office.get(), _digests(shift, unit.office.get())
        known = unit.outbox.known(wanted)
    due = [address for once, address in wanted.items() if once not in known]
    if not due or facts.mail_server is None or not _is_time(shift, facts):
        return 0
    queue = work_queue(shift)
    with shift.desk.look() as unit:
        reminders = [each for each in unit.reminders.open() if each.due <= shift.today]
    body = "\n".join([*_work(queue), *_reminded([_reminder(each.text, each.car, each.person) for each in reminders]), _FOOT])
    late, today = (sum(line.item.urgency is each for line in queue.lines) for each in (Urgency.LATE, Urgency.TODAY))
    subject = f"Work of {shift.today:%a} {shift.today.month}/{shift.today.day}: {late} late, {today} today"
    put = put_out(
        shift, [NewMessage(OutKind.DIGEST, each, subject, body, once=_once("digest", shift, each)) for each in due], approve=False
    )
    return len(put)


def tell_troubles(shift: Shift, items: Sequence[HealthItem]) -> int:
    """Put what is wrong with imports and copies into the outbox for whoever is told, each once a day; answers how many messages."""
    with shift.desk.look() as unit:
        facts = unit.office.get()
        wrong = [item for item in items if _is_wrong(item)]
        messages = [
            NewMessage(
                OutKind.ALERT, address, f"iTow: {_ALERTED[item.name]}: trouble", f"{item.text}\n\n{_FOOT}\n",
                once=_once(f"alert {item.name}", shift, address),
            )
            for item in wrong
            for address in facts.alerts_to
        ]  # fmt: skip
        known = unit.outbox.known([each.once for each in messages if each.once])
    new = [each for each in messages if each.once not in known]
    return len(put_out(shift, new, approve=False)) if new and facts.mail_server is not None else 0


def _is_wrong(item: HealthItem) -> bool:
    """A copy that is older than a day is trouble already; of imports only what goes on failing."""
    return item.name in _ALERTED and (item.state is Light.RED or (item.name == "backup" and item.state is Light.AMBER))


def _once(what: str, shift: Shift, address: str) -> str:
    return f"{what} {shift.today.isoformat()} {address.casefold()}"


def _digests(shift: Shift, facts: OfficeFacts) -> dict[str, str]:
    """The addresses that get the work of the day, by the name of today's message to each."""
    return {_once("digest", shift, address): address for address in facts.digest_to}


def _is_time(shift: Shift, facts: OfficeFacts) -> bool:
    day = shift.law.day(shift.today)
    local = shift.clock.now().astimezone(shift.law.zone)
    return local.time() >= time.fromisoformat(facts.digest_at) and not day.habits.shut(shift.today, day.calendar)


def _work(queue: WorkQueue) -> Iterable[str]:
    """The lines of each kind that somebody must see to, the most pressing first."""
    yield f"{queue.accounted_for} of {queue.active} cars have a next step."
    awake = [line for line in queue.lines if not line.asleep]
    for urgency, title in _TITLES.items():
        lines = [line for line in awake if line.item.urgency is urgency]
        if not lines:
            continue
        yield ""
        yield f"{title} ({len(lines)})"
        yield from map(_line, lines[:_MOST])
        if len(lines) > _MOST:
            yield f"  and {len(lines) - _MOST} more, see the queue"
    yield ""


def _line(line: QueueLine) -> str:
    due = f", {line.item.due:%a} {line.item.due.month}/{line.item.due.day}" if line.item.due else ""
    who = f" ({line.worker.name})" if line.worker else ""
    unsure = ", rule not yet checked" if line.item.unverified else ""
    return f"  {line.item.call_number or f'#{line.item.custody_id}'}  {line.case.description}: {line.item.step}{due}{unsure}{who}"


def _reminded(reminders_said: Sequence[str]) -> Iterable[str]:
    if reminders_said:
        yield f"Reminders ({counted(len(reminders_said), 'line', 'lines')})"
        yield from reminders_said
        yield ""


def _reminder(text: str, car: str | None, person: str | None) -> str:
    return f"  {person or 'Everybody'}: {text}{f' ({car})' if car else ''}"
