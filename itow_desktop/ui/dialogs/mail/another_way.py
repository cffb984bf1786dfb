"""How letters are mailed, while they are still here."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from itow_desktop.domain.mail.pieces import MailClass
from itow_desktop.services.mail.looking import MailRow
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.mail_text import piece_words
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted


class AnotherWayDialog(DeedDialog):
    """One way for all of them."""

    def __init__(self, rows: Sequence[MailRow], deed: Callable[[MailClass], int], *, runner: TaskRunner, parent: QWidget) -> None:
        """``deed`` changes it on a worker thread."""
        super().__init__("Mail it another way", "&Change", runner, parent)
        self._deed = deed
        self._before = {row.piece.mail_class for row in rows}
        self.way = QComboBox()
        for each in MailClass:
            self.way.addItem(each.words, each)
        self.way.setCurrentIndex(self.way.findData(rows[0].piece.mail_class))
        about = QLabel(piece_words(rows[0].piece, rows[0].vehicle) if len(rows) == 1 else counted(len(rows), "letter", "letters"))
        about.setWordWrap(True)
        label = QLabel("Mail it &by")
        label.setBuddy(self.way)
        for widget in (about, label, self.way):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.way.currentIndexChanged.connect(lambda _place: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(440, 220))

    @property
    def chosen(self) -> MailClass:
        """How they shall be mailed."""
        return MailClass(self.way.currentData())

    def ready(self) -> bool:
        """It is another way than now."""
        return self._before != {self.chosen}

    def commit(self) -> None:
        """Change it."""
        way = self.chosen
        self.run(lambda: self._deed(way), self.finish)
