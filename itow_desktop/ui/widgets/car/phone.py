"""The phone log of a car."""

from collections.abc import Iterator
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from itow_desktop.domain.phone_log import PhoneCall, standing_calls
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.widgets.car.call_form import CallForm, call_when, call_words
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.car.telling import Telling, Told

_TYPED = "call"


class PhoneSection(Section):
    """A form for the call of this moment over those that were; Ctrl+Enter records it. A correction stands in its place."""

    title = "Phone"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self._calls: tuple[PhoneCall, ...] = ()
        self._correcting: PhoneCall | None = None
        self._taking_up = False
        self.form = CallForm(house.work, lambda: datetime.now(UTC))
        self.button = QPushButton("Add &call")
        self.button.setToolTip("Record the call (Ctrl+Enter)")
        self.stop = QPushButton("Leave it as it &was")
        self.told = Telling("Phone calls")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.button)
        self.content.addWidget(self.form)
        self.content.addLayout(foot)
        self.content.addWidget(self.problems)
        self.content.addWidget(self.told, 1)
        self.button.clicked.connect(self.save)
        self.stop.clicked.connect(self._leave_it)
        self.form.edited.connect(self._typed)
        self.told.asked.connect(self._asked)
        save = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self.button.click)
        self._correct(None)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return page.counts.calls

    def load(self, page: CarPage) -> None:
        self.form.offer(page)
        if self._correcting is None and not self.form.typing():
            self._take_up()  # it may have been recorded in another window of this car
        self.ask(self.house.work.calls, self._show)

    def enter(self) -> None:
        self._calls = ()
        self.told.tell((), "")
        self._correct(None)

    def _take_up(self) -> None:
        begun = self.house.begun.get(self.custody_id, self._name)
        self._taking_up = True  # field by field, which is nobody's typing
        if self._correcting is not None and not begun:
            self.form.put(self._correcting)
        elif begun != self.form.state():
            self.form.take_up(begun)
        self._taking_up = False

    @property
    def _name(self) -> str:
        """The fields, as what is begun in them is kept: each call that is corrected has its own."""
        return f"{_TYPED} {self._correcting.id}" if self._correcting else _TYPED

    def take_focus(self) -> None:
        self.form.name.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save(self) -> None:
        """Record what is typed, or put it in the place of the call that is corrected."""
        try:
            call = self.form.call()
        except ValueError as problem:
            self.problems.say([str(problem)])
            self.form.when.setFocus()
            return
        person, work, typed = self.house.who.person, self.house.work, self.form.state()
        corrects, custody_id, name = self._correcting.id if self._correcting else None, self.custody_id, self._name
        self.button.setEnabled(False)
        self.do(lambda car: work.log_call(person, car, call, corrects), lambda _id: self._saved(custody_id, name, typed))

    def _saved(self, custody_id: int, name: str, typed: str) -> None:
        """What was typed since stays; the person may look at another car by now."""
        if self.house.begun.get(custody_id, name) == typed:
            self.house.begun.keep(custody_id, name, "")
        if self.custody_id == custody_id and self._name == name:
            self._correct(None)

    def _leave_it(self) -> None:
        self.house.begun.keep(self.custody_id, self._name, "")
        self._correct(None)

    def _correct(self, call: PhoneCall | None) -> None:
        """Put a call into the fields to be corrected, or what was begun of the next one."""
        self._correcting = call
        self.button.setText("Save the &call" if call else "Add &call")
        self.stop.setVisible(call is not None)
        if self.page is not None:
            self._take_up()
        self._ready()

    def _typed(self) -> None:
        if self.page is not None and not self._taking_up:
            self.house.begun.keep(self.custody_id, self._name, self.form.state())
        self._ready()

    def _ready(self) -> None:
        self.button.setEnabled(self.form.ready())

    def _show(self, calls: tuple[PhoneCall, ...]) -> None:
        self._calls = standing_calls(calls)
        self.told.tell(self._lines(), "No phone calls yet.")

    def _lines(self) -> Iterator[Told]:
        for call in sorted(self._calls, key=lambda each: each.at, reverse=True):
            by = f"noted by {call.recorded_by}" if call.recorded_by else ""
            corrected = ", corrected" if call.supersedes is not None else ""
            links = (("Correct", f"correct:{call.id}"), ("Take back", f"back:{call.id}"))
            yield Told(call_when(call, self.house.work), call_words(call), (call.said,), f"{by}{corrected}", links, strong=True)

    def _asked(self, address: str) -> None:
        verb, _, number = address.partition(":")
        call = next((each for each in self._calls if str(each.id) == number), None)
        if call is None:
            return
        if verb == "correct":
            self._correct(call)
            self.form.said.setFocus()
        else:
            self._withdraw(call)

    def _withdraw(self, call: PhoneCall) -> None:
        custody_id, person, work = self.custody_id, self.house.who.person, self.house.work
        dialog = ReasonDialog(
            "Take the call back", "&Take it back", lambda reason: work.withdraw_call(person, custody_id, call.id, reason),
            runner=self.house.runner, parent=self,
        )  # fmt: skip
        dialog.done_with.connect(lambda _none: self.house.bus.cars_changed.emit(frozenset({custody_id})))
        dialog.open()
