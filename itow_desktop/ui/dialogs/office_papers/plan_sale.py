"""Plan a public sale for some cars: day, time, place, website."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.domain.entry import written_date
from itow_desktop.domain.office_papers.sales import SaleCar, SaleTerms
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office_papers.work import SaleWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet

_SHOWN = 6


class PlanSaleDialog(DeedDialog):
    """The day is never filled in; time, place and website are those of the last sale that was planned."""

    def __init__(
        self,
        work: SaleWork,
        person: Person | None,
        cars: Sequence[SaleCar],
        last: SaleTerms | None,
        *,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        super().__init__("Plan a sale", f"&Plan for {counted(len(cars), 'car', 'cars')}", runner, parent)
        self._work, self._person = work, person
        self._ids = tuple(car.custody_id for car in cars)
        names = ", ".join(car.mark for car in cars[:_SHOWN]) + (f", {len(cars) - _SHOWN} more" if len(cars) > _SHOWN else "")
        about = QLabel(names)
        about.setWordWrap(True)
        self.form = RecordForm(work.today)
        self.form.day("day", "&Day of the sale", None, past=False)
        self.form.line("time", "&Time", last.time if last else "", "10:00 AM")
        self.form.line("place", "P&lace", last.place if last else "", "street, city, state ZIP")
        self.form.line("website", "&Website with the list", last.website if last else "", "only for the ad that names a website")
        self.form.settle()
        hint = _hint([car.earliest for car in cars])
        said = quiet(f"{hint} The list then says until when the ad must be printed.")
        said.setWordWrap(True)
        self.body.addWidget(about)
        self.body.addLayout(self.form)
        self.body.addWidget(said)
        self.body.addStretch(1)
        self.form.days["day"].textChanged.connect(lambda _text: self.refresh_ready())
        self.fit(QSize(560, 330))
        self.refresh_ready()
        self.form.days["day"].setFocus()

    def ready(self) -> bool:
        """There is a day."""
        return self.form.days["day"].day() is not None

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return self.form.touched()

    def commit(self) -> None:
        """Record the plan on every car."""
        day = self.form.days["day"].day()
        if problems := self.form.problems():
            self.problems.say(problems)
        elif day is not None:
            terms = SaleTerms(day, *(self.form.text(name) or "" for name in ("time", "place", "website")))
            reason = self.given_reason
            self.run(lambda: self._work.plan_sale(self._person, self._ids, terms, reason), lambda _count: self.finish(self._ids))


def _hint(earliest: Sequence[date | None]) -> str:
    """From when all of them may be sold."""
    days = [day for day in earliest if day is not None]
    if len(days) < len(earliest):
        return "Not every one of these cars can be sold yet: the list says what is missing."
    return f"With an ad printed today all of them may be sold from {written_date(max(days))} on."
