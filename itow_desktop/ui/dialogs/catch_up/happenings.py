"""What can have happened on paper: the words on the screen, with what each asks for besides its time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from itow_desktop.domain import past
from itow_desktop.domain.events import EventKind
from itow_desktop.ui import text
from itow_desktop.ui.dialogs.record.facts import FACTS, Fact

T = TypeVar("T")

_WHO = ("to_whom", "authority", "person")
"""Where who did it is kept, the first that a kind asks for."""
_DETAILS = frozenset({"id_seen", "complaint_no"})
_ANYBODY = Fact("person", "Who")
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that can be recorded: its word, the event it becomes, where who did it is kept, the one more fact it asks for."""

    word: str
    kind: EventKind
    who: Fact
    detail: Fact | None = None
    data: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def detail_value(self, typed: str) -> str | None:
        """The value that is kept for a typed detail; None where it must be one of a few words and is not."""
        if self.detail is None or not self.detail.choices:
            return typed.strip()
        return _best(typed, dict(self.detail.choices))


def happening(typed: str) -> Happening | None:
    """What is meant by a word, or by its beginning where only one begins so."""
    return _best(typed, _BY_WORD)


def name(fact: Fact) -> str:
    """A fact's label without its access key."""
    return fact.label.replace("&", "")


def _best(typed: str, by_word: Mapping[str, T]) -> T | None:
    wanted = " ".join(typed.split()).casefold()
    if not wanted:
        return None
    exact = [value for word, value in by_word.items() if word.casefold() == wanted]
    begun = [value for word, value in by_word.items() if word.casefold().startswith(wanted)]
    return exact[0] if exact else begun[0] if len(begun) == 1 else None


def _of(kind: EventKind, facts: Iterable[Fact]) -> Happening:
    known = {fact.key: fact for fact in facts}
    who = next((known[key] for key in _WHO if key in known), _ANYBODY)
    detail = next((fact for fact in known.values() if fact.choices or fact.key in _DETAILS), None)
    return Happening(text.EVENT[kind], kind, who, detail)


HAPPENINGS: tuple[Happening, ...] = (
    Happening("TOP sent", past.TOP_SENT.kind, Fact("authority", "Police department"), data=past.TOP_SENT.data),
    *(_of(kind, facts) for kind, facts in FACTS.items()),
    Happening(text.EVENT[EventKind.NOTE], EventKind.NOTE, _ANYBODY),
)
"""In the order they are offered."""

_BY_WORD: Mapping[str, Happening] = MappingProxyType({each.word: each for each in HAPPENINGS})
