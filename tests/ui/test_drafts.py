"""What is typed reaches this PC's disk within a second, whatever the database does, and is offered again."""

from collections.abc import Mapping
from threading import Event as Gate
from time import monotonic

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from itow_desktop.domain.errors import DraftTrouble
from itow_desktop.services.ports.drafts import Draft
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_form import CarForm
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.drafts import Typed, Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.yard import KIM, Notebook, Yard


def opened(qtbot: QtBot, forms: CarForms, custody_id: int) -> CarForm:
    forms.edit(custody_id)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    return forms.open_forms[-1]


def test_what_is_typed_is_kept_within_a_second_also_without_a_pause(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, 1)
    entry = form.paper.entry("notes")
    began = monotonic()
    while "car 1" not in yard.drafts.kept and monotonic() - began < 3:
        QTest.keyClicks(entry, "x")
        QTest.qWait(20)
    assert monotonic() - began < 1.0
    kept = yard.drafts.kept["car 1"]
    assert kept.by == KIM.name
    assert set(kept.texts["typed.notes"]) == {"x"}
    form._discard()


def test_a_hanging_database_does_not_hold_the_disk_up(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    """All threads for short questions wait for a server that does not answer."""
    form = opened(qtbot, forms, 1)
    gate = Gate()
    for _ in range(8):
        runner.start(lambda: gate.wait(10), owner=form, done=lambda _answer: None)
    form.paper.put({"notes": "dent"})
    qtbot.waitUntil(lambda: "car 1" in yard.drafts.kept, timeout=1500)
    gate.set()
    form._discard()


def test_a_draft_of_an_earlier_run_is_offered_and_merged_with_what_was_saved_since(
    qtbot: QtBot, runner: TaskRunner, bus: Bus, yard: Yard, who: Who
) -> None:
    typed = Unsaved({"color": Typed("silver", "gray"), "spot": Typed("D-1", "C-0")}, "Kim")
    yard.drafts.keep("car 1", typed.texts(), "Kim")
    yard.saved_elsewhere(1, spot="Z-9")
    forms = CarForms(runner, bus, yard.deeds(), who)
    form = opened(qtbot, forms, 1)
    assert form.changes == {"color": "silver", "spot": "D-1"}
    assert form.news.text == "Here is what you typed before and did not save."
    with qtbot.waitSignal(runner.idle):
        form.save()
    assert form.clashes.open_fields == ["spot"]  # Lee stored another spot since: nobody's value wins unasked
    form.clashes.pick("spot", mine=True)
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert (yard.cars[1].fields.color, yard.cars[1].fields.spot) == ("silver", "D-1")
    qtbot.waitUntil(lambda: not yard.drafts.kept)


def test_somebody_else_s_draft_says_whose_it_is_and_can_be_thrown_away(
    qtbot: QtBot, runner: TaskRunner, bus: Bus, yard: Yard, who: Who
) -> None:
    yard.drafts.keep("car 1", Unsaved({"color": Typed("silver", "gray")}).texts(), "Lee")
    form = opened(qtbot, CarForms(runner, bus, yard.deeds(), who), 1)
    assert form.news.text == "Here is what Lee typed before and did not save."
    form.news._action.click()
    assert form.changes == {}
    assert form.paper.entry("color").text() == "gray"
    qtbot.waitUntil(lambda: not yard.drafts.kept)


def test_discarding_forgets_the_draft(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, 1)
    form.paper.put({"notes": "dent"})
    qtbot.waitUntil(lambda: "car 1" in yard.drafts.kept)
    form._discard()
    qtbot.waitUntil(lambda: not yard.drafts.kept)


def test_a_disk_that_is_full_is_told_while_one_types(qtbot: QtBot, forms: CarForms, yard: Yard) -> None:
    form = opened(qtbot, forms, 1)
    yard.drafts.trouble = DraftTrouble("What you are typing could not be kept. Save it soon.")
    form.paper.put({"notes": "dent"})
    qtbot.waitUntil(lambda: bool(form.news.text))
    assert form.news.text == "What you are typing could not be kept. Save it soon."
    yard.drafts.trouble = None
    form.paper.put({"notes": "dent in the door"})
    qtbot.waitUntil(lambda: "car 1" in yard.drafts.kept)
    form._discard()


def test_a_draft_that_cannot_be_read_keeps_no_form_from_opening(qtbot: QtBot, runner: TaskRunner, bus: Bus, yard: Yard, who: Who) -> None:
    yard.drafts.trouble = DraftTrouble("A draft of something typed earlier cannot be read.")
    form = opened(qtbot, CarForms(runner, bus, yard.deeds(), who), 1)
    assert form.news.text == "A draft of something typed earlier cannot be read."
    assert form.changes == {}


def test_one_write_follows_the_other_so_that_the_last_word_stays(qtbot: QtBot, forms: CarForms, yard: Yard, runner: TaskRunner) -> None:
    slow = SlowDisk()
    yard.drafts = slow
    again = CarForms(runner, Bus(), yard.deeds(), Who(KIM))
    form = opened(qtbot, again, 1)
    form.paper.put({"notes": "first"})
    qtbot.waitUntil(slow.began.is_set)
    form._discard()  # while the first write is still under way
    slow.gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert slow.kept == {}


class SlowDisk(Notebook):
    """A disk whose first write takes until the gate opens."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.gate = Gate(), Gate()

    def keep(self, key: str, texts: Mapping[str, str], by: str | None = None) -> None:
        if not self.began.is_set():
            self.began.set()
            assert self.gate.wait(10)
        super().keep(key, texts, by)


def test_what_is_kept_reads_back_as_it_was() -> None:
    unsaved = Unsaved({"color": Typed("red", ""), "by": Typed("x", "y")}, "Kim", {"cars": "1,2"})
    texts = unsaved.texts()
    assert Unsaved.read(Draft("grid", texts, Yard(1).events[1][0].recorded_at, "Kim")) == unsaved  # type: ignore[arg-type]
    assert Unsaved({}, "Kim", {"cars": "1"}).texts() == {}
