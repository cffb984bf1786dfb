"""How the place is: database, copies, TowBook, rules, keyring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from itow_desktop.domain.errors import BackupTrouble, SecretsTrouble
from itow_desktop.domain.importing.contact import Contact, Sign, contact_of
from itow_desktop.domain.outbox.messages import Outcome, OutState
from itow_desktop.domain.sentences import counted
from itow_desktop.services.importing.own_imports import schedule_standing, trouble_words
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.secrets import TOWBOOK_PASSWORD, TOWBOOK_USERNAME
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import ImportRun, RunState, StoppedBy

COPY_FRESH = timedelta(hours=26)
COPY_OLD = timedelta(days=3)
_SENT_WITHIN = timedelta(minutes=30)
"""What goes out and is due waits no longer than that while a PC sends."""
_RUNS = 50
_ASKS_TOWBOOK = frozenset({"range", "lot", "calls"})


class Light(StrEnum):
    """The colour of a light; it always has a word beside it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class HealthItem:
    """One thing that was looked at, with a sentence for people; ``short`` fits into a status bar."""

    name: str
    state: Light
    text: str
    short: str = ""


def health(ports: Ports, contact: Contact | None = None) -> tuple[HealthItem, ...]:
    """Look at everything the office leans on; raises ``DatabaseTrouble`` when there is no database to ask.

    ``contact``: what is known of TowBook beside what imports met.
    """
    return (_database(ports), copies(ports), _sign_in(ports), _towbook(ports, contact), _rules(ports), _outbox(ports))


def copies(ports: Ports) -> HealthItem:
    """When the last copy was made; also asked by the status bar."""
    try:
        last = ports.backups.latest()
    except BackupTrouble as trouble:
        return HealthItem("backup", Light.RED, str(trouble), "cannot be looked for")
    if last is None:
        return HealthItem("backup", Light.RED, f"No copy of the database yet. Copies go to {ports.backups.folder}.", "none yet")
    age = ports.clock.now() - last.made_at
    light = Light.GREEN if age <= COPY_FRESH else Light.AMBER if age <= COPY_OLD else Light.RED
    when = _said(last.made_at, ports)
    return HealthItem("backup", light, f"Copy saved {when}, to {last.file.parent}.", f"saved {when}")


def _database(ports: Ports) -> HealthItem:
    with ports.desk.look() as unit:
        active = len(unit.deadlines.open_cases())
        people = sum(person.active for person in unit.staff.all())
    text = f"Connected. {active} open cases, {people} people."
    light = Light.GREEN if people else Light.AMBER
    return HealthItem("database", light, text if people else f"{text} Nobody can sign yet.", "connected")


def _sign_in(ports: Ports) -> HealthItem:
    try:
        known = ports.secrets.get(TOWBOOK_USERNAME) and ports.secrets.get(TOWBOOK_PASSWORD)
    except SecretsTrouble as trouble:
        return HealthItem("keyring", Light.RED, str(trouble))
    if known:
        return HealthItem("keyring", Light.GREEN, "TowBook's user name and password are known.")
    return HealthItem("keyring", Light.AMBER, "TowBook's user name and password are not entered yet.")


def signs_of(runs: Iterable[ImportRun]) -> tuple[Sign, ...]:
    """Whether TowBook answered, as imports met it."""
    found = []
    for run in runs:
        if run.finished_at is not None and run.stopped_by is StoppedBy.DOWN:
            found.append(Sign(run.finished_at, run.message or "TowBook does not answer."))
        elif run.finished_at is not None and run.state is RunState.DONE and run.source in _ASKS_TOWBOOK:
            found.append(Sign(run.finished_at))
    return tuple(found)


