"""A car's page: the car at a glance, and its file part by part."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.car_pages import CarPage
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.widgets.car.history import HistorySection
from itow_desktop.ui.widgets.car.notes import NotesSection
from itow_desktop.ui.widgets.car.papers import PapersSection
from itow_desktop.ui.widgets.car.phone import PhoneSection
from itow_desktop.ui.widgets.car.photos import PhotosSection
from itow_desktop.ui.widgets.car.reminders import RemindersSection
from itow_desktop.ui.widgets.car.section import Section, SectionBar
from itow_desktop.ui.widgets.car.timeline import TimelineSection
from itow_desktop.ui.widgets.car_card import CarGlance
from itow_desktop.ui.widgets.dropped import dropped_files, has_picture
from itow_desktop.ui.widgets.file_drops import names_list

S = TypeVar("S", bound=Section)

PARTS: tuple[type[Section], ...] = (
    TimelineSection, PapersSection, NotesSection, PhoneSection, PhotosSection, RemindersSection, HistorySection,
)  # fmt: skip
"""In the order of the bar."""
_GLANCE = 392
_SHARE = 2 / 3
"""Of the panel's height the glance has, until somebody moves the divider."""


class CarPageView(QWidget):
    """Reads one car at a time; the one shown before stays until the next is here. Files can be dropped anywhere on it."""

    shown = Signal()
    """The page of the car that was asked for last stands here."""
    failed = Signal(object)
    """``Trouble``: it could not be read."""
    why_asked = Signal(object)
    edit_asked = Signal(object)
    document_opened = Signal(object)
    photo_asked = Signal(object, int)
    file_asked = Signal(object)
    scans_asked = Signal(object)
    car_asked = Signal(object)
    charges_asked = Signal(object)
    """Custody id of another stay of the vehicle."""

    def __init__(self, house: CarHouse, *, wide: bool) -> None:
        """``wide`` puts the glance beside its file, else above it."""
        super().__init__()
        self._house, self._wide = house, wide
        self._reading: Task | None = None
        self.page: CarPage | None = None
        self._parts: dict[type[Section], Section] = {}
        self._scans = 0
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        self._bar = SectionBar([kind.title for kind in PARTS])
        self._lay_out(wide=wide)
        self._bar.mark(0)
        self._bar.chosen.connect(self.open_section)
        self._part(PARTS[0])
        self.setAcceptDrops(True)

    def _lay_out(self, *, wide: bool) -> None:
        file = QWidget()
        column = QVBoxLayout(file)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        if wide:
            self._scroll.setFixedWidth(_GLANCE)
            outer.addWidget(self._scroll)
            outer.addWidget(file, 1)
            return
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._scroll)
        self.splitter.addWidget(file)
        outer.addWidget(self.splitter)
        self.divide(_SHARE)

    # --- how the height is divided -----------------------------------------------------------------------------------

    @property
    def share(self) -> float:
        """What part of the height the glance has, 0 to 1; stands above its file only."""
        above, below = self.splitter.sizes()
        return above / max(above + below, 1)

    def divide(self, share: float) -> None:
        """Give the glance this part of the height, 0 to 1; it stays so while the panel grows and shrinks."""
        parts = round(share * 1_000), round((1 - share) * 1_000)
        for place, part in enumerate(parts):
            self.splitter.setStretchFactor(place, part)
        self.splitter.setSizes(list(parts))

    # --- what is on it -----------------------------------------------------------------------------------------------

    @property
    def glance(self) -> CarGlance | None:
        """The car at a glance as it stands here; None before the first."""
        found = self._scroll.widget()
        return found if isinstance(found, CarGlance) else None

    def read(self, custody_id: int) -> None:
        """Ask for a car, or for the newest of the same; an older question that is under way is dropped."""
        self.stop()
        work = self._house.work
        self._reading = self._house.runner.start(lambda: work.page(custody_id), owner=self, done=self.show_page, failed=self._not_read)

    def stop(self) -> None:
        """Let go of the question that is under way."""
        if self._reading is not None:
            self._reading.cancel()

    def show_page(self, page: CarPage) -> None:
        """Show this state of a car; the place in each part of it stays."""
        self.page = page
        work = self._house.work
        glance = CarGlance(page, work.zone, work.today())
        glance.why_asked.connect(self.why_asked)
        glance.edit_asked.connect(self.edit_asked)
        glance.car_asked.connect(self.car_asked)
        glance.charges_asked.connect(self.charges_asked)
        glance.parties_asked.connect(self._house.wishes.parties)
        glance.photos_asked.connect(lambda: self.open_part(PhotosSection))
        place = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(glance)
        self._scroll.verticalScrollBar().setValue(place)
        for part in self._parts.values():
            part.put(page)
        for place, kind in enumerate(PARTS):
            self._bar.count(place, kind.count(page))
        self.section.come()
        self.shown.emit()

    def _not_read(self, trouble: Trouble) -> None:
        self.failed.emit(trouble)

    # --- parts -------------------------------------------------------------------------------------------------------

    @property
    def section(self) -> Section:
        """The part in front."""
        return next(part for part in self._parts.values() if part is self._stack.currentWidget())

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every part, in the order of the bar."""
        return tuple(self._part(kind) for kind in PARTS)

    @property
    def timeline(self) -> TimelineSection:
        """What happened to the car."""
        return self._part(TimelineSection)

    @property
    def papers(self) -> PapersSection:
        """The papers that were made for it."""
        return self._part(PapersSection)

    @property
    def notes(self) -> NotesSection:
        """Its notes."""
        return self._part(NotesSection)

    @property
    def phone(self) -> PhoneSection:
        """Its phone log."""
        return self._part(PhoneSection)

    @property
    def photos(self) -> PhotosSection:
        """Its photos and files."""
        return self._part(PhotosSection)

    @property
    def reminders(self) -> RemindersSection:
        """Its reminders."""
        return self._part(RemindersSection)

    @property
    def history(self) -> HistorySection:
        """Its changes."""
        return self._part(HistorySection)

    def _part(self, kind: type[S]) -> S:
        """A part is made when it is first asked for: most pages are opened for the car at a glance alone."""
        made = self._parts.get(kind)
        if not isinstance(made, kind):
            made = self._parts[kind] = kind(self._house)
            self._wire(made)
            self._stack.addWidget(made)
            if self.page is not None:
                made.put(self.page)
        return made

    def _wire(self, part: Section) -> None:
        if isinstance(part, PapersSection):
            part.opened.connect(self.document_opened)
        elif isinstance(part, PhotosSection):
            part.photo_asked.connect(self.photo_asked)
            part.file_asked.connect(self.file_asked)
            part.scans_asked.connect(self.scans_asked)
            part.show_scans(self._scans)

    def open_section(self, place: int) -> None:
        """Bring the part at a place of the bar to the front."""
        self._stack.setCurrentWidget(self._part(PARTS[place]))
        self._bar.mark(place)
        self.section.come()

    def open_part(self, kind: type[Section]) -> None:
        """Bring a part to the front."""
        self.open_section(PARTS.index(kind))

    def write_in(self, section: Section) -> None:
        """Bring a part to the front with the keys in its first field."""
        self.open_part(type(section))
        section.take_focus()

    def show_scans(self, waiting: int) -> None:
        """How many scans wait to be put on a car."""
        self._scans = waiting
        if PhotosSection in self._parts:
            self.photos.show_scans(waiting)

    @property
    def adding(self) -> bool:
        """Whether files are being added."""
        return PhotosSection in self._parts and self.photos.adding.busy

    def take_focus(self) -> None:
        """Keyboard into the page, to scroll and reach its links."""
        self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- files dropped -----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and pictures are welcome, once there is a car to put them on; beside a list of cars the window gets lists of calls."""
        files = dropped_files(event.mimeData())
        if not self._wide and names_list(files):
            event.ignore()
        elif self.page is not None and (files or has_picture(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take(event.mimeData())
        event.acceptProposedAction()

    def take(self, told: QMimeData) -> None:
        """Put what was dropped on the car."""
        self.open_part(PhotosSection)
        if files := dropped_files(told):
            self.add_files(files)
        elif isinstance(image := told.imageData(), QImage):
            self.photos.add_picture(image)

    def add_files(self, files: Sequence[Path], source: FileSource = FileSource.FILE) -> None:
        """Put files on the car that is shown."""
        self.open_part(PhotosSection)
        self.photos.add_files(files, source)
