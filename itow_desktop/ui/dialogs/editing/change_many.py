"""One field of many cars changed at once, after a look at what becomes of each."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.services.editing import ChangePreview, Edit, ManyChanged
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_fields import FIELDS, Shape
from itow_desktop.ui.dialogs.car_texts import CarTexts
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.editing.edit_work import ManyWork
from itow_desktop.ui.dialogs.editing.elsewhere import lower
from itow_desktop.ui.models.word_table import Index, WordTable
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.entries import ChoiceEntry, Entry
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import strong

CHANGEABLE = tuple(name for name in FIELDS if name not in {"plate", "vin", "call_number", "notes"})
"""Fields that several cars can have in common."""

_REST_MS = 250


class PreviewTable(WordTable[ChangePreview]):
    """A line for each car: now, then, or why it stays."""

    headers = ("Car", "Now", "Then", "")
    tips = True

    def __init__(self, texts: CarTexts) -> None:
        super().__init__()
        self._texts = texts

    @property
    def changing(self) -> tuple[ChangePreview, ...]:
        """Cars that will say something else than now."""
        return tuple(row for row in self._rows if row.problem is None and row.before != row.after)

    @property
    def wrong(self) -> tuple[ChangePreview, ...]:
        """Cars that cannot be changed."""
        return tuple(row for row in self._rows if row.problem is not None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DecorationRole or index.column() != 3 or index.row() >= len(self._rows):
            return super().data(index, role)
        row = self._rows[index.row()]
        if row.problem:
            return icon("warning-circle", Tone.LATE)
        return icon("arrow-right", Tone.ACCENT) if row.before != row.after else None

    def cells(self, row: ChangePreview) -> tuple[str, str, str, str]:
        before, after = (self._texts.shown(row.field, text) or "(empty)" for text in (row.before, row.after))
        return row.car, before, after, row.problem or ("changes" if row.before != row.after else "says so already")


class ChangeManyDialog(DeedDialog):
    """Choose a field and its value; nothing changes before the button with the number of cars is pressed."""

    def __init__(
        self,
        runner: TaskRunner,
        work: ManyWork,
        who: Who,
        *,
        custody_ids: Sequence[int],
        agencies: Sequence[Agency],
        check: Callable[[str, str], str | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Change {counted(len(custody_ids), 'car', 'cars')}", "&Change", runner, parent)
        self._work, self._who, self._ids = work, who, tuple(custody_ids)
        self._agencies = agencies
        self._question = 0
        self._looked_at = False
        self._shown: Mapping[str, str] = MappingProxyType({})
        self.texts = CarTexts(agencies, work.today, lambda: work.zone, check)
        self.model = PreviewTable(self.texts)
        self.field = QComboBox()
        self.empty = QCheckBox("&Empty it in all of them")
        self.summary = strong("Choose a field and what it shall say.")
        self.summary.setWordWrap(True)
        self._place = QHBoxLayout()
        self.entry: Entry = self._made(CHANGEABLE[0])
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._build()
        self._choose_field()

    def _build(self) -> None:
        for name in sorted(CHANGEABLE, key=car_fields.word):
            self.field.addItem(car_fields.word(name), name)
        self.field.setCurrentIndex(self.field.findData("color"))
        self.field.setAccessibleName("Field to change")
        line = QHBoxLayout()
        line.setSpacing(8)
        for words, widget in (("&Field", self.field), ("&becomes", None)):
            label = QLabel(words)
            line.addWidget(label)
            if widget is not None:
                label.setBuddy(widget)
                line.addWidget(widget)
            else:
                self._becomes = label
        line.addLayout(self._place, 1)
        line.addWidget(self.empty)
        table = PlainTable(self.model, "What becomes of each car", stretch=0)
        self.body.addLayout(line)
        self.body.addWidget(self.summary)
        self.body.addWidget(table, 1)
        self.field.currentIndexChanged.connect(lambda _place: self._choose_field())
        self.empty.toggled.connect(lambda on: self._empty_toggled(on=on))
        self._rest.timeout.connect(self._preview)
        self.fit(QSize(820, 560))

    def _made(self, name: str) -> Entry:
        entry = car_fields.made(FIELDS[name], self._agencies, self._work.today, lambda: self._work.zone)
        entry.setAccessibleName(f"New {lower(name)}")
        entry.edited.connect(self._typed)
        return entry

    @property
    def _name(self) -> str:
        return str(self.field.currentData())

    def _choose_field(self) -> None:
        old, self.entry = self.entry, self._made(self._name)
        old.hide()
        old.deleteLater()
        if isinstance(self.entry, ChoiceEntry):
            self.entry.setPlaceholderText("Choose")
            self.entry.setCurrentIndex(-1)
        self._place.addWidget(self.entry, 1)
        self._becomes.setBuddy(self.entry)
        self.empty.setVisible(FIELDS[self._name].shape not in {Shape.FLAG, Shape.KIND})
        self.empty.setChecked(False)
        self.model.put(())
        self._typed()

    def _empty_toggled(self, *, on: bool) -> None:
        self.entry.setEnabled(not on)
        self._typed()

    # --- looking before changing -------------------------------------------------------------------------------------

    def value(self) -> str | None:
        """What the field shall say; None while nothing is chosen. An empty text only where a person ticked "Empty it"."""
        if self.empty.isChecked():
            return ""
        if isinstance(self.entry, ChoiceEntry) and self.entry.currentIndex() < 0:
            return None
        return self.texts.clean(self._name, self.entry.text()) or None

    def _typed(self) -> None:
        """Another value: what was looked at counts no more until it was looked at anew."""
        self._question += 1
        self._looked_at = False
        self.primary.setText("&Change")
        if self.value() is None:
            self.model.put(())
            self.summary.setText("Choose a field and what it shall say.")
        else:
            self._rest.start()
        self.refresh_ready()

    def _preview(self) -> None:
        value = self.value()
        if value is None:
            return
        number, values = self._question, {self._name: value}

        def answered(rows: tuple[ChangePreview, ...]) -> None:
            if number == self._question:
                self._show(rows)

        self.runner.start(lambda: self._work.preview_many(self._ids, values), owner=self, done=answered, failed=self._not_previewed)

    def _show(self, rows: tuple[ChangePreview, ...]) -> None:
        self._looked_at = True
        self.model.put(rows)
        changing, wrong = len(self.model.changing), len(self.model.wrong)
        said = [f"{counted(changing, 'car changes', 'cars change')}."]
        if same := len(rows) - changing - wrong:
            said.append(f"{counted(same, 'car says', 'cars say')} so already.")
        if wrong:
            said.append(f"{counted(wrong, 'car', 'cars')} cannot be changed: {self.model.wrong[0].problem}")
        self.summary.setText(" ".join(said))
        self.primary.setText(f"&Change {counted(changing, 'car', 'cars')}")
        self.refresh_ready()

    def _not_previewed(self, trouble: Trouble) -> None:
        self.problems.say([f"What would change cannot be shown. {trouble}"])

    # --- the deed ----------------------------------------------------------------------------------------------------

    def ready(self) -> bool:
        return self._looked_at and bool(self.model.changing)

    def touched(self) -> bool:
        return False  # one value is typed again quickly; nothing of a car is held here

    def commit(self) -> None:
        """All of them in one deed, named so that its undo says what it takes back."""
        rows = self.model.changing
        if not self.ready() or self.busy:
            return
        edits = [Edit(row.custody_id, {row.field: row.after}, {row.field: row.before}) for row in rows]
        person, name = self._who.person, f"change {lower(rows[0].field)} of {counted(len(rows), 'car', 'cars')}"
        self.run(lambda: self._work.change_many(person, edits, name), self._done)

    def _done(self, changed: ManyChanged) -> None:
        if changed.clashes:
            # Somebody was quicker with these: look again, so that nobody's value is overwritten unseen.
            cars = ", ".join(clash.car for clash in changed.clashes[:5])
            self.problems.say(
                [f"{changed.changed} saved. Changed by somebody else meanwhile and left as they are: {cars}. Look again below."]
            )
            self.done_with.emit(changed)
            self._typed()
            return
        self.finish(changed)
