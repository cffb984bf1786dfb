"""Which step comes next, what of it goes back: like a text editor's undo, but over many days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.undo import DoneDeed, UndoState, goes_back, take_back_events, undo_state

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


class Editor:
    """Somebody who does things, takes them back, does them again; beside it what a text editor would hold."""

    def __init__(self) -> None:
        self.deeds: list[DoneDeed] = []
        self.done: list[str] = []
        self.undone: list[str] = []

    @property
    def state(self) -> UndoState:
        return undo_state(self.deeds)

    def do(self) -> None:
        name = f"deed {len(self.deeds)}"
        self._add(name, None)
        self.done.append(name)
        self.undone.clear()

    def undo(self) -> None:
        if (step := self.state.undo) is not None:
            self._add(f"undo: {step.name}", step.deed_id)
            self.undone.append(self.done.pop())

    def redo(self) -> None:
        if (step := self.state.redo) is not None:
            self._add(f"redo: {step.name}", step.deed_id)
            self.done.append(self.undone.pop())

    def _add(self, name: str, undoes: UUID | None) -> None:
        self.deeds.append(DoneDeed(uuid4(), name, NOW, 1, undoes))


@given(st.lists(st.sampled_from([Editor.do, Editor.undo, Editor.redo]), max_size=40))
def test_it_offers_what_a_text_editor_would(steps: Sequence[object]) -> None:
    editor = Editor()
    for step in steps:
        step(editor)  # type: ignore[operator]
        state = editor.state
        assert (state.undo.name if state.undo else None) == (editor.done[-1] if editor.done else None)
        assert (state.redo.name if state.redo else None) == (editor.undone[-1] if editor.undone else None)


def test_an_undo_of_something_older_than_what_is_known_is_no_step() -> None:
    assert undo_state([DoneDeed(uuid4(), "undo: long ago", NOW, 1, uuid4())]) == UndoState()


def test_only_what_still_says_what_the_deed_wrote_goes_back() -> None:
    before, after = {"color": "Gray", "spot": "A-1", "plate": "X1"}, {"color": "Silver", "plate": "X2", "keys": True}
    now = {"color": "Silver", "spot": "B-2", "plate": "X1", "keys": True}
    back, left = goes_back(before, after, now)
    assert back == {"color": "Gray", "keys": None}
    assert left == ("spot",)  # the plate says already what it said before


# --- events -------------------------------------------------------------------------------------------------------


class History:
    """The events of one car, each deed with its own."""

    def __init__(self) -> None:
        self.events: tuple[Event, ...] = ()
        self._numbers = count(1)

    def new_id(self) -> str:
        return f"e{next(self._numbers)}"

    def record(self, kind: EventKind, day: int | None = None, supersedes: str | None = None) -> str:
        event = Event(self.new_id(), kind, on=date(2026, 3, day) if day else None, supersedes=supersedes)
        self.events = (*self.events, event)
        return event.id

    def take_back(self, *ids: str) -> tuple[str, ...]:
        """Ids of what was recorded for it."""
        found = take_back_events(self.events, ids, "Undone.", self.new_id)
        self.events = (*self.events, *found.news)
        self.left = [event.id for event in found.left]
        return tuple(event.id for event in found.news)

    @property
    def counting(self) -> list[tuple[EventKind, date | None]]:
        return [(event.kind, event.on) for event in standing(self.events)]


SOS = EventKind.SOS_NOTICE_DATED


def test_an_event_is_retracted_and_counts_again() -> None:
    history = History()
    first = history.record(SOS, 2)
    undone = history.take_back(first)
    assert history.counting == []
    again = history.take_back(*undone)
    assert history.counting == [(SOS, date(2026, 3, 2))]
    history.take_back(*again)
    assert history.counting == []


def test_a_correction_that_is_taken_back_lets_the_first_date_count_and_so_on() -> None:
    history = History()
    first = history.record(SOS, 2)
    second = history.record(SOS, 3, first)
    third = history.record(SOS, 4, second)
    history.take_back(third)
    assert history.counting == [(SOS, date(2026, 3, 3))]
    history.take_back(second)
    assert history.counting == [(SOS, date(2026, 3, 2))]
    history.take_back(first)
    assert history.counting == []


def test_several_corrections_in_one_deed_go_back_as_one() -> None:
    history = History()
    first = history.record(SOS, 2)
    second = history.record(SOS, 3, first)
    third = history.record(SOS, 4, second)
    history.take_back(second, third)
    assert history.counting == [(SOS, date(2026, 3, 2))]
    assert history.left == []


def test_what_somebody_corrected_since_stays() -> None:
    history = History()
    first = history.record(SOS, 2)
    history.record(SOS, 3, first)
    assert history.take_back(first) == ()
    assert history.left == [first]
    assert history.counting == [(SOS, date(2026, 3, 3))]


def test_a_retraction_that_is_taken_back_restores_all_that_was_known() -> None:
    history = History()
    told = Event("told", EventKind.POLICE_NOTIFIED, at=NOW, data={"person": "Sgt. Ames"}, note="busy line")
    history.events = (told,)
    gone = history.record(EventKind.SUPERSEDED, supersedes="told")
    history.take_back(gone)
    (counts,) = standing(history.events)
    assert replace(counts, id="told", supersedes=None) == told


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), st.integers(1, 6))
def test_back_and_forth_always_ends_where_it_was(days: list[int], times: int) -> None:
    """Each day corrects the one before; 0 retracts. Then everything is taken back and done again, some times."""
    history = History()
    last: str | None = None
    steps: list[tuple[str, ...]] = []
    states = [history.counting]
    for day in days:
        if day == 0 and last is None:
            continue
        made = history.record(SOS if day else EventKind.SUPERSEDED, day + 1 if day else None, last)
        last = made if day else None
        steps.append((made,))
        states.append(history.counting)
    for _ in range(times):
        for place in reversed(range(len(steps))):
            steps[place] = history.take_back(*steps[place])
            assert history.counting == states[place]
        for place in range(len(steps)):
            steps[place] = history.take_back(*steps[place])
            assert history.counting == states[place + 1]
