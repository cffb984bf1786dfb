"""What was found, in a list under the box; the focus stays in the box."""

from collections.abc import Callable
from datetime import date, tzinfo
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.services.finding import Findings, OwnCars
from itow_desktop.services.views import Person
from itow_desktop.ui.models.findings import LINE, FindingsModel, Line, LineKind
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.finding.result_paint import ResultPaint
from itow_desktop.ui.widgets.tones import quiet

_WIDTH, _SHARE = 620, 0.7
RESULT_KEYS = (("Enter", "Open the car that is chosen"), ("Ctrl+Enter", "Open its own page"))
"""What the keys do among what was found, for the shortcut card."""
_FOOT = "Enter opens the car, Ctrl+Enter its page, Esc closes"


class FindWork(Protocol):
    """What the results ask of the office; called on worker threads."""

    def find(self, text: str) -> Findings: ...
    def own_cars(self, person: Person | None) -> OwnCars: ...


class FindResults(QFrame):
    """Asks with each change of the text; an answer to an older text is dropped. What was found stays until the next is here."""

    opened = Signal(object)
    """Custody id that shall be seen."""
    page_asked = Signal(object)
    """Custody id whose own page shall open."""
    list_asked = Signal(str)
    """The vehicle list shall show what this text finds."""

    def __init__(
        self, runner: TaskRunner, work: FindWork, who: Who, *, zone: Callable[[], tzinfo], today: Callable[[], date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._runner = runner
        self._work = work
        self._who = who
        self._asking: Task | None = None
        self._text = ""
        self._searched = ""
        self._answered: str | None = None
        self._then: bool | None = None
        """Enter was pressed before the answer was here: what shall be done with it (see ``act``)."""
        self._box: QWidget | None = None
        self.model = FindingsModel(zone, today, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ResultPaint(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName("Found")
        self.view.clicked.connect(self._act)
        self._foot = quiet(_FOOT)
        self._foot.setContentsMargins(12, 4, 12, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self._foot)
        self.hide()

    def belong_to(self, box: QWidget) -> None:
        """Stand under this box, as long as it has the focus."""
        self._box = box
        self.view.setFocusProxy(box)  # whoever gets into the list types on in the box
        self.window().installEventFilter(self)

    # --- questions ---------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Line | None:
        """The line that Enter would act on."""
        index = self.view.currentIndex()
        return index.data(LINE) if index.isValid() else None

    @property
    def waiting(self) -> bool:
        """Whether an answer to what is typed is on its way."""
        return self._asking is not None and self._asking.running

    def ask(self, text: str) -> None:
        """Look for a text; for none show the person's own cars."""
        if self._asking is not None:
            self._asking.cancel()
        self._text, self._then = " ".join(text.split()), None
        person = self._who.person
        if self._text:
            typed = self._text
            self._asking = self._runner.start(lambda: self._work.find(typed), owner=self, done=self._found, failed=self._failed)
        else:
            self._asking = self._runner.start(lambda: self._work.own_cars(person), owner=self, done=self._own, failed=self._failed)

    def _found(self, found: Findings) -> None:
        self._searched, self._answered = found.searched, found.typed
        self.model.put_found(found)
        self._unfold()
        if self._then is not None:
            self.act(self._then)

    def _own(self, own: OwnCars) -> None:
        self._answered = ""
        self.model.put_own(own)
        self._unfold()

    def _failed(self, trouble: Trouble) -> None:
        self._answered = None
        self.model.put_found(Findings(self._text, note=str(trouble)))
        self._unfold()

    # --- keys --------------------------------------------------------------------------------------------------------

    def step(self, down: int) -> None:
        """Move to the next line that can be chosen; round at the ends."""
        places = [place for place, line in enumerate(self.model.lines) if line.kind is not LineKind.HEAD]
        if not places:
            return
        here = self.view.currentIndex().row()
        at = places.index(here) if here in places else -1 if down > 0 else 0
        self._choose(places[(at + down) % len(places)])

    def act(self, page: bool = False) -> None:
        """Enter, or Ctrl+Enter for the car's page; pressed ahead of the answer it waits for that."""
        line = self.current
        if self._answered != self._text:
            self._then = page
        elif line is not None and not self.isHidden():
            self._do(line, page)

    def _act(self, index: QModelIndex) -> None:
        self._do(index.data(LINE), page=False)

    def _do(self, line: Line, page: bool) -> None:
        if line.kind is LineKind.HEAD:
            return
        self.fold()
        if line.kind is LineKind.ALL:
            self.list_asked.emit(self._searched)
        else:
            (self.page_asked if page else self.opened).emit(line.custody_id)

    def _choose(self, row: int) -> None:
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        if self._box is not None:
            self._box.setAccessibleDescription(index.data())

    # --- place -------------------------------------------------------------------------------------------------------

    def fold(self) -> None:
        """Go away; an answer that is on its way does not bring it back."""
        if self._asking is not None:
            self._asking.cancel()
        self.hide()

    def _unfold(self) -> None:
        if not self.model.lines or self._box is None or not self._box.hasFocus():
            self.hide()
            return
        first = next((place for place, line in enumerate(self.model.lines) if line.kind is not LineKind.HEAD), None)
        if first is not None:
            self._choose(first)
        self.show()
        self.raise_()
        self._place()

    def _place(self) -> None:
        box, window = self._box, self.parentWidget()
        if box is None or window is None:
            return
        corner = box.mapTo(window, QPoint(box.width(), box.height() + 2))
        width = min(_WIDTH, window.width() - 16)
        lines = sum(self.view.sizeHintForRow(row) for row in range(self.model.rowCount()))
        height = min(lines + self._foot.sizeHint().height() + 4, int(window.height() * _SHARE))
        self.setGeometry(max(8, corner.x() - width), corner.y(), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self.window() and event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
