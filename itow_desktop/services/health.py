"""How the place is: database, copies, TowBook, rules, keyring."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from itow_desktop.domain.errors import BackupTrouble, SecretsTrouble
from itow_desktop.services.ports.office import Ports
from itow_desktop.services.ports.secrets import TOWBOOK_PASSWORD, TOWBOOK_USERNAME
from itow_desktop.services.views import RunState

COPY_FRESH = timedelta(hours=26)
COPY_OLD = timedelta(days=3)


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


def health(ports: Ports) -> tuple[HealthItem, ...]:
    """Look at everything the office leans on; raises ``DatabaseTrouble`` when there is no database to ask."""
    return (_database(ports), copies(ports), _sign_in(ports), _imports(ports), _rules(ports))


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


def _imports(ports: Ports) -> HealthItem:
    with ports.desk.look() as unit:
        history = unit.imports.history(20)
    ended = [run for run in history if run.state is not RunState.RUNNING]
    done = next((run for run in ended if run.state is RunState.DONE), None)
    if done is None:
        return HealthItem("towbook", Light.AMBER, "Nothing was imported yet.", "nothing imported yet")
    short = f"{_said(done.started_at, ports)}, {done.new} new"
    text = f"Last import {_said(done.started_at, ports)}: {done.new} new, {done.updated} changed, {done.failed} failed."
    broken = ended[0].state is RunState.STOPPED
    if broken:
        text += f" The newest one stopped: {ended[0].message}"
    return HealthItem("towbook", Light.AMBER if broken or done.failed else Light.GREEN, text, f"{short}, then stopped" if broken else short)


def _rules(ports: Ports) -> HealthItem:
    pack = ports.law.pack
    unsure = [rule for rule in pack.rules if rule.unverified]
    text = f"{pack.name}, version {pack.version}."
    if not unsure:
        return HealthItem("rules", Light.GREEN, text)
    return HealthItem("rules", Light.AMBER, f"{text} {len(unsure)} of {len(pack.rules)} rules are not yet checked by an attorney.")


def _said(moment: datetime, ports: Ports) -> str:
    """A moment as the office says it: the time today, else the day too."""
    local = moment.astimezone(ports.law.zone)
    if local.date() == ports.law.today(ports.clock.now()):
        return f"{local.hour}:{local:%M}"
    return f"{local:%a} {local.month}/{local.day} {local.hour}:{local:%M}"