def _towbook(ports: Ports, contact: Contact | None) -> HealthItem:
    """How imports are, and since when TowBook does not answer."""
    shift = Shift(ports.desk, ports.law, ports.clock)
    with ports.desk.look() as unit:
        runs = unit.imports.history(_RUNS)
        trouble, waiting = trouble_words(schedule_standing(unit, shift), shift), len(unit.scheduling.waiting())
    contact = contact_of(signs_of(runs)) if contact is None else contact
    ended = [run for run in runs if run.state is not RunState.RUNNING]
    text, short = _last_import(ended, ports)
    wait = f" {counted(waiting, 'import', 'imports')} will begin once it answers." if waiting else ""
    if contact.down_since is not None:
        since = _said(contact.down_since, ports)
        down = f"TowBook does not answer since {since}: {contact.trouble} Everything but importing works.{wait} {text}"
        return HealthItem("towbook", Light.RED, f"{down} {trouble or ''}".rstrip(), f"does not answer since {since}")
    if trouble is not None:
        return HealthItem("towbook", Light.RED, f"{trouble} {text}", "imports at set times fail")
    done = next((run for run in ended if run.state is RunState.DONE), None)
    unsure = done is None or ended[0].state is RunState.STOPPED or bool(done.failed)
    return HealthItem("towbook", Light.AMBER if unsure else Light.GREEN, f"{text}{wait}", short)


def _last_import(ended: Sequence[ImportRun], ports: Ports) -> tuple[str, str]:
    """A sentence, and some words for the status bar."""
    done = next((run for run in ended if run.state is RunState.DONE), None)
    broken = ended[0].state is RunState.STOPPED if ended else False
    stopped = f" The newest one stopped: {ended[0].message}" if broken else ""
    if done is None:
        return f"Nothing was imported yet.{stopped}", "nothing imported yet"
    short = f"{_said(done.started_at, ports)}, {done.new} new"
    text = f"Last import {_said(done.started_at, ports)}: {done.new} new, {done.updated} changed, {done.failed} failed."
    return f"{text}{stopped}", f"{short}, then stopped" if broken else short


def _rules(ports: Ports) -> HealthItem:
    pack = ports.law.pack
    unsure = [rule for rule in pack.rules if rule.unverified]
    text = f"{pack.name}, version {pack.version}."
    if not unsure:
        return HealthItem("rules", Light.GREEN, text)
    return HealthItem("rules", Light.AMBER, f"{text} {len(unsure)} of {len(pack.rules)} rules are not yet checked by an attorney.")


def _outbox(ports: Ports) -> HealthItem:
    """Whether e-mail leaves."""
    with ports.desk.look() as unit:
        server, counts, last = unit.office.get().mail_server, unit.outbox.counts(), unit.outbox.last_try()
        since = unit.outbox.due_since()
    ready, waits = counts.get(OutState.READY, 0), counts.get(OutState.WAITS, 0)
    open_ones = f"{counted(ready, 'message goes', 'messages go')} out, {waits} wait for approval."
    if server is None:
        text = "No mail server is entered, so nothing leaves by e-mail."
        return HealthItem("outbox", Light.AMBER if ready else Light.GREEN, f"{text} {open_ones}" if ready or waits else text)
    if ready and last is not None and last.outcome is Outcome.NO_SERVER:
        return HealthItem("outbox", Light.RED, f"{last.answer} Tried {_said(last.at, ports)}; {open_ones}")
    if since is not None and ports.clock.now() - since > _SENT_WITHIN:
        alone = "no PC that knows the mail server's password is on"
        return HealthItem("outbox", Light.AMBER, f"{open_ones} The oldest is due since {_said(since, ports)}: {alone}.")
    lost = counts.get(OutState.REFUSED, 0) + counts.get(OutState.CAME_BACK, 0)
    if lost:
        told = f"{counted(lost, 'message was', 'messages were')} not delivered and not seen to, under Mail, Outbox."
        return HealthItem("outbox", Light.AMBER, f"{told} {open_ones}")
    return HealthItem("outbox", Light.GREEN, f"{open_ones} {counts.get(OutState.SENT, 0)} sent so far.")


def _said(moment: datetime, ports: Ports) -> str:
    """A moment as the office says it: the time today, else the day too."""
    local = moment.astimezone(ports.law.zone)
    if local.date() == ports.law.today(ports.clock.now()):
        return f"{local.hour}:{local:%M}"
    return f"{local:%a} {local.month}/{local.day} {local.hour}:{local:%M}"
