"""The first five minutes: who you are, then where your cars are."""

from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.services.founding import Founding
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import icon
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.file_drops import FileDrops
from itow_desktop.ui.widgets.tones import heading, quiet
from itow_desktop.ui.work import OfficeWork


class FirstRunSheet(DeedDialog):
    """One sheet with no database words on it."""

    founded = Signal(object)
    """The ``Person`` who signs from now on."""
    sign_in_asked = Signal()
    old_database_asked = Signal()
    file_asked = Signal()
    dropped = Signal(object)
    """``list[Path]``: files that hold the cars."""
    practise_asked = Signal()

    def __init__(self, work: OfficeWork, *, runner: TaskRunner, parent: QWidget | None, folder: Path | None = None) -> None:
        """``folder`` is where copies would go if nothing else is said."""
        super().__init__("Welcome to iTow", "&Go on", runner, parent, cancel="&Later")
        self._work = work
        self.person, self.company, self.phone, self.folder = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.address = QPlainTextEdit()
        self.browse = QPushButton("&Choose...")
        self.folder.setText(str(folder) if folder else "")
        self.sign_in = QCommandLinkButton("Sign in to &TowBook", "Bring in the cars that stand on the lot now")
        self.file = QCommandLinkButton("Drop a &file here, or choose one", "A list that TowBook exported, or a table of your own")
        self.drops = FileDrops(self, "Drop it here to see what it would bring")
        self.drops.welcome = False
        self.drops.dropped.connect(self._take)
        self.old_database = QCommandLinkButton("Take over the old &database", "Bring along the cars of the program before this one")
        self.practise = QCommandLinkButton(
            "&Practise with made-up cars", "An invented office in a place of its own; nothing of yours is touched"
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._first())
        self._pages.addWidget(self._second())
        self.body.addWidget(self._pages, 1)
        self.fit(QSize(600, 440))
        self.person.setFocus()

    # --- building ----------------------------------------------------------------------------------------------------

    def _first(self) -> QWidget:
        for field in (self.person, self.company, self.phone):
            field.setMaxLength(200)
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(self.fontMetrics().height() * 2 + 24)
        self.address.setAccessibleName("Address")
        self.person.setPlaceholderText("as it shall stand under what you do")
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._choose)
        folder = QHBoxLayout()
        folder.setSpacing(8)
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("Your &name", self.person)
        form.addRow("C&ompany", self.company)
        form.addRow("&Address", self.address)
        form.addRow("P&hone", self.phone)
        form.addRow(
            "", _small("As registered with the Secretary of State, who knows custodians by their phone number. It heads every notice.")
        )
        form.addRow("&Backup folder", folder)
        label = form.labelForField(folder)
        if isinstance(label, QLabel):
            label.setBuddy(self.folder)
        form.addRow("", _small("A copy of everything is put there every night. Best on another disk or a stick."))
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(heading("Who works here?"))
        column.addLayout(form)
        column.addStretch(1)
        return page

    def _second(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(heading("Where are your cars?"))
        for button, picture, asked in (
            (self.sign_in, "cloud-arrow-down", self.sign_in_asked),
            (self.file, "file-arrow-down", self.file_asked),
            (self.old_database, "database", self.old_database_asked),
            (self.practise, "graduation-cap", self.practise_asked),
        ):
            button.setIcon(icon(picture))
            button.setIconSize(QSize(24, 24))
            button.clicked.connect(self.accept)
            button.clicked.connect(asked)
            column.addWidget(button)
        column.addWidget(quiet("All of it can be done later too: Import, File, and Help."))
        column.addStretch(1)
        return page

    # --- deeds -------------------------------------------------------------------------------------------------------

    def touched(self) -> bool:
        """Something is typed that is not saved yet."""
        typed = (self.person.text(), self.company.text(), self.address.toPlainText(), self.phone.text())
        return self._pages.currentIndex() == 0 and any(text.strip() for text in typed)

    def commit(self) -> None:
        """All problems at once, else the office is set up."""
        given = Founding(self.person.text(), self.company.text(), self.address.toPlainText(), self.phone.text())
        folder = Path(self.folder.text().strip()) if self.folder.text().strip() else None

        def work() -> Person:
            if folder is not None:
                self._work.keep_backup_folder(folder)
            return self._work.found(given)

        self.run(work, self._founded)

    def failed(self, trouble: Trouble) -> None:
        """What is missing is said in its own sentences, without an error number."""
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])

    def _founded(self, person: Person) -> None:
        self.founded.emit(person)
        self.drops.welcome = True
        self._pages.setCurrentIndex(1)
        self.primary.hide()
        self.sign_in.setFocus()

    def _take(self, files: list[Path]) -> None:
        self.accept()
        self.dropped.emit(files)

    def _choose(self) -> None:
        ask_folder(self, "Backup folder", self.folder.setText, self.folder.text())


def _small(words: str) -> QLabel:
    label = quiet(words)
    label.setWordWrap(True)
    return label
