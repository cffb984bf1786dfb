"""Many cars side by side, typed over like a spreadsheet; nothing is stored before Save, and nothing typed is lost."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import DatabaseTrouble, ProblemsOfMany, Trouble
from itow_desktop.domain.merging import ClashField
from itow_desktop.services.cars_to_edit import CarToEdit
from itow_desktop.services.editing import ManyChanged
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car_texts import CarTexts
from itow_desktop.ui.dialogs.editing.edit_work import ManyWork
from itow_desktop.ui.dialogs.editing.elsewhere import clash_words, lower, signature
from itow_desktop.ui.dialogs.grid.cells import GridCells
from itow_desktop.ui.dialogs.grid.columns import COLUMNS, SUGGESTED, in_capitals, of_few_words, suggested
from itow_desktop.ui.dialogs.grid.edits import cells_of, deed_name, edits_of, save_words, saved_words, unsaved_of
from itow_desktop.ui.dialogs.grid.parts import CellLine, TroubleList
from itow_desktop.ui.dialogs.grid.vins import GridVins
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.drafts import Typed, Unsaved
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.models.grid import Cell, GridCar, GridModel, Mark
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.edit_table import EditTable
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.tones import quiet

_HOW = "Tab across, Enter down. Ctrl+D fills down, Ctrl+C and Ctrl+V work with Excel, Delete empties, Ctrl+Z takes back what you typed."


class GridWindow(QDialog):
    """Sends only what was changed; what is wrong stays marked in its cell until it is right."""

    saved = Signal(object)
    """``frozenset[int]`` of custody ids that were changed."""
    typed = Signal()
    """What would be lost with the window changed."""
    closed = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        work: ManyWork,
        who: Who,
        *,
        cars: Sequence[CarToEdit],
        agencies: Sequence[Agency],
        check: Callable[[str, str], str | None],
        unsaved: Unsaved,
        parent: QWidget | None = None,
    ) -> None:
        """``check`` judges one field's text at once; ``unsaved`` is what was typed for these cars before and not saved."""
        super().__init__(parent)
        self._runner, self._work, self._who = runner, work, who
        self._saving = False
        self._leaving = False
        self._then_leave = False
        self.texts = CarTexts(agencies, work.today, lambda: work.zone, check)
        self.model = GridModel(COLUMNS, self.texts, self)
        self.table = EditTable("Cars to edit", self._suggest, in_capitals)
        self.news = NewsBar()
        self.cells = GridCells(self.table, self.model, self.news)
        self.line = CellLine()
        self.vins = GridVins(runner, work.advise_vin, self.table, self.model)
        self.troubles = TroubleList()
        self.save_button = QPushButton("&Save")
        self.ids = tuple(car.custody_id for car in cars)
        self.model.put_cars([self._grid_car(car) for car in cars])
        self._build()
        self._wire()
        self._fill(unsaved)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(f"Edit {counted(len(self.ids), 'car', 'cars')} in a grid")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.table.setModel(self.model)
        self.table.set_widths([column.characters for column in COLUMNS])
        self.table.verticalHeader().setFixedWidth(self.table.fontMetrics().horizontalAdvance("0") * 30)
        self.save_button.setProperty("primary", "true")
        self.save_button.setAutoDefault(False)
        self.save_button.setToolTip("Save what is right (Ctrl+S)")
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        how = quiet(_HOW)
        how.setWordWrap(True)
        foot.addWidget(how, 1)
        foot.addWidget(self.save_button)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.news)
        column.addWidget(self.table, 1)
        column.addWidget(self.line)
        column.addWidget(self.vins.row)
        column.addWidget(self.troubles)
        column.addLayout(foot)
        space = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(QSize(1600, 900).boundedTo(QSize(space.width() - 48, space.height() - 64)))

    def _wire(self) -> None:
        self.model.edited.connect(self._show_state)
        self.model.edited.connect(self.typed)
        self.table.cell_changed.connect(self._show_cell)
        self.line.back_asked.connect(self.cells.put_back)
        self.line.theirs_asked.connect(lambda: self.model.take_back([self._cell] if self._cell else []))
        self.line.mine_asked.connect(lambda: self.model.keep_mine(self._cell) if self._cell else None)
        self.troubles.asked.connect(self.go_to)
        self.save_button.clicked.connect(self.save)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        QShortcut(QKeySequence("F3"), self, self.next_trouble)

    def _fill(self, before: Unsaved) -> None:
        self.model.take_up(cells_of(before))
        self._show_state()
        if self.model.cars:
            self.table.go_to(self.model.index(0, 0))
        if self.model.typed:
            self.news.tell(
                f"Here is what was typed before and not saved: {counted(len(self.model.typed), 'cell', 'cells')}.",
                action="&Throw it away",
                deed=lambda: self.model.take_back(self.model.typed),
            )

    def _grid_car(self, car: CarToEdit) -> GridCar:
        texts = {column.field: car.texts[column.field] for column in COLUMNS}
        texts["towed_at"] = self.texts.clean("towed_at", texts["towed_at"])
        return GridCar(car.custody_id, "  ".join(part for part in (car.mark, car.description) if part), texts)

    def _suggest(self, column: int) -> tuple[Sequence[str], bool]:
        name = COLUMNS[column].field
        if of_few_words(name):
            return [word for word, _ in self.texts.choices(name)], True
        return (suggested(car.texts[name] for car in self.model.cars) if name in SUGGESTED else ()), False

    # --- cells -------------------------------------------------------------------------------------------------------

    @property
    def _cell(self) -> Cell | None:
        index = self.table.currentIndex()
        return self.model.cell(index) if index.isValid() else None

    def go_to(self, cell: Cell) -> None:
        """Into a cell."""
        self.table.go_to(self.model.index_of(cell))

    def next_trouble(self) -> None:
        """To the next cell that is not right."""
        order = [(car.custody_id, column.field) for car in self.model.cars for column in COLUMNS]
        cell = self.troubles.after(self._cell, order)
        if cell is not None:
            self.go_to(cell)

    # --- what it says ------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        troubles, right = self.model.troubles, len(self.model.right)
        self.troubles.put(troubles)
        self.save_button.setText(save_words(right, wrong=bool(troubles)))
        self.save_button.setEnabled(bool(right) and not self._saving)
        self._show_cell()

    def _show_cell(self) -> None:
        cell = self._cell
        if cell is None:
            self.line.show_cell("", None)
            return
        mark, name = self.model.mark(cell), cell[1]
        stored = self.texts.shown(name, self.model.stored(cell)) or "nothing"
        if mark in {Mark.WRONG, Mark.CLASH}:
            self.line.show_cell(self.model.problem(cell) or "", mark)
        elif mark is not None:
            typed = self.texts.shown(name, self.model.text(cell))
            change = f"will be {typed}" if typed else "will be emptied"
            self.line.show_cell(f"Not saved yet: the {lower(name)} {change}. Stored now: {stored}.", mark)
        else:
            self.line.show_cell(self.texts.shown(name, self.model.stored(cell)), None)

    # --- saving ------------------------------------------------------------------------------------------------------

    @property
    def unsaved(self) -> Unsaved:
        """What would be lost with the window."""
        return unsaved_of(self.ids, self.model.typed, self._who.person.name if self._who.person else None)

    def save(self) -> None:
        """Send what is right in one deed; what is not right stays where it is."""
        self.table.commit_open_editor()
        right = dict(self.model.right)
        if self._saving or not right:
            return
        edits = edits_of(right)
        self._saving = True
        self._show_state()
        self.save_button.setText("Saving...")
        person, name = self._who.person, deed_name(edits)

        def done(changed: ManyChanged) -> None:
            self._saved(right, changed)

        self._runner.start(lambda: self._work.change_many(person, edits, name), owner=self, done=done, failed=self._failed)

    def _saved(self, sent: dict[Cell, Typed], changed: ManyChanged) -> None:
        self._saving = False
        clashing = {clash.custody_id for clash in changed.clashes}
        for clash in changed.clashes:
            for each in clash.fields:
                theirs = self.texts.clean(each.field, each.theirs)
                sentence = clash_words(each, self.texts, self._work.zone, self._work.today())
                self.model.clash((clash.custody_id, each.field), theirs, sentence)
        self.model.saved({cell: typed.text for cell, typed in sent.items() if cell[0] not in clashing})
        self.saved.emit(frozenset(cell[0] for cell in sent) - clashing)
        self._tell_saved(changed)
        if self._then_leave and not self.model.typed:
            self._leave()
        self._then_leave = False

    def _tell_saved(self, changed: ManyChanged) -> None:
        left = len(self.model.typed) - len(self.model.clashes)
        self.news.tell(saved_words(changed, left), Tone.TODAY if changed.clashes or left else Tone.DONE)
        if changed.clashes:
            self.next_trouble()

    def _failed(self, trouble: Trouble) -> None:
        self._saving = self._then_leave = False
        if isinstance(trouble, ProblemsOfMany):
            self.model.complain({(custody_id, field): sentence for custody_id, field, sentence in trouble.cars})
            self.news.tell("Nothing was saved yet: the list below says what is not right. The right ones can be saved.", Tone.LATE)
        else:
            again = " It is kept on this PC too; press Save again in a moment." if isinstance(trouble, DatabaseTrouble) else ""
            self.news.tell(f"{trouble} What you typed is still here.{again} (error {numbered(trouble)})", Tone.LATE)
        self._show_state()

    # --- meanwhile, elsewhere ----------------------------------------------------------------------------------------

    def look_again(self, custody_ids: frozenset[int]) -> None:
        """Cars may have changed elsewhere (none named: any): show them under what is typed."""
        wanted = [each for each in self.ids if not custody_ids or each in custody_ids]
        if wanted and not self._saving:
            self._runner.start(lambda: self._work.cars_to_edit(wanted), owner=self, done=self._renew, failed=self._not_looked)

    def _renew(self, cars: tuple[CarToEdit, ...]) -> None:
        if self._saving:
            return
        by_id = {car.custody_id: car for car in cars}
        for cell in self.model.renew([self._grid_car(car) for car in cars]) - self.model.clashes:
            by, at = signature(by_id[cell[0]].provenance, cell[1])
            clash = ClashField(cell[1], self.model.text(cell), self.model.stored(cell), by, at)
            self.model.clash(cell, clash.theirs, clash_words(clash, self.texts, self._work.zone, self._work.today()))

    def _not_looked(self, trouble: Trouble) -> None:
        self.news.tell(f"What others changed meanwhile is not shown. {trouble}", Tone.TODAY)

    def tell_draft(self, trouble: Trouble) -> None:
        """This PC's disk does not take what is typed, or cannot read what was."""
        self.news.tell(str(trouble), Tone.TODAY)

    # --- leaving -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is saved, thrown away or kept open: the person says which."""
        self.table.commit_open_editor()
        if self._leaving or not self.model.typed:
            event.accept()  # Qt's own asks reject(), which asks to close, and so the dialog would stay
            self.closed.emit()
            return
        event.ignore()
        count = counted(len(self.model.typed), "cell is", "cells are")
        choices = [("&Save", self._save_and_leave), ("&Discard what I typed", self._discard), ("&Keep editing", None)]
        ask(self, self.windowTitle(), f"{count} changed and not saved yet.", choices)

    def _save_and_leave(self) -> None:
        self._then_leave = True
        self.save()

    def _discard(self) -> None:
        self.model.take_back(self.model.typed)
        self._leave()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
