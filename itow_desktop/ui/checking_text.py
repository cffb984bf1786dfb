"""Words of Check import: what came of a call, where its line stands, what a decision does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from types import MappingProxyType

from itow_desktop.domain.cars import Origin
from itow_desktop.domain.importing.reconciling import FieldSays, LineKind, LineState, TrayLine
from itow_desktop.services.views import ImportRun
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.imports import counts_text, range_text
from itow_desktop.ui.text import FIELD, counted, moment_text


@dataclass(frozen=True, slots=True)
class Look:
    """How something is shown: word, picture, tone."""

    word: str
    picture: str
    tone: Tone | None = None


KIND: Mapping[LineKind, Look] = MappingProxyType(
    {
        LineKind.FAILED: Look(LineKind.FAILED.label, "warning", Tone.TODAY),
        LineKind.DIFFERS: Look(LineKind.DIFFERS.label, "git-diff", Tone.TODAY),
        LineKind.GONE: Look(LineKind.GONE.label, "sign-out", Tone.TODAY),
        LineKind.NOT_IMPOUND: Look(LineKind.NOT_IMPOUND.label, "prohibit"),
        LineKind.NEW: Look(LineKind.NEW.label, "plus-circle", Tone.ACCENT),
        LineKind.CHANGED: Look(LineKind.CHANGED.label, "pencil-simple"),
        LineKind.UNCHANGED: Look(LineKind.UNCHANGED.label, "equals", Tone.QUIET),
    }
)
CHIPS = (
    LineKind.NEW, LineKind.CHANGED, LineKind.UNCHANGED, LineKind.GONE, LineKind.DIFFERS, LineKind.NOT_IMPOUND, LineKind.FAILED,
)  # fmt: skip
"""In the order in which people ask after an import."""

STATE: Mapping[LineState, Look] = MappingProxyType(
    {
        LineState.WAITING: Look(LineState.WAITING.label, "hand", Tone.TODAY),
        LineState.LATER: Look(LineState.LATER.label, "clock", Tone.TODAY),
        LineState.TAKEN: Look(LineState.TAKEN.label, "check-circle", Tone.QUIET),
        LineState.ACCEPTED: Look(LineState.ACCEPTED.label, "check-circle", Tone.DONE),
        LineState.KEPT: Look(LineState.KEPT.label, "shield-check", Tone.DONE),
        LineState.UNDONE: Look(LineState.UNDONE.label, "arrow-counter-clockwise", Tone.QUIET),
        LineState.OVERTAKEN: Look(LineState.OVERTAKEN.label, "clock", Tone.QUIET),
    }
)

TIPS: Mapping[LineKind, str] = MappingProxyType(
    {
        LineKind.NEW: "Calls that were not here before",
        LineKind.CHANGED: "TowBook says something new of fields that nobody here ever touched",
        LineKind.UNCHANGED: "The same as before",
        LineKind.GONE: "Cars that stand here, but the list of this import does not name them: perhaps released",
        LineKind.DIFFERS: "TowBook and the desk say different things; the desk's word stands until you decide",
        LineKind.NOT_IMPOUND: "Calls that brought no car to the lot",
        LineKind.FAILED: "Calls that could not be read or stored, with the reason",
    }
)

_DOES: Mapping[LineKind, str] = MappingProxyType(
    {
        LineKind.NEW: "Accept brings the car in. Keep ours leaves it out.",
        LineKind.CHANGED: "Accept takes the changes over. Keep ours leaves the car as it is.",
        LineKind.DIFFERS: "Accept takes TowBook's words over. Keep ours lets the desk's stand; the same words never ask again.",
        LineKind.GONE: "Accept lets the queue ask whether the car left; nothing is closed by it. Keep ours says that it stands here.",
        LineKind.NOT_IMPOUND: "Accept sorts the car as not an impound, without legal steps. Keep ours leaves it as it is sorted.",
    }
)
_NOTHING: Mapping[LineKind, str] = MappingProxyType(
    {
        LineKind.FAILED: "Nothing was stored of this call. The next import of these days tries it again.",
        LineKind.UNCHANGED: "Nothing to decide: it is as it was.",
    }
)


def state_word(line: TrayLine) -> str:
    """Where a line stands; nothing where there is nothing to take or to decide."""
    return "" if line.state is LineState.TAKEN and line.kind in _NOTHING else STATE[line.state].word


def why_words(line: TrayLine) -> str:
    """The reason, else which fields are not the same."""
    return line.reason or ", ".join(field_word(said.field) for said in line.fields)


def field_word(field: str) -> str:
    """A field's name on the screen; one that the screen has no word for as it is."""
    return FIELD.get(field) or field.replace("_", " ").capitalize()


def decision_words(line: TrayLine, *, decidable: bool, zone: tzinfo, today: date) -> str:
    """What can be decided of a line and what that does, or who decided it when."""
    if line.decided_by is not None or line.decided_at is not None:
        when = "" if line.decided_at is None else f" on {moment_text(line.decided_at, zone, today)}"
        return f"{STATE[line.state].word} by {line.decided_by or 'somebody'}{when}."
    if decidable:
        return _DOES.get(line.kind, "")
    return _NOTHING.get(line.kind, "")


def origin_words(said: FieldSays, zone: tzinfo, today: date) -> str:
    """Where the desk's value came from: ``Kim, Mon 11/23 15:02``; ``TowBook, ...``; ``impounds.csv, ...``."""
    if said.origin is None:
        return ""
    who = said.file or "TowBook" if said.origin is Origin.TOWBOOK else said.by or "the desk"
    when = _when(said.at, zone, today)
    return f"{who}, {when}" if when else who


def run_words(run: ImportRun, zone: tzinfo, today: date) -> str:
    """``Mon 11/23 15:02, Sat 5/16 to Wed 5/20, by Kim: 12 new, 3 updated``."""
    by = f", by {run.by}" if run.by else ""
    return f"{moment_text(run.started_at, zone, today)}, {range_text(run, today)}{by}: {counts_text(run)}"


def teller_of(run: ImportRun) -> str:
    """Who says what the lines of an import hold."""
    return _TELLERS.get(run.source, "TowBook")


def told_words(run: ImportRun, zone: tzinfo, today: date) -> str:
    """When the import was told it."""
    return f"{teller_of(run)} was read {moment_text(run.started_at, zone, today)}."


def waiting_words(count: int) -> str:
    """How much is still to be decided."""
    return f"{counted(count, 'line waits', 'lines wait')} for you." if count else "Nothing waits for you here."


_TELLERS: Mapping[str, str] = MappingProxyType({"file": "The file", "old_database": "The old database"})


def _when(at: str | None, zone: tzinfo, today: date) -> str:
    if not at:
        return ""
    moment = datetime.fromisoformat(at)
    return moment_text(moment, zone, today) if moment.tzinfo is not None else ""
