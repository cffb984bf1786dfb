"""The manual: a list of pages, a search over all of them, the page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QSplitter, QVBoxLayout, QWidget

from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.help.browser import HelpBrowser
from itow_desktop.ui.help.pages import HelpPage, search
from itow_desktop.ui.widgets.tones import quiet

_NAME = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """A window of its own, so that it can stand beside what it explains."""

    practise_asked = Signal()

    def __init__(self, pages: Sequence[HelpPage], folder: Path, *, practising: bool) -> None:
        """``practising``: this already is the practice office."""
        super().__init__()
        self._pages = {page.name: page for page in pages}
        self._past: list[str] = []
        self._shown: str | None = None
        self.setWindowTitle("iTow help")
        self.setWindowIcon(icon("question"))
        self.box = QLineEdit()
        self.box.setPlaceholderText("Search the manual")
        self.box.setAccessibleName("Search the manual")
        self.box.setClearButtonEnabled(True)
        self.box.addAction(icon("magnifying-glass", Tone.QUIET), QLineEdit.ActionPosition.LeadingPosition)
        self.list = QListWidget()
        self.list.setAccessibleName("Pages")
        self.list.setWordWrap(True)
        self.browser = HelpBrowser(folder)
        self._said = quiet()
        self.back = QPushButton("&Back")
        self.back.setIcon(icon("arrow-left"))
        self.practise = QPushButton("&Practise with made-up cars")
        self.practise.setIcon(icon("graduation-cap"))
        self.practise.setVisible(not practising)
        self._build()
        self._wire()
        self._list_all()
        self.resize(QSize(1040, 720))

    def _build(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 8, 0, 8)
        column.setSpacing(8)
        label = QLabel("&Search")
        label.setBuddy(self.box)
        for widget in (label, self.box, self._said, self.list, self.practise):
            column.addWidget(widget)
        main = QWidget()
        right = QVBoxLayout(main)
        right.setContentsMargins(0, 8, 8, 8)
        right.setSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        right.addLayout(row)
        right.addWidget(self.browser, 1)
        split = QSplitter()
        split.addWidget(side)
        split.addWidget(main)
        split.setStretchFactor(1, 1)
        split.setSizes([288, 752])
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _wire(self) -> None:
        self.box.textChanged.connect(self._look_for)
        self.box.returnPressed.connect(self._enter)
        self.list.currentItemChanged.connect(self._chosen)
        self.browser.page_asked.connect(self.show_page)
        self.back.clicked.connect(self._go_back)
        self.practise.clicked.connect(self.practise_asked)
        for keys, deed in (("Ctrl+F", self._find), ("Alt+Left", self._go_back), ("Esc", self._escape)):
            QShortcut(QKeySequence(keys), self, deed)

    # --- showing -----------------------------------------------------------------------------------------------------

    @property
    def page(self) -> str | None:
        """Name of the page that is open."""
        return self._shown

    def show_page(self, name: str) -> None:
        """Open a page; one that is not there opens the first."""
        page = self._pages.get(name) or next(iter(self._pages.values()))
        if page.name == self._shown:
            return
        if self._shown is not None:
            self._past.append(self._shown)
        self._open(page)

    def _open(self, page: HelpPage) -> None:
        self._shown = page.name
        self.back.setEnabled(bool(self._past))
        self.browser.show_page(page)
        self.setWindowTitle(f"{page.title} - iTow help")
        self.list.blockSignals(True)
        for place in range(self.list.count()):
            if self.list.item(place).data(_NAME) == page.name:
                self.list.setCurrentRow(place)
        self.list.blockSignals(False)

    def _go_back(self) -> None:
        if self._past:
            self._open(self._pages[self._past.pop()])

    # --- searching ---------------------------------------------------------------------------------------------------

    def _find(self) -> None:
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _look_for(self, wanted: str) -> None:
        if not wanted.strip():
            self._list_all()
            return
        hits = search(self._pages.values(), wanted)
        self._put([(hit.page.name, f"{hit.page.title}\n{hit.around}") for hit in hits])
        self._said.setText("" if hits else "No page has all of these words. Try fewer of them.")
        self._said.setVisible(not hits)

    def _list_all(self) -> None:
        self._said.hide()
        self._put([(page.name, page.title) for page in self._pages.values()])

    def _put(self, lines: Sequence[tuple[str, str]]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for name, words in lines:
            item = QListWidgetItem(words)
            item.setData(_NAME, name)
            self.list.addItem(item)
            if name == self._shown:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _chosen(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_page(item.data(_NAME))

    def _enter(self) -> None:
        """Enter in the search opens the page that fits best."""
        if self.list.count():
            self.list.setCurrentRow(0)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _escape(self) -> None:
        if self.box.text():
            self.box.clear()
        else:
            self.close()
