"""Public sales: which cars are sold when, the notice for the newspaper, the papers of the auction."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SaleCar, SaleTerms
from itow_desktop.services.office_papers.ads import SalePlan
from itow_desktop.services.office_papers.sales import Sales, by_sale
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.office_papers.ad_panel import AdPanel
from itow_desktop.ui.dialogs.office_papers.newspaper import NewspaperDialog
from itow_desktop.ui.dialogs.office_papers.plan_sale import PlanSaleDialog
from itow_desktop.ui.dialogs.office_papers.published import PublishedDialog
from itow_desktop.ui.dialogs.office_papers.sale_rows import FROM, HEADERS, MISSING, PRINTED, UNTIL, about_words, car_row, group_words
from itow_desktop.ui.dialogs.office_papers.work import SaleWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.models.text_rows import DOTTED, TextRows
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.dotted import DottedDelegate
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import heading, quiet

_MEANING = (
    "The notice of a public sale is printed once, 5 days before the sale at the latest (MCL 257.252g). These days come from the rules "
    "in use. Papers are about the cars chosen in the list, or about all of them."
)
_NONE = "No sale is planned, and no car can be scheduled yet. A car shows up here once the wait after its SOS notice is over."


class SalesWindow(ReadWindow[Sales]):
    """One window; the sale is chosen above, its cars below, beside them the words of the ad."""

    picture = "megaphone"
    paper_asked = Signal(object, object, object)
    """The kind of paper, the ``SalePlan``, the newspaper or None."""

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, work: SaleWork, *, open_car: Callable[[int], None]) -> None:
        super().__init__(runner)
        self.setWindowTitle("Public sales")
        self.setMinimumSize(QSize(960, 560))
        self._bus, self._who, self._work = bus, who, work
        self.sales: Sales | None = None
        self._wished: int | None = None
        """A car whose sale shall be shown next."""
        self._groups: list[tuple[SaleTerms | None, tuple[SaleCar, ...]]] = []
        self.choice = QComboBox()
        self.plan = _button("&Plan a sale...", "calendar-plus")
        self.model = TextRows(HEADERS, self, right=(FROM, UNTIL, PRINTED))
        self.table = PlainTable(self.model, "Cars of the sale", stretch=MISSING)
        self.panel = AdPanel(work.today)
        self.about = quiet()
        self.copy = _button("&Copy the text", "copy")
        self.send = _button("&Send by e-mail", "paper-plane-tilt")
        self.ad = _button("P&rint the ad...", "printer")
        self.list_paper = _button("&Auction list...", "list-numbers")
        self.door = _button("&Door notice...", "door")
        self.published = _button("Ad pr&inted...", "check-circle")
        self._build()
        self._wire(open_car)
        self._ready()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setItemDelegateForColumn(FROM, DottedDelegate(self.table, DOTTED))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.choice.setMinimumContentsLength(44)
        meaning = quiet(_MEANING)
        meaning.setWordWrap(True)
        label = QLabel("Sa&le")
        label.setBuddy(self.choice)
        top = QHBoxLayout()
        top.setSpacing(8)
        for part in (label, self.choice):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self.plan)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.addWidget(self.table)
        parts.addWidget(self.panel)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setChildrenCollapsible(False)
        parts.setSizes([740, 480])
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for button in (self.copy, self.send, self.ad, self.list_paper, self.door):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.published)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        for widget in (heading("Public sales"), meaning):
            inside.addWidget(widget)
        inside.addLayout(top)
        inside.addWidget(parts, 1)
        inside.addWidget(self.about)
        inside.addLayout(foot)
        self.lay_out(inside, QSize(1260, 720))

    def _wire(self, open_car: Callable[[int], None]) -> None:
        self.choice.currentIndexChanged.connect(lambda _place: self._show_group())
        self.table.opened.connect(lambda row: open_car(self.model.key_at(row)))
        if (selection := self.table.selectionModel()) is not None:
            selection.selectionChanged.connect(lambda *_: self._ready())
        self.panel.changed.connect(self._ready)
        self.panel.day_changed.connect(self.refresh)
        self.panel.newspaper_asked.connect(self._newspaper)
        self.plan.clicked.connect(self.plan_sale)
        self.copy.clicked.connect(self._copy)
        self.send.clicked.connect(self._send)
        self.published.clicked.connect(self.record_published)
        for button, kind in ((self.ad, NoticeKind.AD), (self.list_paper, NoticeKind.AUCTION_LIST), (self.door, NoticeKind.AUCTION_NOTICE)):
            button.clicked.connect(lambda _=False, kind=kind: self.paper_asked.emit(kind, self.sale_plan, self.panel.newspaper))
        self._bus.cars_changed.connect(self._cars_changed)

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], Sales]:
        """As if the ad were printed on the day that is typed."""
        day = self.panel.day
        return lambda: self._work.sales(day)

    def show_answer(self, answer: Sales) -> None:
        """The same sale stays chosen."""
        before, begun = self._group[0], bool(self._groups)
        self.sales = answer
        unplanned = tuple(car for car in answer.cars if car.planned is None)
        self._groups = [*by_sale(answer.cars).items(), *([(None, unplanned)] if unplanned else [])]
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([group_words(terms, cars, answer.today) for terms, cars in self._groups])
            same = next((place for place, (terms, _) in enumerate(self._groups) if begun and terms == before), None)
            wished = next((place for place, (_, cars) in enumerate(self._groups) if self._wished in {car.custody_id for car in cars}), None)
            self._wished = None
            found = wished if wished is not None else same
            self.choice.setCurrentIndex(found if found is not None else self._next(answer.today))
        self.panel.offer(answer.newspapers)
        self._show_group()
        if not self._groups:
            self.news.tell(_NONE)

    def show_sale_of(self, custody_id: int) -> None:
        """Read anew; the sale of this car becomes the chosen one, where it has one."""
        self._wished = custody_id
        self.refresh()

    def _next(self, today: date) -> int:
        """The sale that comes next."""
        return next((place for place, (terms, _) in enumerate(self._groups) if terms is None or terms.day >= today), 0)

    def _cars_changed(self, _ids: object) -> None:
        self.refresh()

    @property
    def _group(self) -> tuple[SaleTerms | None, tuple[SaleCar, ...]]:
        place = self.choice.currentIndex()
        return self._groups[place] if 0 <= place < len(self._groups) else (None, ())

    def _show_group(self) -> None:
        _, cars = self._group
        self.model.put([car_row(car, self._printed) for car in cars])
        self._ready()

    @property
    def _printed(self) -> date:
        return self.panel.day or self._work.today()

    # --- what is chosen ----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[SaleCar, ...]:
        """The cars that papers are about: those selected, else all of the sale."""
        _, cars = self._group
        picked = {self.model.key_at(index.row()) for index in self.table.selectionModel().selectedRows()}
        return tuple(car for car in cars if car.custody_id in picked) or cars

    @property
    def sale_plan(self) -> SalePlan | None:
        """What an ad would announce; None while no planned sale is chosen."""
        terms, _ = self._group
        return SalePlan(terms, self.panel.form, self.chosen, self._printed) if terms and self.chosen else None

    def _ready(self) -> None:
        """Show the words of the ad, what keeps it back, which deeds are possible."""
        plan, known = self.sale_plan, self.sales
        blocked = self.panel.show_plan(plan, known.office if known else None)
        self.about.setText(about_words(plan, self.chosen, self._group[1]))
        self.plan.setEnabled(bool(self.chosen))
        for button in (self.list_paper, self.door, self.published):
            button.setEnabled(plan is not None)
        for button in (self.copy, self.ad):
            button.setEnabled(plan is not None and not blocked)
        newspaper = self.panel.newspaper
        self.send.setEnabled(plan is not None and not blocked and newspaper is not None and bool(newspaper.email))
        self.send.setToolTip("" if newspaper and newspaper.email else "Choose a newspaper with an e-mail address first")

    # --- deeds -------------------------------------------------------------------------------------------------------

    def plan_sale(self) -> PlanSaleDialog | None:
        """Plan the chosen cars, anew where they are planned already."""
        if not self.chosen or self.sales is None:
            return None
        dialog = PlanSaleDialog(self._work, self._who.person, self.chosen, self.sales.last, runner=self._runner, parent=self)
        dialog.done_with.connect(self._planned)
        dialog.open()
        return dialog

    def record_published(self) -> PublishedDialog | None:
        """The newspaper printed it."""
        plan = self.sale_plan
        if plan is None:
            return None
        dialog = PublishedDialog(
            self._work, self._who.person, plan.terms, plan.cars, self.panel.newspaper, runner=self._runner, parent=self
        )  # fmt: skip
        dialog.done_with.connect(self._changed)
        dialog.open()
        return dialog

    def _newspaper(self, add: bool) -> None:
        before = None if add else self.panel.newspaper
        dialog = NewspaperDialog(self._work, self._who.person, before, runner=self._runner, parent=self)
        dialog.done_with.connect(self._newspaper_kept)
        dialog.open()

    def _newspaper_kept(self, newspaper_id: int) -> None:
        self.panel.wished = newspaper_id
        self.refresh()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.panel.text)
        self.news.tell("The text of the ad is on the clipboard. Record the ad once it is printed.", Tone.DONE)

    def _send(self) -> None:
        plan, newspaper = self.sale_plan, self.panel.newspaper
        if plan is not None and newspaper is not None:
            question = f"The ad goes to {newspaper.name}, {newspaper.email}. What was sent cannot be called back."
            choices = [("&Send it", lambda: self._send_now(plan, newspaper)), ("&Not yet", None)]
            ask(self, "Send the ad", question, choices)

    def _send_now(self, plan: SalePlan, newspaper: Newspaper) -> None:
        person = self._who.person
        self.send.setEnabled(False)
        self._runner.start(
            lambda: self._work.send_ad(person, plan, newspaper), owner=self, done=lambda _id: self._sent(newspaper.name), failed=self._told
        )

    def _sent(self, name: str) -> None:
        self._bus.cars_changed.emit(frozenset(car.custody_id for car in self.chosen))
        self.news.tell(f"The ad for {name} is in the outbox. Record the ad once it is printed.", Tone.DONE)
        self._ready()

    def _told(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE)
        self._ready()

    def _planned(self, custody_ids: Sequence[int]) -> None:
        self._wished = custody_ids[0]
        self._changed(custody_ids)

    def _changed(self, custody_ids: Sequence[int]) -> None:
        self._bus.cars_changed.emit(frozenset(custody_ids))
        self._bus.queue_changed.emit()


def _button(words: str, picture: str) -> QPushButton:
    button = QPushButton(icon(picture), words)
    button.setAutoDefault(False)
    return button
