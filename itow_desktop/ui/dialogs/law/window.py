"""Law dates: every rule with its days, where it is written, how sure it is, who checked it."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.people import Rights
from itow_desktop.services.law_dates import LawDate, LawDates
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.law.check import CheckDialog
from itow_desktop.ui.dialogs.law.rule_text import rule_facts, rule_row, searched
from itow_desktop.ui.dialogs.law.work import LawWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.dotted import NOT_CHECKED
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet

_HEADERS = ("Step", "Where it is written", "How sure", "Checked")


class LawDatesWindow(ReadWindow[LawDates]):
    """A window of its own, read anew whenever a setting of the office changed."""

    picture = "scales"

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, work: LawWork) -> None:
        super().__init__(runner)
        self.setWindowTitle("Law dates")
        self.setMinimumSize(QSize(860, 460))
        self._bus, self._who, self._work = bus, who, work
        self._dates: LawDates | None = None
        self.title, self.under = heading("Law dates"), quiet()
        self.under.setWordWrap(True)
        self.search = QLineEdit()
        self.only = QCheckBox("Only what is &not yet checked")
        self.list = RecordList(
            "Law dates", _HEADERS, "No rule matches. Clear the box above.", picture="scales", grow=(0, 1), margin=0
        )  # fmt: skip
        self.list.table.setSelectionMode(self.list.table.SelectionMode.ExtendedSelection)
        self.detail = QScrollArea()
        self.check = self.list.deed("&Mark as checked...", "circle-wavy-check", self.mark)
        self.back = self.list.deed("&Take the mark back...", "arrow-counter-clockwise", self.take_back)
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.search.setPlaceholderText("words of a rule, or its section")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("List rules with")
        label = QLabel("&List")
        label.setBuddy(self.search)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label)
        head.addWidget(self.search, 1)
        head.addWidget(self.only)
        self.detail.setWidgetResizable(True)
        self.detail.setMinimumWidth(320)
        self.detail.setAccessibleName("The rule in full")
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.list)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setChildrenCollapsible(False)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for part in (self.title, self.under):
            inside.addWidget(part)
        inside.addLayout(head)
        inside.addWidget(parts, 1)
        self.lay_out(inside, QSize(1080, 640))

    def _wire(self) -> None:
        self._bus.office_changed.connect(self.refresh)
        self._who.changed.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._list())
        self.only.toggled.connect(lambda _on: self._list())
        self.list.table.selectionModel().selectionChanged.connect(lambda *_: self._chosen())
        self.list.model.modelReset.connect(self._chosen)
        self.list.table.opened.connect(lambda _row: self.detail.setFocus())

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], LawDates]:
        person = self._who.person
        return lambda: self._work.law_dates(person)

    def show_answer(self, answer: LawDates) -> None:
        self._dates = answer
        self.title.setText(f"Law dates of {answer.name}")
        self.under.setText(f"Version {answer.version}. {_standing(answer)}")
        self._list()

    def _list(self) -> None:
        rules = self._dates.rules if self._dates else ()
        words = self.search.text().casefold().split()
        listed = [rule for rule in rules if all(word in searched(rule) for word in words)]
        self.list.put([rule_row(rule) for rule in listed if rule.unchecked or not self.only.isChecked()])

    # --- the chosen ones ---------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[LawDate, ...]:
        """The rules that are selected, from the top."""
        marks = [self.list.model.key_at(index.row()) for index in self.list.table.selectionModel().selectedRows()]
        return tuple(rule for rule in (self._dates.rules if self._dates else ()) if rule.mark in marks)

    def _chosen(self) -> None:
        chosen = self.chosen
        reason = self._who.why_not(Rights.MANAGER)
        may = self._dates is not None and self._dates.may_change
        for button, some in (
            (self.check, [rule for rule in chosen if not rule.of_house]),
            (self.back, [rule for rule in chosen if rule.review is not None]),
        ):
            button.setEnabled(may and bool(some))
            button.setToolTip("" if may else reason or "the database lets managers only")
        self._tell(chosen[0] if chosen else None)

    def _tell(self, rule: LawDate | None) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        if rule is not None:
            column.addWidget(heading(rule.step))
            column.addWidget(value_label(rule.sentence))
            column.addWidget(rule_facts(rule, self._work.zone))
        column.addStretch(1)
        self.detail.setWidget(inside)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def mark(self) -> None:
        """Say who compared the chosen rules with the law in force."""
        rules = [rule for rule in self.chosen if not rule.of_house]
        if not rules or self._hindered():
            return
        dialog = CheckDialog(self._work, self._who.person, rules, runner=self._runner, parent=self, by=self._last_by())
        dialog.done_with.connect(self._marked)
        dialog.open()

    def take_back(self) -> None:
        """A check that turned out wrong counts no more; it stays on record with the reason."""
        marks = [rule.mark for rule in self.chosen if rule.review is not None]
        if not marks or self._hindered():
            return
        person, work = self._who.person, self._work
        dialog = ReasonDialog(
            "Take the mark back", "&Take it back", lambda reason: work.take_back(person, marks, reason), runner=self._runner,
            parent=self, hint="compared with another year's text, the law has changed ...",
        )  # fmt: skip
        dialog.done_with.connect(lambda _none: self._changed("They count as not checked again."))
        dialog.open()

    def _marked(self, count: int) -> None:
        self._changed(f"{counted(count, 'rule counts', 'rules count')} as checked now.")

    def _changed(self, sentence: str) -> None:
        bus = self._bus
        bus.office_changed.emit()
        bus.cars_changed.emit(frozenset())
        bus.queue_changed.emit()
        self.news.tell(sentence, Tone.DONE)

    def _hindered(self) -> bool:
        trouble = self._who.hindrance(Rights.MANAGER)
        if trouble is not None:
            self.news.tell(str(trouble), Tone.LATE)
        return trouble is not None

    def _last_by(self) -> str:
        """Who compared the rules that were recorded last."""
        reviews = [rule.review for rule in (self._dates.rules if self._dates else ()) if rule.review is not None]
        return max(reviews, key=lambda review: review.id).review.by if reviews else ""


def _standing(dates: LawDates) -> str:
    """How many rules nobody compared with the law, and what that means for their dates."""
    unchecked, marked = sum(rule.unchecked for rule in dates.rules), len(dates.unverified)
    if not unchecked:
        return "Every rule was compared with the law."
    said = f"{counted(unchecked, 'rule is', 'rules are')} {NOT_CHECKED}."
    if not marked:
        return f"{said} All of them were read in the statute or an official text."
    return f"{said} {marked} of them are told by others or recalled: a date that rests on one has a dotted line below it."
