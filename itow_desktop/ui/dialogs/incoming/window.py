"""Importing files: what each is, what its columns are, what it would bring, then the import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from itow_desktop.domain.errors import Cancelled, Trouble
from itow_desktop.domain.importing.mappings import ColumnMapping
from itow_desktop.domain.people import Rights
from itow_desktop.services.importing.from_files import FilePreview, MappingFrom, Offer
from itow_desktop.services.importing.from_towbook import ImportResult
from itow_desktop.services.importing.reading_files import FilePlan
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.incoming import words
from itow_desktop.ui.dialogs.incoming.columns_page import ColumnsPage
from itow_desktop.ui.dialogs.incoming.preview_page import PreviewPage
from itow_desktop.ui.dialogs.incoming.running_page import RunningPage
from itow_desktop.ui.dialogs.incoming.work import IncomingWork
from itow_desktop.ui.dialogs.own_window import OwnWindow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.imports import counts_text
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import Task
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.file_drops import FileDrops
from itow_desktop.ui.widgets.tones import heading, quiet


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file; ``photos_of`` are the calls whose photos shall be looked for in its folder, None for none."""

    result: ImportResult
    path: Path
    photos_of: frozenset[str] | None = None


class IncomingWindow(OwnWindow):
    """One file after the other; each is imported only after somebody has seen what it would bring."""

    picture = "file-arrow-down"
    imported = Signal(object)
    """``Imported``."""
    all_done = Signal(int)
    """No file is left, and at least one was imported: the number of the last import."""
    another_asked = Signal()
    """The person wants to choose another file."""
    dropped = Signal(object)
    """``list[Path]``: more files."""
    car_asked = Signal(int)
    moved_on = Signal(str)
    """Another page is shown: ``trouble``, ``columns``, ``preview``."""

    def __init__(self, house: House, work: IncomingWork) -> None:
        super().__init__()
        self.setWindowTitle("Import a file")
        self.setMinimumSize(QSize(900, 480))
        self._house, self._work = house, work
        self.waiting: list[Offer] = []
        """The file that is shown, and those behind it."""
        self._importing = False
        self._closes = False
        self._last: int | None = None
        self._looking: Task | None = None
        self.title, self.under = heading(), quiet()
        self.skip = QPushButton("&Skip this file")
        self.running = RunningPage(house.runner)
        self.trouble = EmptyText("file-x")
        self.columns = ColumnsPage()
        self.preview = PreviewPage(house.runner, lambda: work.zone, work.today)
        self.pages = QStackedWidget()
        self.drops = FileDrops(self, "Drop more files here")
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.skip.setAutoDefault(False)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.skip)
        for page in (self.running, self.trouble, self.columns, self.preview):
            self.pages.addWidget(page)
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.under)
        inside.addWidget(self.pages, 1)
        self.lay_out(inside, QSize(1320, 800))

    def _wire(self) -> None:
        self.skip.clicked.connect(self.go_on)
        self.columns.look_asked.connect(self._look_otherwise)
        self.columns.used.connect(self._use)
        self.columns.back_asked.connect(lambda: self._turn_to(self.preview))
        self.preview.columns_asked.connect(self._ask_columns)
        self.preview.import_asked.connect(self.begin_import)
        self.preview.view.failed.connect(self._failed)
        self.preview.view.car_asked.connect(self.car_asked)
        self.drops.dropped.connect(self.dropped)

    # --- one file after the other ------------------------------------------------------------------------------------

    @property
    def offer(self) -> Offer | None:
        """The file that is shown."""
        return self.waiting[0] if self.waiting else None

    @property
    def importing(self) -> bool:
        """Whether an import is under way."""
        return self._importing

    def take(self, offers: Sequence[Offer]) -> None:
        """More files; one that waits already waits once. What could not be read makes room for what was chosen instead."""
        if len(self.waiting) == 1 and self.waiting[0].look.trouble is not None:
            self.waiting.clear()
        begins = not self.waiting
        there = {offer.look.path for offer in self.waiting}
        self.waiting += [offer for offer in offers if offer.look.path not in there]
        if begins and self.waiting:
            self._begin()
        self._show_head()

    def go_on(self) -> None:
        """To the next file; after the last one the window closes."""
        if self._importing:
            return
        self.running.drop()
        del self.waiting[:1]
        if self.waiting:
            self._begin()
            return
        if self._last is not None:
            self.all_done.emit(self._last)
        self.close()

    def _begin(self) -> None:
        offer = self.waiting[0]
        self.preview.forget()
        self._show_head()
        if offer.look.trouble is not None or offer.mapping is None:
            why = offer.look.trouble or f"{offer.look.name} holds no list of calls."
            self._say(why, "Choose &another file...", self.another_asked.emit)
        elif offer.asks:
            self._turn_to(self.columns)
            self.columns.put(offer, from_list=False)
        else:
            self.begin_preview()

    def refresh(self) -> None:
        """Look at the file again."""
        offer, work = self.offer, self._work
        if offer is not None and not self.running.busy:
            path = offer.look.path
            self._house.runner.start(lambda: work.look_at(path), owner=self, done=self._looked_again, failed=self._failed)

    def _looked_again(self, offer: Offer) -> None:
        if self.waiting and self.waiting[0].look.path == offer.look.path and not self.running.busy:
            self.waiting[0] = offer
            self.news.clear()
            self._begin()

    # --- columns -----------------------------------------------------------------------------------------------------

    def _ask_columns(self) -> None:
        if self.offer is not None:
            self._turn_to(self.columns)
            self.columns.put(self.offer, from_list=True)

    def _look_otherwise(self, sheet: str | None, row: int) -> None:
        """Another sheet or row of names; what is known of those columns comes along. The last choice counts, whichever answer is late."""
        if self.offer is None:
            return
        if self._looking is not None:
            self._looking.cancel()
        look, work = self.offer.look, self._work

        def looked(offer: Offer) -> None:
            if self.waiting and self.waiting[0].look is look and self.pages.currentWidget() is self.columns:
                self.columns.put(offer, from_list=self.preview.preview is not None)

        asked = partial(work.offer_of, look, sheet, row or None)
        self._looking = self._house.runner.start(asked, owner=self, done=looked, failed=self._failed)

    def _use(self, mapping: ColumnMapping) -> None:
        """Keep what was chosen, then show what comes of it."""
        offer = self.offer
        sheet = offer.look.sheet(mapping.sheet) if offer is not None else None
        if offer is None or sheet is None or not self._may():
            return
        headers, person, work = sheet.headers(mapping.header_row), self._house.who.person, self._work

        def kept(_nothing: None) -> None:
            if self.waiting and self.waiting[0].look is offer.look:
                self.waiting[0] = replace(offer, sheet=sheet, mapping=mapping, mapped=MappingFrom.GUESSED, problems=())
                self.begin_preview()

        self._house.runner.start(lambda: work.remember_mapping(person, headers, mapping), owner=self, done=kept, failed=self._failed)

    # --- preview -----------------------------------------------------------------------------------------------------

    def _plan(self) -> FilePlan | None:
        offer = self.offer
        return FilePlan(offer.look, offer.mapping) if offer is not None and offer.mapping is not None else None

    def begin_preview(self) -> None:
        """Read the whole file, compare it with what is here."""
        plan, work = self._plan(), self._work
        if plan is not None and not self.running.busy:
            self.preview.forget()
            self.news.clear()
            self._turn_to(self.running)
            self.running.run(lambda stopped: work.preview(plan, stopped), self._previewed, self._not_previewed, counts=False)

    def _previewed(self, preview: FilePreview) -> None:
        if self.offer is not None:
            self.preview.put(self.offer, preview)
            self._turn_to(self.preview)
            self.preview.go.setFocus()

    def _not_previewed(self, trouble: Trouble) -> None:
        said = "Cancelled. Nothing was written." if isinstance(trouble, Cancelled) else str(trouble)
        self._say(said, "&Look at it again", self.refresh)

    # --- import ------------------------------------------------------------------------------------------------------

    def begin_import(self) -> None:
        """Import the file that is shown."""
        plan, work, person, preview = self._plan(), self._work, self._house.who.person, self.preview.preview
        if plan is None or preview is None or self.running.busy or not self._may():
            return
        calls = frozenset(line.call_number for line in preview.lines if line.call_number) if self.preview.photos.isChecked() else None

        def done(result: ImportResult) -> None:
            self._imported(Imported(result, plan.look.path, calls))

        self._importing = True
        self.news.clear()
        self._turn_to(self.running)
        self.running.run(lambda stopped: work.run(person, plan, stopped), done, self._not_imported, counts=True)

    def _imported(self, told: Imported) -> None:
        self._importing = False
        self._last = told.result.run.id
        self.imported.emit(told)
        if self._closes:
            self.close()
            return
        name = told.path.name
        self.go_on()
        if self.waiting:
            self.news.tell(f"{name} was imported: {counts_text(told.result.run)}.", Tone.DONE)

    def _not_imported(self, trouble: Trouble) -> None:
        """It came to no end of its own: back to what it would bring."""
        self._importing = False
        if self._closes:
            self.close()
        else:
            self._turn_to(self.preview)
            self._failed(trouble)

    # --- what it says ------------------------------------------------------------------------------------------------

    def _may(self) -> bool:
        hindrance = self._house.who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self.news.tell(str(hindrance), Tone.LATE)
        return hindrance is None

    def _failed(self, trouble: Trouble) -> None:
        self.news.tell(f"{trouble} (error {numbered(trouble)})", Tone.LATE)

    def _say(self, text: str, verb: str, deed: Callable[[], object]) -> None:
        self.trouble.say(text, verb, deed)
        self._turn_to(self.trouble)

    def _turn_to(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.skip.setEnabled(not self._importing)
        names = {self.trouble: "trouble", self.columns: "columns", self.preview: "preview"}
        if page in names:
            self.moved_on.emit(names[page])

    def _show_head(self) -> None:
        if self.offer is None:
            return
        look, behind = self.offer.look, len(self.waiting) - 1
        self.title.setText(look.name)
        more = f"  ·  {behind} more to look at" if behind else ""
        self.under.setText(f"{words.file_words(look)}{more}")
        self.under.setToolTip(str(look.path))
        self.skip.setVisible(behind > 0)

    # --- leaving -----------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """A preview just stops; an import is asked about, and stops before the window goes."""
        if self._importing and not self._closes:
            event.ignore()
            question = f"{self.title.text()} is being imported: {self.running.progress.words}. What is imported so far stays."
            ask(self, "Import a file", question, [("&Stop it and close", self._stop_and_close), ("&Go on", None)], default=1)
            return
        if self._importing:
            event.ignore()
            return
        self.running.drop()
        super().closeEvent(event)

    def _stop_and_close(self) -> None:
        self._closes = True
        self.running.cancel()
        if not self._importing:
            self.close()
