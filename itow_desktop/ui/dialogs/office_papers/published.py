"""Record that a newspaper printed the ad, with the clipping."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SaleCar, SaleTerms
from itow_desktop.services.office_papers.sales import Publication
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office_papers.work import SaleWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.record.papers import PapersRow
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.dropped import dropped_files
from itow_desktop.ui.widgets.tones import quiet


class PublishedDialog(DeedDialog):
    """The day of publication is the one the law counts from; it is never filled in."""

    def __init__(
        self,
        work: SaleWork,
        person: Person | None,
        terms: SaleTerms,
        cars: Sequence[SaleCar],
        newspaper: Newspaper | None,
        *,
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:  # fmt: skip
        super().__init__("Ad published", f"&Record for {counted(len(cars), 'car', 'cars')}", runner, parent)
        self._work, self._person, self._terms = work, person, terms
        self._ids = tuple(car.custody_id for car in cars)
        about = QLabel(f"The ad for the sale on {terms.day:%a} {terms.day.month}/{terms.day.day}/{terms.day.year}.")
        self.form = RecordForm(work.today)
        self.form.day("on", "&Day of publication", None)
        self.form.line("newspaper", "&Newspaper", newspaper.name if newspaper else "")
        self.form.line("county", "&County", newspaper.county if newspaper else "")
        self.form.settle()
        self.papers = PapersRow(runner, work.unfit)
        self.papers.add.setText("&Add the clipping...")
        self.setAcceptDrops(True)
        said = quiet("The clipping, or the newspaper's proof of publication, goes into the file of every car. It can be dropped here too.")
        said.setWordWrap(True)
        self.body.addWidget(about)
        self.body.addLayout(self.form)
        self.body.addWidget(self.papers, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(said)
        self.body.addStretch(1)
        self.form.days["on"].textChanged.connect(lambda _text: self.refresh_ready())
        self.papers.changed.connect(self.refresh_ready)
        self.papers.refused.connect(self.problems.say)
        self.papers.failed.connect(self.failed)
        self.fit(QSize(560, 340))
        self.refresh_ready()
        self.form.days["on"].setFocus()

    def ready(self) -> bool:
        """There is a day, and every file was looked at."""
        return self.form.days["on"].day() is not None and not self.papers.reading

    def touched(self) -> bool:
        """Something is typed or added that is not saved."""
        return self.form.touched() or self.papers.touched

    def commit(self) -> None:
        """Record it of every car that the ad names."""
        on = self.form.days["on"].day()
        if problems := self.form.problems():
            self.problems.say(problems)
        elif on is not None:
            ad = Publication(on, self.form.text("newspaper") or "", self._terms.day, self.form.text("county") or "")
            files, reason = self.papers.files, self.given_reason
            self.run(lambda: self._work.publish(self._person, self._ids, ad, files, reason), lambda _count: self.finish(self._ids))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome while nothing is being recorded."""
        if event.mimeData().hasUrls() and not self.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def take(self, told: QMimeData) -> None:
        """What was dropped is the clipping."""
        self.papers.take(dropped_files(told))
