"""What a view of the vehicle list is called, and who has it."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QWidget

from itow_desktop.services.saved_views import SavedView
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner


class ViewNameDialog(DeedDialog):
    """Asks for a name; ``done_with`` carries the view as it was kept."""

    def __init__(
        self, runner: TaskRunner, view: SavedView, keep: Callable[[SavedView], SavedView], *, own: int | None, parent: QWidget | None = None
    ) -> None:
        """``keep`` is called on a worker thread; ``own`` is the id of the person at work, None where nobody is."""
        super().__init__("View of the list", "&Save the view", runner, parent)
        self._view = view
        self._keep = keep
        self._own = own
        self.name = QLineEdit(view.name)
        self.name.setMaxLength(40)
        self.name.setMinimumWidth(320)
        self.name.selectAll()
        label = QLabel("&Name on the tab")
        label.setBuddy(self.name)
        self.shared = QCheckBox("Everybody in the &office has it")
        self.shared.setChecked(view.shared or own is None)
        self.shared.setEnabled(own is not None)
        self.body.addWidget(label)
        self.body.addWidget(self.name)
        self.body.addWidget(self.shared)
        self.name.textChanged.connect(lambda _text: self.refresh_ready())
        self.refresh_ready()

    def ready(self) -> bool:
        return bool(self.name.text().strip())

    def commit(self) -> None:
        """Keep it."""
        view = replace(self._view, name=self.name.text(), owner=None if self.shared.isChecked() else self._own)
        self.run(lambda: self._keep(view), self.finish)
