"""Photos and files of a car: look, add, take out."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QListView, QPushButton, QStackedWidget

from itow_desktop.domain.attachments import Attachment, FileKind, FileSource
from itow_desktop.services.attaching import AttachResult
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.models.attachments import SIDE, AttachmentModel
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.car.adding import AddingRow, result_words
from itow_desktop.ui.widgets.car.section import Section
from itow_desktop.ui.widgets.dropped import dropped_files, has_picture
from itow_desktop.ui.widgets.empty import EmptyText

_NOTHING = "No photos or files yet. Drop them here, paste them (Ctrl+V), or choose them."


class Thumbs(QListView):
    """Pictures in rows; Enter opens."""

    opened = Signal(int)

    def __init__(self, model: AttachmentModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName("Photos and files")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class PhotosSection(Section):
    """Thumbnails, the newest first; files dropped anywhere on the page come here."""

    title = "Photos"
    photo_asked = Signal(object, int)
    """All photos (``Attachment``) of the car and the place of the one to be looked at."""
    file_asked = Signal(object)
    """An ``Attachment`` to be opened in the system's viewer."""
    scans_asked = Signal(object)
    """Custody id that waiting scans may be put on."""

    def __init__(self, house: CarHouse) -> None:
        super().__init__(house)
        self.model = AttachmentModel(lambda: house.work.zone, house.work.today, self)
        self.thumbs = Thumbs(self.model)
        self.empty = EmptyText("camera")
        self.adding = AddingRow(house)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.thumbs)
        self._stack.addWidget(self.empty)
        self.add, self.paste, self.scans = QPushButton("A&dd files..."), QPushButton("Paste"), QPushButton("&Scans")
        self.open, self.save, self.void = QPushButton("&Open"), QPushButton("Sa&ve as..."), QPushButton("Take ou&t...")
        self._build()
        self._wire()
        self.show_scans(0)
        self._chosen()

    def _build(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((first, (self.add, self.paste, self.scans)), (second, (self.open, self.save, self.void))):
            row.setSpacing(8)
            for button in buttons:
                button.setAutoDefault(False)
                row.addWidget(button)
            row.addStretch(1)
        self.content.addLayout(first)
        self.content.addWidget(self.adding)
        self.content.addWidget(self.problems)
        self.content.addWidget(self._stack, 1)
        self.content.addLayout(second)

    def _wire(self) -> None:
        self.thumbs.opened.connect(self._open)
        self.thumbs.selectionModel().selectionChanged.connect(lambda *_what: self._chosen())
        self.model.modelReset.connect(self._chosen)
        self.adding.finished.connect(self._added)
        self.adding.failed.connect(self.tell)
        self.add.clicked.connect(self.choose)
        self.paste.clicked.connect(self.paste_clipboard)
        self.scans.clicked.connect(lambda: self.scans_asked.emit(self.custody_id))
        self.open.clicked.connect(lambda: self._open(self.thumbs.currentIndex().row()))
        self.save.clicked.connect(self.save_as)
        self.void.clicked.connect(self.take_out)
        for keys, deed in ((QKeySequence.StandardKey.Paste, self.paste_clipboard), (QKeySequence("Delete"), self.take_out)):
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

    @staticmethod
    def count(page: CarPage) -> int | None:
        return page.counts.files

    def enter(self) -> None:
        self.model.put(())
        self.problems.say([])

    def load(self, _page: CarPage) -> None:
        self.ask(self.house.work.files, self._show)

    def take_focus(self) -> None:
        (self.thumbs if self.model.files else self.add).setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def chosen(self) -> list[Attachment]:
        """What is selected, in the order shown."""
        return [self.model.files[row] for row in sorted(index.row() for index in self.thumbs.selectedIndexes())]

    def show_scans(self, waiting: int) -> None:
        """How many scans wait to be put on a car."""
        self.scans.setText(counted(waiting, "new &scan", "new &scans") + "...")
        self.scans.setVisible(waiting > 0)

    # --- adding ------------------------------------------------------------------------------------------------------

    def add_files(self, files: Sequence[Path], source: FileSource = FileSource.FILE) -> None:
        """Put files on the car that is shown."""
        if files:
            self.problems.say([])
            self.adding.add(self.custody_id, list(files), source)

    def choose(self) -> None:
        """Choose files with the system's own dialog."""
        names, _ = QFileDialog.getOpenFileNames(self, "Add photos and files")
        self.add_files([Path(name) for name in names])

    def paste_clipboard(self) -> None:
        """Files or a picture that were copied elsewhere."""
        told = QGuiApplication.clipboard().mimeData()
        if files := dropped_files(told):
            self.add_files(files, FileSource.CLIPBOARD)
        elif has_picture(told):
            self.add_picture(QGuiApplication.clipboard().image())
        else:
            self.problems.say(["There is no photo and no file in the clipboard. Copy one first, then paste it here."])

    def add_picture(self, image: QImage) -> None:
        """Put a picture without a file on the car that is shown."""
        self.problems.say([])
        local = datetime.now(UTC).astimezone(self.house.work.zone)
        self.adding.add_image(self.custody_id, image, f"pasted {local:%Y-%m-%d %H%M%S}.png")

    def _added(self, custody_id: int, result: AttachResult) -> None:
        if custody_id == self.custody_id:
            self.problems.say(result_words(result))
        if result.ids:
            self.house.bus.cars_changed.emit(frozenset({custody_id}))

    # --- looking, saving, taking out -----------------------------------------------------------------------------------

    def _show(self, files: tuple[Attachment, ...]) -> None:
        if files != self.model.files:
            before = {file.id for file in self.chosen}
            self.model.put(files)
            for row, file in enumerate(files):
                if file.id in before:
                    self.thumbs.selectionModel().select(self.model.index(row), QItemSelectionModel.SelectionFlag.Select)
        self.empty.say("" if files else _NOTHING)
        self._stack.setCurrentIndex(0 if files else 1)

    def _chosen(self) -> None:
        number = len(self.chosen)
        for button in (self.open, self.save, self.void):
            button.setVisible(bool(self.model.files))
            button.setEnabled(number > 0)
            button.setToolTip("" if number else "Choose a photo or file first.")
        self.open.setEnabled(number == 1)

    def _open(self, row: int) -> None:
        if not 0 <= row < len(self.model.files):
            return
        file = self.model.files[row]
        if file.kind is FileKind.PHOTO:
            photos = [each for each in self.model.files if each.kind is FileKind.PHOTO]
            self.photo_asked.emit(photos, photos.index(file))
        else:
            self.file_asked.emit(file)

    def save_as(self) -> None:
        """Write the kept originals where somebody wants them."""
        files = self.chosen
        if len(files) == 1:
            name, _ = QFileDialog.getSaveFileName(self, "Save a copy", files[0].name)
        else:
            name = QFileDialog.getExistingDirectory(self, "Save copies in") if files else ""
        if name:
            self.write(files, Path(name))

    def write(self, files: Sequence[Attachment], place: Path) -> None:
        """Write files to a path, or into a folder."""
        work = self.house.work
        self.ask(
            lambda _car: [work.write_file(file.id, place) for file in files],
            lambda written: self.problems.say([f"Saved: {', '.join(str(path) for path in written)}"]),
        )

    def take_out(self) -> None:
        """Void with a reason; it stays in the bin."""
        files = self.chosen
        if not files:
            return
        custody_id, person, work = self.custody_id, self.house.who.person, self.house.work
        ids = [file.id for file in files]
        what = files[0].name if len(files) == 1 else f"{len(files)} files"
        dialog = ReasonDialog(
            f"Take out {what}", "&Take out", lambda reason: work.void_files(person, ids, reason), runner=self.house.runner, parent=self
        )
        dialog.done_with.connect(lambda _none: self.house.bus.cars_changed.emit(frozenset({custody_id})))
        dialog.open()
