"""A deadline: a date the law sets for one custody, with the way it was found."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from itow_desktop.domain.events import EventKind
from itow_desktop.domain.moving import Move
from itow_desktop.domain.questions import Question
from itow_desktop.domain.rules import Actor, Confidence, DeadlineKind, Reached

ENGINE_VERSION = 7
"""Raised whenever the same events and the same pack would give another answer, so that projections are computed anew."""


class State(StrEnum):
    """How a deadline stands; ``expired`` depends on today and is never computed here."""

    COMPUTED = "computed"
    NEEDS = "needs"
    FROZEN = "frozen"
    DONE = "done"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of one custody; everything the queue and the why page need, without the pack.

    Day rules have a ``date``, clock-hour rules an ``at`` (a time of the pack's
    zone), windows ``date`` and ``until``, both included. ``needs`` names the event
    or fact that is missing. ``lacking`` are the event kinds without which a
    reached date clears nothing, ``needs_answer`` the questions without whose answer
    the step cannot be taken. ``missed``: someone established that it was not done.
    ``after_closing``: it begins when the custody is closed. ``past``: its last day
    lies before the office began with this program, and nobody said that it was not
    done, so that it asks or stands still and is never late; ``asks`` are then the keys
    of the facts (``domain.past``) that would answer. ``not_known``: somebody said that
    the first of them is not known. ``checked``: every rule of law the date rests on was
    compared with the law in force; ``unverified``: something it rests on is told by
    others or recalled (confidence C, R) and was not. ``moved``: somebody asked for a later day; where that
    counts, ``law_day`` is the day without it. ``awaits``: the ids of the corrections that
    would bring the date forward to ``corrected_day`` once a second person confirmed them.
    """

    rule_id: str
    kind: DeadlineKind
    state: State
    actor: Actor
    step: str
    why: str
    sentence: str = ""
    date: dt.date | None = None
    at: dt.datetime | None = None
    until: dt.date | None = None
    citation: str | None = None
    confidence: Confidence | None = None
    needs: str | None = None
    done_by: EventKind | None = None
    done_on: dt.date | None = None
    question: bool = False
    missed: bool = False
    needs_answer: tuple[Question, ...] = ()
    reached: Reached = Reached.READY
    lacking: tuple[EventKind, ...] = ()
    after_closing: bool = False
    past: bool = False
    not_known: bool = False
    asks: tuple[str, ...] = ()
    checked: bool = False
    unverified: bool = False
    moved: Move | None = None
    law_day: dt.date | None = None
    awaits: tuple[str, ...] = ()
    corrected_day: dt.date | None = None
    trace: tuple[str, ...] = ()

    @property
    def first_day(self) -> dt.date | None:
        """The local day it is about: the (first) day of a day rule, the day of a clock time."""
        return self.at.date() if self.date is None and self.at else self.date

    @property
    def last_day(self) -> dt.date | None:
        """The last local day on which it is still in time (of a not-before date: the date itself)."""
        return self.until or self.date or self.first_day

    @property
    def open(self) -> bool:
        """Whether somebody still has, or may have, something to do."""
        return self.state is not State.DONE

    @property
    def movable(self) -> bool:
        """Whether people may move it later. Never where that would hide that somebody's duty by law is late."""
        return self.kind is not DeadlineKind.NOT_AFTER or self.right or self.actor is Actor.COURT or self.citation is None

    @property
    def by_people(self) -> str | None:
        """What people did to the date, in a few words; None where the law alone sets it."""
        if self.awaits:
            return "correction not confirmed"
        if self.moved is None:
            return None
        if self.moved.waiting is not None:
            return "later date not confirmed"
        return "moved later" if self.law_day is not None else None

    @property
    def waits_for_second(self) -> bool:
        """Whether a second person is asked to confirm something that would change the date."""
        return bool(self.awaits) or (self.moved is not None and self.moved.waiting is not None)

    @property
    def right(self) -> bool:
        """Whether it is somebody else's right that can run out, rather than a duty."""
        return self.kind is DeadlineKind.NOT_AFTER and self.actor in {Actor.OWNER, Actor.LIENHOLDER}
