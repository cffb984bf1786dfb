"""Whether TowBook answers, told from the single times it did or did not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """One time TowBook was asked something; ``trouble`` is empty where it answered."""

    at: datetime
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """When it answered last; since when it does not, with what was the matter the last time. None: it does, as far as is known."""

    answered_at: datetime | None = None
    down_since: datetime | None = None
    trouble: str = ""


def contact_of(signs: Iterable[Sign]) -> Contact:
    """What signs in any order tell together."""
    signs = sorted(signs, key=lambda sign: sign.at)
    answered_at = max((sign.at for sign in signs if not sign.trouble), default=None)
    down = [sign for sign in signs if sign.trouble and (answered_at is None or sign.at > answered_at)]
    return Contact(answered_at, down[0].at, down[-1].trouble) if down else Contact(answered_at)


def kept(signs: Iterable[Sign]) -> tuple[Sign, ...]:
    """As few of them as tell the same."""
    told = contact_of(signs)
    answered = () if told.answered_at is None else (Sign(told.answered_at),)
    return answered if told.down_since is None else (*answered, Sign(told.down_since, told.trouble))
