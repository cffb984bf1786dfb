"""The sheet of a car's fields: where each stands, what is said below it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, tzinfo
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.vehicles import VinState, clean_plate, clean_vin, vin_state
from itow_desktop.domain.vins import plate_hint
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_fields import FIELDS, USUAL, Field, Group, Layout, Shape
from itow_desktop.ui.widgets.entries import Entry, LineEntry, focus_entry
from itow_desktop.ui.widgets.offers import OfferRow
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong


class CarPaper(QWidget):
    """Two columns of fields in the order of the paper; Tab follows it."""

    edited = Signal(str)
    left = Signal(str)
    """Name of the field that was changed, that was left."""

    def __init__(self, agencies: Sequence[Agency], today: Callable[[], date], zone: Callable[[], tzinfo]) -> None:
        super().__init__()
        self._agencies = agencies
        self._today = today
        self._zone = zone
        self._entries: dict[str, Entry] = {}
        self._hints: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._problems: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        self._shapes: dict[str, str] = {}
        self._sheet = QWidget()
        self._vin_says = quiet()
        self.vin_offers = OfferRow()
        self.vin_offers.taken.connect(lambda offer: self.put(dict(offer.texts)))
        for field in FIELDS.values():
            self._make(field)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 8, 0)
        whole.addWidget(self._sheet)
        self.arrange(USUAL)
        for name, entry in self._entries.items():
            entry.edited.connect(lambda name=name: self._edited(name))
            entry.left.connect(lambda name=name: self.left.emit(name))

    # --- what stands in the fields -----------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What is typed, by field."""
        return {name: entry.text() for name, entry in self._entries.items()}

    def put(self, texts: Mapping[str, str]) -> None:
        """Show these texts in their fields."""
        for name, typed in texts.items():
            self._entries[name].put(typed)

    def entry(self, name: str) -> Entry:
        """The widget of a field."""
        return self._entries[name]

    def offer_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """Words to be offered while typing, by the name of the field; any other can still be typed."""
        for name, offered in words.items():
            entry = self._entries.get(name)
            if isinstance(entry, LineEntry):
                entry.offer(offered)

    def clean(self) -> None:
        """Write everything the usual way, as leaving the fields does."""
        for entry in self._entries.values():
            entry.clean()

    def go_to(self, name: str) -> None:
        """Into a field."""
        if name in self._entries:
            focus_entry(self._entries[name])

    # --- what is said of them ----------------------------------------------------------------------------------------

    def hint(self, name: str) -> str:
        """What stands below a field; empty when it is right."""
        return self._hints[name].text()

    def say(self, name: str, problem: str | None) -> None:
        """Say below a field what is wrong with it, or nothing."""
        _put(self._problems, name, problem)
        self._show_hint(name)

    def note(self, name: str, sentence: str | None) -> None:
        """Say below a field what is to be known of it; a problem comes first."""
        _put(self._notes, name, sentence)
        self._show_hint(name)

    def _show_hint(self, name: str) -> None:
        said = self._problems.get(name) or self._notes.get(name) or self._shapes.get(name) or ""
        hint = self._hints[name]
        hint.setText(said)
        hint.setVisible(bool(said))
        set_tone(hint, Tone.TODAY)
        self._entries[name].setAccessibleDescription(said)

    @property
    def vin_says(self) -> str:
        """What is said beside the VIN."""
        return self._vin_says.text()

    def _edited(self, name: str) -> None:
        if name in {"vin", "year", "body_type"}:
            self._judge_vin()
        elif name in {"plate", "plate_state"}:
            self._judge_plate()
        self.edited.emit(name)

    def _judge_vin(self) -> None:
        vin, year = clean_vin(self._entries["vin"].text()), self._entries["year"].text().strip()
        body = self._entries["body_type"].text()
        state = vin_state(vin, int(year) if year.isascii() and year.isdigit() else None, body)
        said = {VinState.UNKNOWN: "", VinState.INCOMPLETE: f"{len(vin or '')} of 17"}.get(state, text.VIN_STATE[state])
        self._vin_says.setText(said)
        set_tone(self._vin_says, {VinState.OK: Tone.DONE, VinState.BAD_CHECK_DIGIT: Tone.TODAY}.get(state, Tone.QUIET))

    def _judge_plate(self) -> None:
        """What is surely odd about it; it is taken all the same."""
        plate, state = clean_plate(self._entries["plate"].text()), self._entries["plate_state"].text().strip().upper()
        _put(self._shapes, "plate", plate_hint(plate, state))
        self._show_hint("plate")

    # --- building ----------------------------------------------------------------------------------------------------

    def arrange(self, layout: Layout) -> None:
        """Put the fields into another order; what is typed in them stays, Tab follows."""
        sheet = QWidget()
        whole = QVBoxLayout(sheet)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        for groups in (layout.left, layout.right):
            side = QVBoxLayout()
            side.setSpacing(16)
            for group in groups:
                side.addLayout(self._group(group))
            side.addStretch(1)
            columns.addLayout(side, 1)
        whole.addLayout(columns)
        for group in layout.below:
            whole.addLayout(self._group(group))
        whole.addStretch(1)
        mine = self.layout()
        if mine is not None:
            mine.replaceWidget(self._sheet, sheet)
        self._sheet.deleteLater()
        self._sheet = sheet
        entries = [self._entries[field.name] for group in layout.groups for field in group.fields]
        for before, after in pairwise(entries):
            QWidget.setTabOrder(before, after)
        for widget in (*self._entries.values(), *self._labels.values(), self._vin_says, sheet):
            widget.show()  # a widget that changed its parent is hidden
        self.vin_offers.setVisible(bool(self.vin_offers.offers))
        for name in FIELDS:
            self._show_hint(name)

    def _make(self, field: Field) -> None:
        """The widget a field is typed in, its label, room for what is wrong with it."""
        entry = self._entries[field.name] = car_fields.made(field, self._agencies, self._today, self._zone)
        entry.setAccessibleName(car_fields.word(field.name))
        if field.shape is not Shape.FLAG:
            label = self._labels[field.name] = QLabel(field.label)
            label.setBuddy(entry)
        hint = self._hints[field.name] = quiet()
        hint.setWordWrap(True)

    def _group(self, group: Group) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance("Police department "))
        grid.setColumnStretch(1, 1)
        if group.title:
            grid.addWidget(strong(group.title), 0, 0, 1, 2)
        line, below = QHBoxLayout(), QVBoxLayout()
        for field in group.fields:
            if not field.beside:
                line, below = self._line(grid, field)
            self._place(line, field)
            below.addWidget(self._hints[field.name])
            if field.name == "vin":
                below.addWidget(self.vin_offers)
        return grid

    def _line(self, grid: QGridLayout, field: Field) -> tuple[QHBoxLayout, QVBoxLayout]:
        """Room for a label, for fields beside each other, and below them for what is wrong."""
        row = grid.rowCount()
        if field.shape is not Shape.FLAG:
            side = Qt.AlignmentFlag.AlignTop if field.shape is Shape.NOTES else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(self._labels[field.name], row, 0, side)
        line, below = QHBoxLayout(), QVBoxLayout()
        line.setSpacing(8)
        below.setSpacing(2)
        grid.addLayout(line, row, 1)
        grid.addLayout(below, row + 1, 1)
        return line, below

    def _place(self, line: QHBoxLayout, field: Field) -> None:
        """One field at the end of its line, before the empty rest."""
        entry = self._entries[field.name]
        if field.beside:
            rest = line.count() - 1
            line.insertSpacing(rest, 4)
            line.insertWidget(rest + 1, self._labels[field.name])
            line.insertWidget(rest + 2, entry)
        else:
            wide = field.characters is None and field.shape not in {Shape.FLAG, Shape.YES_NO}
            line.addWidget(entry, 1 if wide else 0)
            line.addStretch(0 if wide else 1)
        if field.name == "vin":
            line.insertWidget(1, self._vin_says)


def _put(sentences: dict[str, str], name: str, sentence: str | None) -> None:
    if sentence is None:
        sentences.pop(name, None)
    else:
        sentences[name] = sentence


class PaperScroll(QScrollArea):
    """Scrolls up and down only, and asks for the whole paper where the screen has room."""

    def __init__(self, paper: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._paper = paper
        self.setWidget(paper)

    def sizeHint(self) -> QSize:
        return self._paper.sizeHint() + QSize(24, 4)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than the paper: there is no scroll bar at the bottom."""
        return QSize(self._paper.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), 160)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
