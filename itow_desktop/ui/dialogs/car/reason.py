"""Why something is taken out: asked before it goes to the bin or is struck."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner

_WIDTH, _MARGIN = 420, 16


class ReasonDialog(DeedDialog):
    """One line, one deed; nothing is deleted."""

    def __init__(
        self, title: str, verb: str, deed: Callable[[str], object], *, runner: TaskRunner, parent: QWidget,
        hint: str = "another car, blurred, typed by mistake ...", about: str = "",
    ) -> None:  # fmt: skip
        """``deed`` gets the reason on a worker thread; ``hint`` are reasons people may have, ``about`` says in words what it is about."""
        super().__init__(title, verb, runner, parent)
        self._deed = deed
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText(hint)
        told = QLabel(about)
        told.setWordWrap(True)
        told.setVisible(bool(about))
        self.body.addWidget(told)
        label = QLabel("&Why?")
        label.setBuddy(self.reason)
        self.body.addWidget(label)
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        self.reason.textChanged.connect(lambda _text: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(_WIDTH, 160 + (told.heightForWidth(_WIDTH - 2 * _MARGIN) + self.body.spacing() if about else 0)))

    def ready(self) -> bool:
        return bool(self.reason.text().strip())

    def touched(self) -> bool:
        return bool(self.reason.text().strip())

    def commit(self) -> None:
        reason = self.reason.text()
        self.run(lambda: self._deed(reason), lambda _answer: self._over())

    def _over(self) -> None:
        self.reason.clear()
        self.finish(None)
