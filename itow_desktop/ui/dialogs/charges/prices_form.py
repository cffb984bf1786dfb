"""Prices of mailing that count from a day on."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.charges.postage import Postage, PostagePrice, prices_on
from itow_desktop.domain.charges.typed import dollars_typed
from itow_desktop.services.charges.fee_schedule import FeeSchedule
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.charges.work import ChargeWork
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_HOW = "Enter what changes; the rest stays. The post office's price list has the amounts: the program knows none by itself."


class PricesDialog(DeedDialog):
    """A line for each component; those that stay empty are not touched."""

    def __init__(self, work: ChargeWork, person: Person | None, schedule: FeeSchedule, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Enter prices of mailing", "&Save", runner, parent)
        self._work, self._person = work, person
        known = prices_on(schedule.prices, work.today())
        form = RecordForm(work.today)
        form.day("since", "&From", None, past=False)
        for component in Postage:
            now = f"now {dollars(known[component])}" if component in known else "not entered"
            form.line(component, component.words, None, now)
        self.form = form
        said = quiet(_HOW)
        said.setWordWrap(True)
        self.body.addWidget(said)
        self.body.addLayout(form)
        self.body.addStretch(1)
        form.settle()
        self.fit(QSize(520, 520))
        form.days["since"].setFocus()

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Enter them."""
        form, problems = self.form, self.form.problems()
        since = form.days["since"].day()
        typed = {component: text for component in Postage if (text := form.text(component))}
        amounts = {component: dollars_typed(text) for component, text in typed.items()}
        if since is None and not problems:
            problems.append("Enter the day from which they count.")
        problems += [f"{component.words}: enter dollars, such as 5.30 or 0.145." for component, amount in amounts.items() if amount is None]
        if not typed:
            problems.append("Enter a price at least.")
        if problems or since is None:
            self.problems.say(problems)
            return
        prices = [PostagePrice(component, since, amount) for component, amount in amounts.items() if amount is not None]
        work, person = self._work, self._person
        self.run(lambda: work.add_prices(person, prices), self.finish)
