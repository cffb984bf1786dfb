"""What only a person can tell of a scrap vehicle, before its record is written."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QWidget

from itow_desktop.domain.attachments import Attachment
from itow_desktop.services.office_papers.car_facts import ScrapFacts
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office_papers.work import SheetWork
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_ID = Qt.ItemDataRole.UserRole
_THUMB = 128
_FIRST = 2
"""The photos that are ticked at first: as many as are taken of a scrap vehicle (MCL 257.252b(2))."""


class ScrapDialog(DeedDialog):
    """Damage line by line, who reported it, the photos that show it; the record is shown before it is printed."""

    told = Signal(object)
    """The ``ScrapFacts`` to write the record with."""

    def __init__(self, work: SheetWork, custody_id: int, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("Scrap record", "&Write the record...", runner, parent)
        self.form = RecordForm(work.today)
        self.form.note("damage", "&Damage, missing parts", None, "one on each line: no engine, burnt inside, no wheels ...", lines=5)
        self.form.line("reporter", "&Reported by", None, "officer with title, as the report names them")
        self.form.settle()
        self.photos = QListWidget()
        self.photos.setViewMode(QListView.ViewMode.IconMode)
        self.photos.setMovement(QListView.Movement.Static)
        self.photos.setResizeMode(QListView.ResizeMode.Adjust)
        self.photos.setIconSize(QSize(_THUMB, _THUMB))
        self.photos.setAccessibleName("Photos")
        self.photos.itemChanged.connect(lambda _item: self.refresh_ready())
        label = QLabel("&Photos to show")
        label.setBuddy(self.photos)
        self.none = quiet("There are no photos of this car yet. Add two to its file first; the record can be written without, too.")
        self.none.setWordWrap(True)
        self.none.hide()
        self.body.addLayout(self.form)
        self.body.addWidget(label)
        self.body.addWidget(self.photos, 1)
        self.body.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        self.fit(QSize(680, 560))
        runner.start(lambda: work.photos(custody_id), owner=self, done=self._show, failed=self.failed)

    def _show(self, photos: tuple[Attachment, ...]) -> None:
        for place, photo in enumerate(photos):
            item = QListWidgetItem(photo.name)
            item.setData(_ID, photo.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if place < _FIRST else Qt.CheckState.Unchecked)
            if photo.thumb:
                picture = QPixmap()
                picture.loadFromData(photo.thumb)
                item.setIcon(QIcon(picture))
            self.photos.addItem(item)
        self.photos.setVisible(bool(photos))
        self.none.setVisible(not photos)

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of the photos that are ticked."""
        items = (self.photos.item(row) for row in range(self.photos.count()))
        return tuple(item.data(_ID) for item in items if item.checkState() is Qt.CheckState.Checked)

    def touched(self) -> bool:
        """Something is typed."""
        return self.form.touched()

    def commit(self) -> None:
        """On to the record itself."""
        facts = ScrapFacts(self.form.text("damage") or "", self.form.text("reporter") or "", self.chosen)
        self.finish(facts)
        self.told.emit(facts)
