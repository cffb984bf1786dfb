"""The phone log of a car."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from PySide6.QtCore import Qt

from itow_desktop.domain.phone_log import PhoneCall, standing_calls
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.widgets.car.call_form import CallForm, call_when, call_words
from itow_desktop.ui.widgets.car.telling import Told
from itow_desktop.ui.widgets.car.writing import CorrectingSection


class PhoneSection(CorrectingSection[PhoneCall]):
    """A form for the call of this moment over those that were; a correction stands in its place."""

    title = "Phone"
    noun = "call"

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house, "Phone calls")
        self._calls: tuple[PhoneCall, ...] = ()
        self._taking_up = False
        self.form = CallForm(house.work, lambda: datetime.now(UTC))
        self.button.setToolTip("Record the call (Ctrl+Enter)")
        self.form.edited.connect(self._typed)
        self.lay_out(self.form)

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
        super().enter()

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
        person, work, corrects = self.house.who.person, self.house.work, self._correcting.id if self._correcting else None
        self.write(self.form.state(), lambda car: work.log_call(person, car, call, corrects))

    def _take_up(self) -> None:
        begun = self.house.begun.get(self.custody_id, self._name)
        self._taking_up = True  # field by field, which is nobody's typing
        if self._correcting is not None and not begun:
            self.form.put(self._correcting)
        elif begun != self.form.state():
            self.form.take_up(begun)
        self._taking_up = False

    def _typed(self) -> None:
        if self._taking_up:
            self._ready()
        else:
            super()._typed()

    def _begun(self) -> str:
        return self.form.state()

    def _complete(self) -> bool:
        return self.form.ready()

    def _written(self) -> tuple[PhoneCall, ...]:
        return self._calls

    def _focus_corrected(self) -> None:
        self.form.said.setFocus()

    def _take_back(self, one: PhoneCall) -> Callable[[str], object]:
        custody_id, person, work = self.custody_id, self.house.who.person, self.house.work
        return lambda reason: work.withdraw_call(person, custody_id, one.id, reason)

    def _show(self, calls: tuple[PhoneCall, ...]) -> None:
        self._calls = standing_calls(calls)
        self.told.tell(self._lines(), "No phone calls yet.")

    def _lines(self) -> Iterator[Told]:
        for call in sorted(self._calls, key=lambda each: each.at, reverse=True):
            by = f"noted by {call.recorded_by}" if call.recorded_by else ""
            corrected = ", corrected" if call.supersedes is not None else ""
            words, aside = call_words(call), f"{by}{corrected}"
            yield Told(call_when(call, self.house.work), words, (call.said,), aside, self.links(call), strong=True)
