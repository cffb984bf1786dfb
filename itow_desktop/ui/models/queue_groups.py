"""Lines of the queue put together that one deed can settle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itow_desktop.domain.rules import Actor
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.queue_text import (
    ASLEEP,
    FOLDED,
    URGENCY,
    WITH_POLICE,
    Verb,
    chased,
    title_of,
    verbs_of,
    waits_for,
    word_of,
)
from itow_desktop.ui.text import counted

GroupKey = tuple[str, str, int]
"""Word, step, agency (-1 where the agency does not matter): outlives the rows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that one deed can settle: the same step, word (urgency or put off) and, where it is done with the police, agency.

    Whoever is past their time is asked for everything at once, whatever the steps.
    """

    key: GroupKey
    word: str
    title: str
    phone: str | None
    verbs: tuple[Verb, ...]
    lines: tuple[QueueLine, ...]

    @property
    def aside(self) -> str:
        """Whom it waits for, how many cars."""
        waits = None if self.word in {ASLEEP, Urgency.CHASE} else waits_for(self.lines[0].item)
        return " · ".join(part for part in (waits, self.cars) if part)

    @property
    def cars(self) -> str:
        """``4 cars``."""
        return counted(len(self.lines), "car", "cars")

    @property
    def folded(self) -> bool:
        """Whether it starts closed."""
        return self.word in FOLDED

    @property
    def sentence(self) -> str:
        """The whole head in words."""
        return " · ".join(part for part in (self.title, self.phone, self.aside) if part)


def group(lines: Iterable[QueueLine]) -> tuple[Group, ...]:
    """Part lines into groups; the order of the queue stands."""
    parts: dict[GroupKey, list[QueueLine]] = {}
    for line in lines:
        parts.setdefault(_key(line), []).append(line)
    return tuple(_group(key, tuple(part)) for key, part in parts.items())


def _key(line: QueueLine) -> GroupKey:
    item, word = line.item, word_of(line)
    if line.asleep:
        return word, "", -1
    with_police = item.rule in WITH_POLICE or (item.urgency is Urgency.CHASE and item.actor is Actor.POLICE)
    step = item.actor.value if item.urgency is Urgency.CHASE else f"{item.rule or item.question or ''} {item.step}"
    return word, step, line.case.agency_id or 0 if with_police else -1


def _group(key: GroupKey, lines: tuple[QueueLine, ...]) -> Group:
    if key[0] == ASLEEP:
        return Group(key, ASLEEP, URGENCY[ASLEEP].chip, None, (), lines)
    return _chased(key, lines) if key[0] == Urgency.CHASE else _to_do(key, lines)


def _chased(key: GroupKey, lines: tuple[QueueLine, ...]) -> Group:
    first = lines[0]
    agency = first.agency if key[2] >= 0 else None
    verbs, phone = verbs_of(first.item), agency.phone if agency else None
    if key[2] >= 0:
        verbs = (Verb.AGENCY, *verbs) if agency is None else verbs if phone else (*verbs, Verb.PHONE)
    return Group(key, key[0], chased(first.item, agency.name if agency else None), phone, verbs, lines)


def _to_do(key: GroupKey, lines: tuple[QueueLine, ...]) -> Group:
    first = lines[0]
    verbs, title, phone = verbs_of(first.item), first.item.step, None
    if first.item.rule in WITH_POLICE:
        if first.agency is None:
            verbs, title = (Verb.AGENCY, *verbs), f"{title}: police department not known"
        else:
            title, phone = title_of(first.item, first.agency.name), first.agency.phone
            verbs = verbs if phone else (*verbs, Verb.PHONE)
    return Group(key, key[0], title, phone, verbs, lines)


def ids(lines: Sequence[QueueLine]) -> tuple[int, ...]:
    """The custodies of some lines."""
    return tuple(line.case.custody_id for line in lines)
