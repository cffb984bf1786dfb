"""Lines of the queue put together that one deed can settle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.queue_text import FOLDED, WITH_POLICE, Verb, title_of, verbs_of, waits_for
from itow_desktop.ui.text import counted

GroupKey = tuple[str, str, int]
"""Urgency, step, agency (-1 where the agency does not matter): outlives the rows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that one deed can settle: the same step, urgency and, where it is done with the police, agency."""

    key: GroupKey
    urgency: Urgency
    title: str
    phone: str | None
    verbs: tuple[Verb, ...]
    lines: tuple[QueueLine, ...]

    @property
    def aside(self) -> str:
        """Whom it waits for, how many cars."""
        return " · ".join(part for part in (waits_for(self.lines[0].item), self.cars) if part)

    @property
    def cars(self) -> str:
        """``4 cars``."""
        return counted(len(self.lines), "car", "cars")

    @property
    def folded(self) -> bool:
        """Whether it starts closed."""
        return self.urgency in FOLDED

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
    agency = line.case.agency_id or 0 if line.item.rule in WITH_POLICE else -1
    return str(line.item.urgency), f"{line.item.rule or line.item.question or ''} {line.item.step}", agency


def _group(key: GroupKey, lines: tuple[QueueLine, ...]) -> Group:
    first = lines[0]
    verbs, title, phone = verbs_of(first.item), first.item.step, None
    if first.item.rule in WITH_POLICE:
        if first.agency is None:
            verbs, title = (Verb.AGENCY, *verbs), f"{title}: police department not known"
        else:
            title, phone = title_of(first.item, first.agency.name), first.agency.phone
            verbs = verbs if phone else (*verbs, Verb.PHONE)
    return Group(key, first.item.urgency, title, phone, verbs, lines)


def ids(lines: Sequence[QueueLine]) -> tuple[int, ...]:
    """The custodies of some lines."""
    return tuple(line.case.custody_id for line in lines)
