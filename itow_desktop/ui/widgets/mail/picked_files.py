"""Files that shall be kept with what is recorded: scans, photos, PDFs."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.ui.widgets.file_drops import FileDrops

_PICTURES = "Scans and photos (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic *.webp);;All files (*)"
_LINES = 3


class _Files(QListWidget):
    """Delete takes the selected ones out."""

    removed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.selectedItems():
            self.removed.emit()
        else:
            super().keyPressEvent(event)


class PickedFiles(QWidget):
    """Chosen with a button or dropped here; they are read when the deed is done, the files stay where they are."""

    changed = Signal()

    def __init__(self, label: str, add: str) -> None:
        """``label`` and ``add`` (the button) have their access keys marked."""
        super().__init__()
        self.list, self.add, self.out = _Files(), QPushButton(add), QPushButton("Leave out")
        self._words = QLabel(label)
        self._words.setBuddy(self.list)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setFixedHeight(self.list.fontMetrics().lineSpacing() * _LINES + 12)
        self.list.setToolTip("Files can be dropped here; Delete takes a selected one out")
        for button in (self.add, self.out):
            button.setAutoDefault(False)
        beside = QVBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self.add)
        beside.addWidget(self.out)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.list, 1)
        row.addLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addLayout(row)
        self.drops = FileDrops(self, "Drop to keep with it")
        self.drops.dropped.connect(self.take)
        self.add.clicked.connect(lambda: ask_files(self, self.add.text().replace("&", ""), self.take))
        self.out.clicked.connect(self._leave_out)
        self.list.removed.connect(self._leave_out)
        self.list.itemSelectionChanged.connect(self._show)
        self.say(label)
        self._show()

    def say(self, label: str) -> None:
        """What the files are, access key marked."""
        self._words.setText(label)
        self.list.setAccessibleName(label.replace("&", ""))

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that were chosen, in that order."""
        return tuple(self.list.item(place).data(Qt.ItemDataRole.UserRole) for place in range(self.list.count()))

    def take(self, paths: Iterable[Path]) -> None:
        """Take these too, each once."""
        for path in dict.fromkeys(paths):
            if path not in self.files:
                item = QListWidgetItem(path.name)
                item.setData(Qt.ItemDataRole.UserRole, path)
                item.setToolTip(str(path))
                self.list.addItem(item)
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        """None."""
        self.list.clear()
        self._show()
        self.changed.emit()

    def _leave_out(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.out.setEnabled(bool(self.list.selectedItems()))


def ask_files(parent: QWidget, title: str, taken: Callable[[Sequence[Path]], None]) -> None:
    """Let somebody choose scans and photos; nothing happens where they choose none."""
    dialog = QFileDialog(parent, title, "", _PICTURES)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: taken([Path(name) for name in names]))
    dialog.open()
