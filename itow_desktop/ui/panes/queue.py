"""The queue: what is to be done today, and one press from it to the deed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.urgency import Urgency
from itow_desktop.services.working import QueueLine, WorkQueue
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.finding.pick import Choice, PickDialog
from itow_desktop.ui.dialogs.queue.without_step import WithoutStepDialog
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.models.queue import QueueModel
from itow_desktop.ui.models.queue_groups import Group, ids
from itow_desktop.ui.models.queue_narrowing import (
    agency_of,
    agency_words,
    offers,
    property_of,
    property_words,
    step_of,
)
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks, set_reason
from itow_desktop.ui.panes.queue_chips import UrgencyChips
from itow_desktop.ui.panes.queue_deeds import QueueDeeds
from itow_desktop.ui.panes.queue_list import QueueList
from itow_desktop.ui.queue_text import ANY_CAR, ONE_CAR, URGENCY, WORDS, Verb, applies, hindered
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.queue.narrow_bar import NarrowBar
from itow_desktop.ui.widgets.tones import head_button, quiet, set_tone
from itow_desktop.ui.work import PaperWork, QueueWork

_DIM_AFTER_MS = 150
_MIDNIGHT_MS = 30_000
_URGENT = (Urgency.LATE, Urgency.TODAY, Urgency.ASK)
_PICKS: Mapping[str, tuple[str, Callable[[QueueLine], object], Callable[[QueueLine], str]]] = MappingProxyType(
    {
        "step": ("Step", step_of, step_of),
        "agency": ("Police department", agency_of, agency_words),
        "property": ("Property", property_of, property_words),
    }
)


class QueuePane(Pane):
    """Reads the queue anew whenever something happened; every deed is done in a dialog of its own."""

    import_asked = Signal()
    """There are no cars and the person wants to import."""
    edit_asked = Signal(object)
    """Custody id whose facts shall be corrected in its form."""

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, *, work: QueueWork, paper: PaperWork) -> None:
        super().__init__("&Queue", "list-bullets", key="queue")
        self._runner = runner
        self._work = work
        self._who = who
        self._asked = 0
        self._answered_last = 0
        self.model = QueueModel(lambda: work.zone, self)
        self.list = QueueList(self.model)
        self.chips = UrgencyChips()
        self.deeds = QueueDeeds(self, runner, bus, who, work=work, paper=paper)
        self.filters = NarrowBar()
        self.headline = head_button()
        self.day = quiet()
        self.empty = EmptyText("list-bullets")
        self._stack = QStackedWidget()
        self._verbs: dict[Verb, QAction] = {}
        self._soon = QTimer(self)
        self._dim = QTimer(self)
        self._midnight = QTimer(self)
        self._build()
        self._build_actions()
        self._wire(bus)
        self._show_state()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.headline)
        head.addStretch(1)
        head.addWidget(self.day)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        words = QHBoxLayout()
        words.setSpacing(16)
        words.addWidget(self.chips, 1)
        words.addWidget(self.filters, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(head)
        self.content.addLayout(words)
        self.content.addWidget(self._stack, 1)

    def _build_actions(self) -> None:
        for verb in Verb:
            action = self.add_menu_action(Menu.WORK, verb.value, partial(self._verb_for_current, verb))
            action.setText(f"{verb.value}\t{verb.letter}")
            self._verbs[verb] = only_looks(action) if verb is Verb.WHY else action
        self._open = only_looks(self.add_menu_action(Menu.VEHICLE, "&Open details", self._open_car, icon="eye"))
        self._tick = self.add_menu_action(Menu.EDIT, "&Tick or untick\tSpace", lambda: self.model.toggle(self.list.currentIndex()))
        self._tick_all = self.add_menu_action(Menu.EDIT, "Tick &all of the group", self._tick_group, shortcut="Ctrl+A")

    def _wire(self, bus: Bus) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self.car_opened)
        self.list.verb_asked.connect(self._verb_for_group)
        self.list.menu_asked.connect(self._offer_menu)
        self.chips.changed.connect(self._filter)
        self.filters.changed.connect(self._filter)
        self.filters.pick_asked.connect(self._pick)
        self.headline.clicked.connect(self.show_without_step)
        self._who.changed.connect(self._sit)
        self._sit()
        self.model.ticks_changed.connect(self._name_verbs)
        self.deeds.done.connect(self._done)
        self.deeds.edit_asked.connect(self.edit_asked)
        self.deeds.failed.connect(lambda trouble: self.news.tell(str(trouble), Tone.LATE))
        # One deed can be told twice on the bus (cars, queue); the queue is asked once.
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        told = (bus.cars_changed, bus.queue_changed, bus.import_finished, bus.agencies_changed, bus.office_changed, bus.people_changed)
        for news in told:
            news.connect(lambda *_what: self._soon.start())
        self._dim.setSingleShot(True)
        self._dim.setInterval(_DIM_AFTER_MS)
        self._dim.timeout.connect(lambda: self.list.set_dimmed(dimmed=True))
        self._midnight.setInterval(_MIDNIGHT_MS)
        self._midnight.timeout.connect(self._look_at_the_calendar)
        self._midnight.start()

    # --- questions ---------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask again; selection, ticks, scroll place stay. A late answer to an older question is dropped."""
        if self.model.queue is None:
            self._read_first()
        self._asked += 1
        number = self._asked
        self._dim.start()
        self._runner.start(
            self._work.queue,
            owner=self,
            done=lambda queue: self._answered(number, queue),
            failed=lambda trouble: self._not_answered(number, trouble),
        )

    def _read_first(self) -> None:
        """The first time some lines are shown before all of them are read; what went wrong, the whole queue will say."""
        self._runner.start(self._work.first_lines, owner=self, done=self._first_read, failed=lambda _trouble: None)

    def _first_read(self, queue: WorkQueue) -> None:
        if self.model.queue is None and queue.lines:
            self.model.put(queue)
            self._show_state()

    def _answered(self, number: int, queue: WorkQueue) -> None:
        if number <= self._answered_last:
            return
        self._answered_last = number
        self._calm(number)
        self.model.put(queue)
        self._show_state()

    def _not_answered(self, number: int, trouble: Trouble) -> None:
        self._calm(number)
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    def _calm(self, number: int) -> None:
        if number == self._asked:
            self._dim.stop()
            self.list.set_dimmed(dimmed=False)

    def _look_at_the_calendar(self) -> None:
        """Urgencies change at midnight, with nobody doing anything."""
        if self.model.queue is not None and self.model.queue.today != self._work.today():
            self.refresh()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        self.model.show(self.chips.chosen, self.filters.narrowing)
        self._show_state()

    def _sit(self) -> None:
        person = self._who.person
        self.filters.sit(None if person is None else person.id)

    def _pick(self, name: str) -> None:
        """One step, police department or property of those that some line has."""
        title, read, say = _PICKS[name]
        found = offers(self.model.lines, read, say)
        choices = [Choice(offer.words, counted(offer.cars, "car", "cars"), value=offer) for offer in found]
        dialog = PickDialog(title, choices, self.window())
        dialog.picked.connect(lambda offer: self.filters.narrow(name, offer.value, offer.words))
        dialog.open()

    def show_without_step(self) -> None:
        """Every car that has no next step with a date, and why."""
        if self.model.queue is not None:
            dialog = WithoutStepDialog(self.model.queue, self)
            dialog.car_asked.connect(self.car_opened)
            dialog.open()

    def _show_state(self) -> None:
        queue, counts = self.model.queue, self.model.counts(narrowed=False)
        if queue is not None and not queue.whole:
            self.headline.setText("The most pressing; the rest is being read")
            self.headline.setEnabled(False)
            self._stack.setCurrentIndex(0)
            return
        self.chips.count(self.model.counts())
        self.set_badge(sum(counts[each] for each in _URGENT) or None)
        self._stack.setCurrentIndex(0 if self.model.groups else 1)
        if queue is None:
            self.headline.setText("The queue is being read")
            self.headline.setEnabled(False)
            self.empty.say("")
            return
        self.headline.setEnabled(True)
        self.headline.setText(f"{queue.accounted_for:,} of {queue.active:,} have a ne&xt step")
        set_tone(self.headline, None if queue.accounted_for == queue.active else Tone.TODAY)
        self.headline.setToolTip(
            "Cars on the lot that have a next step with a date, or a stated reason for having none. Click: those without, and why"
        )
        self.day.setText(f"{queue.today:%A} {queue.today.month}/{queue.today.day}/{queue.today.year}")
        if not self.model.groups:
            self._say_empty(queue)
        self._name_verbs()

    def _say_empty(self, queue: WorkQueue) -> None:
        if (self.chips.chosen or self.filters.words) and queue.lines:
            words = " or ".join(f'"{URGENCY[each].chip}"' for each in WORDS if each in self.chips.chosen)
            narrowed = ", ".join(self.filters.words)
            said = " of ".join(part for part in (words, narrowed) if part)
            self.empty.say(f"Nothing is {said} now.", "Show everythin&g", self._show_all)
        elif queue.active:
            self.empty.say("Nothing is to be done now.")
        else:
            self.empty.say(
                "No cars on the lot yet. Import from TowBook, and what is to be done with each of them stands here.",
                "I&mport",
                self.import_asked.emit,
            )

    def _chosen(self, custody_id: int | None) -> None:
        self.car_chosen.emit(custody_id)
        self._name_verbs()

    def _name_verbs(self) -> None:
        """The Work menu offers what suits the group the keys are in."""
        part, line = self.list.group, self.list.line
        offered = self._offered(part, line)
        for verb, action in self._verbs.items():
            action.setVisible(verb in ANY_CAR or verb in offered)
            reason = None if line is None else hindered(verb, line.case)
            set_reason(action, reason if verb in offered else "choose a car it suits first.")
        set_reason(self._open, None if line is not None else "choose a car first.")
        set_reason(self._tick, None if part is not None else "choose a car first.")
        set_reason(self._tick_all, None if part is not None else "choose a car first.")

    def _offered(self, part: Group | None, line: QueueLine | None) -> tuple[Verb, ...]:
        if part is None:
            return ()
        further = () if line is None else tuple(verb for verb in ANY_CAR if verb not in part.verbs and applies(verb, line.case))
        return (*part.verbs, *further)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _verb_for_current(self, verb: Verb) -> None:
        part = self.list.group
        if part is not None:
            self._verb_for_group(verb, part)

    def _verb_for_group(self, verb: Verb, part: Group) -> None:
        """The group's own verb is about its ticked lines, or all; another verb about the ticked ones or the current line."""
        line = self.list.line
        current = line if line is not None and line in part.lines else None
        if verb in ONE_CAR:
            lines: Sequence[QueueLine] = (current or self.model.meant(part)[0],)
        elif verb in part.verbs:
            lines = self.model.meant(part)
        else:
            lines = self.model.ticked(part) or ((current,) if current else ())
        if lines:
            self.deeds.begin(verb, lines)

    def _done(self, custody_ids: Iterable[int]) -> None:
        self.model.untick(custody_ids)

    def _tick_group(self) -> None:
        part = self.list.group
        if part is not None and len(self.model.ticked(part)) < len(part.lines):
            self.model.toggle(self.model.find_group(part.key))

    def _open_car(self) -> None:
        if (line := self.list.line) is not None:
            self.car_opened.emit(line.case.custody_id)

    def _offer_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offered = self._offered(self.list.group, self.list.line)
        menu.addActions([self._verbs[verb] for verb in offered])
        menu.addSeparator()
        menu.addActions([self._tick, self._tick_all])
        menu.addSeparator()
        menu.addActions(self.car_actions() or [self._open])
        menu.popup(place)

    # --- the window's wishes -----------------------------------------------------------------------------------------

    def entered(self) -> None:
        """Into the list, on its first line if nothing was chosen yet."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.choose_first()

    def chosen_cars(self) -> tuple[int, ...]:
        """The ticked cars of the current group; without ticks the car of the current line, or all of the group."""
        part, line = self.list.group, self.list.line
        if part is None:
            return ()
        return ids(self.model.ticked(part) or ((line,) if line is not None else part.lines))

    def show_only(self, urgency: Urgency) -> None:
        """Nothing but this, as if its chip was clicked."""
        self.chips.choose(urgency)

    def choose_group(self, verb: Verb) -> None:
        """To the first group whose main verb this is."""
        for row, part in enumerate(self.model.groups):
            if part.verbs[:1] == (verb,):
                self.list.setCurrentIndex(self.model.index(row, 0))
                return

    def escape(self) -> bool:
        """Back to everything."""
        if not self.chips.chosen and not self.filters.words:
            return False
        self._show_all()
        return True

    def _show_all(self) -> None:
        self.filters.clear()
        self.chips.choose()

    def recall(self, memory: WindowMemory) -> None:
        """The chosen chips and the remembered printer."""
        kept = (memory.text("queue.shown") or "").split()
        self.chips.choose(*(each for each in WORDS if each in kept))
        self.deeds.recall(memory)

    def remember(self, memory: WindowMemory) -> None:
        memory.keep("queue.shown", " ".join(sorted(self.chips.chosen)))

    def unfinished(self) -> str | None:
        """A paper was sent to the printer and nobody said whether it came out."""
        return self.deeds.unfinished()
