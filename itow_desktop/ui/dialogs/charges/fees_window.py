"""The fee schedule, the prices of mailing: what is in use, what was, what is coming."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.people import Rights
from itow_desktop.services.charges.fee_schedule import FeeSchedule
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.charges.fees_form import FeesDialog
from itow_desktop.ui.dialogs.charges.habits import HabitsDialog
from itow_desktop.ui.dialogs.charges.prices_form import PricesDialog
from itow_desktop.ui.dialogs.charges.rows import FEES_HEADERS, PRICE_HEADERS, fees_rows, price_rows
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import quiet

_HOW = "An entry is never changed: enter another one for a later day, or withdraw one that never counted. Only a manager does."


class FeesWindow(ReadWindow[FeeSchedule]):
    """There is one window of them."""

    picture = "currency-dollar"
    again = "Try a&gain"
    changed = Signal()
    """What cars owe may be another amount now."""

    def __init__(self, house: House, work: ChargeWork) -> None:
        super().__init__(house.runner)
        self._house, self._work = house, work
        self._schedule: FeeSchedule | None = None
        self.setWindowTitle("Fees and prices")
        self.setMinimumSize(QSize(760, 420))
        self.fees = RecordList(
            "Fees", FEES_HEADERS, "No fees are entered, so that nobody can tell what a car owes. Enter those for all accounts first.",
            picture="currency-dollar", grow=(7,), right=(4, 5),
        )  # fmt: skip
        self.prices = RecordList("Prices of mailing", PRICE_HEADERS, "", picture="envelope", grow=(0,), right=(1,))
        self.enter = self.fees.deed("&Enter fees...", "plus", lambda: self.enter_fees(None))
        self.like = self.fees.deed_for("Enter &others like these...", "copy", self._enter_like)
        self.withdraw = self.fees.deed_for("&Withdraw...", "trash-simple", self.ask_withdraw, may=self._may_withdraw)
        self.enter_prices = self.prices.deed("Enter &prices...", "plus", self.ask_prices)
        self.habits = self.prices.deed("&Notices and closing time...", "gear-six", self.ask_habits)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.fees, "&Fees")
        self.tabs.addTab(self.prices, "Prices of &mailing")
        said = quiet(_HOW)
        said.setWordWrap(True)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(said)
        inside.addWidget(self.tabs, 1)
        self.lay_out(inside, QSize(1180, 560))
        house.bus.office_changed.connect(self.refresh)
        house.who.changed.connect(self.refresh)

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], FeeSchedule]:
        work, person = self._work, self._house.who.person
        return lambda: work.schedule(person)

    def show_answer(self, answer: FeeSchedule) -> None:
        self._schedule = answer
        today, zone = self._work.today(), self._work.zone
        self.fees.put(fees_rows(answer, today, zone))
        self.prices.put(price_rows(answer.prices, today, zone))
        why = "" if answer.may_change else self._house.who.why_not(Rights.MANAGER) or "the database lets managers only"
        for button in (self.enter, self.enter_prices, self.habits):
            button.setEnabled(answer.may_change)
            button.setToolTip(why)

    def _of(self, fees_id: int) -> Fees | None:
        return next((each for each in self._schedule.fees if each.id == fees_id), None) if self._schedule else None

    def _may_withdraw(self, fees_id: int) -> bool:
        found = self._of(fees_id)
        return found is not None and found.withdrawn is None and self._schedule is not None and self._schedule.may_change

    # --- deeds -------------------------------------------------------------------------------------------------------

    def enter_fees(self, like: Fees | None) -> None:
        """Fees that count from a day on, begun from others where there are any."""
        if self._schedule is not None:
            person, runner = self._house.who.person, self._house.runner
            self._open(FeesDialog(self._work, person, self._schedule, like, runner=runner, parent=self), "The fees are entered.")

    def _enter_like(self, fees_id: int) -> None:
        self.enter_fees(self._of(fees_id))

    def ask_withdraw(self, fees_id: int) -> None:
        """Let an entry count no more, as if it had never been."""
        work, person = self._work, self._house.who.person
        dialog = ReasonDialog(
            "Withdraw fees", "&Withdraw", lambda reason: work.withdraw_fees(person, fees_id, reason), runner=self._house.runner,
            parent=self, hint="never agreed, typed for the wrong account ...",
            about="What cars owe is reckoned as if these fees had never been; charges that are stored already stay.",
        )  # fmt: skip
        self._open(dialog, "The fees are withdrawn.")

    def ask_prices(self) -> None:
        """Prices that count from a day on."""
        if self._schedule is not None:
            person, runner = self._house.who.person, self._house.runner
            self._open(PricesDialog(self._work, person, self._schedule, runner=runner, parent=self), "The prices are entered.")

    def ask_habits(self) -> None:
        """Whose cars are charged what a notice costs; until when the office is open."""
        if self._schedule is not None:
            person, runner = self._house.who.person, self._house.runner
            self._open(HabitsDialog(self._work, person, self._schedule, runner=runner, parent=self), "Saved.")

    def _open(self, dialog: DeedDialog, said: str) -> None:
        dialog.done_with.connect(lambda _answer: self._entered(said))
        dialog.open()

    def _entered(self, said: str) -> None:
        self.news.tell(said, Tone.DONE)
        self.changed.emit()
