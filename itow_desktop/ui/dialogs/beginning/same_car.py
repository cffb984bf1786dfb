"""Ask once whether a car entered by hand and one that TowBook knows are the same."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QWidget

from itow_desktop.domain.cars import FIELD_NAMES
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.joining import Pair
from itow_desktop.services.views import CarCard, Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import CUSTODY, FIELD, counted, moment_text, value_text
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong
from itow_desktop.ui.work import BeginningWork

_FIRST = ("plate", "plate_state", "vin", "year", "make", "model", "color", "call_number", "towed_at", "towed_from", "custody", "agency_id")
_ORDER = (*_FIRST, *(name for name in FIELD_NAMES if name not in _FIRST))
_ALWAYS = frozenset(_FIRST)


class SameCarDialog(DeedDialog):
    """Both cars side by side; "same" keeps the one entered by hand, "different" is never asked again."""

    def __init__(self, pair: Pair, work: BeginningWork, person: Person | None, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Is this the same car?", "&Same car: join them", runner, parent, cancel="&Later")
        self._pair = pair
        self._work = work
        self._person = person
        self.different = QPushButton("&Different cars")
        self.different.setAutoDefault(False)
        self.different.clicked.connect(self._are_different)
        self.foot.insertWidget(2, self.different)
        intro = QLabel(
            "One was entered by hand here, the other came from TowBook. Joined, they are one car: what you typed stays, what you left "
            "empty is filled from TowBook, events and papers of both are kept, and later imports go to it."
        )
        intro.setWordWrap(True)
        self.body.addWidget(intro)
        self.body.addWidget(self._side_by_side(), 1)
        self.fit(QSize(820, 620))
        self.primary.setFocus()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _side_by_side(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        hand, told = self._texts(self._pair.hand), self._texts(self._pair.told)
        for column, words in enumerate(("", "Entered by hand", "From TowBook")):
            grid.addWidget(strong(words), 0, column)
        shown = [name for name in _ORDER if name in _ALWAYS or hand.get(name) or told.get(name)]
        for row, name in enumerate(shown, start=1):
            ours, theirs = hand.get(name, ""), told.get(name, "")
            differs = bool(ours and theirs and ours != theirs)
            word = quiet(FIELD[name])
            grid.addWidget(word, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, ours), (2, theirs)):
                label = QLabel(text or "\N{EN DASH}")
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                set_tone(label, Tone.TODAY if differs else None)
                grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            if differs:
                grid.addWidget(quiet("differs"), row, 3, Qt.AlignmentFlag.AlignTop)
        self._add_counts(grid, len(shown) + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(len(shown) + 2, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName("Both cars side by side")
        return area

    def _add_counts(self, grid: QGridLayout, row: int) -> None:
        grid.addWidget(quiet("On record"), row, 0)
        for column, card in ((1, self._pair.hand), (2, self._pair.told)):
            events = counted(len(card.events), "event", "events")
            grid.addWidget(QLabel(f"{events}, {counted(len(card.documents), 'paper', 'papers')}"), row, column)

    def _texts(self, card: CarCard) -> Mapping[str, str]:
        agencies = {card.agency.id: card.agency.name} if card.agency else {}
        fields = card.car.fields
        found = {name: getattr(fields, name) for name in FIELD_NAMES}
        texts = {name: value_text(name, value, agencies) for name, value in found.items() if value not in (None, "", False)}
        texts["custody"] = CUSTODY[CustodyKind(fields.custody)]
        if card.row.towed_at is not None:
            texts["towed_at"] = moment_text(card.row.towed_at, self._work.zone, self._work.today())
        return texts

    # --- answers -----------------------------------------------------------------------------------------------------

    def commit(self) -> None:
        """They are one car."""
        deed = partial(self._work.same_car, self._person, *self._ids)
        self.run(deed, lambda _none: self.finish(self._ids), doing="Joining...")

    def _are_different(self) -> None:
        deed = partial(self._work.other_car, self._person, *self._ids)
        self.run(deed, lambda _none: self.finish(self._ids))

    @property
    def _ids(self) -> tuple[int, int]:
        return self._pair.hand.car.custody_id, self._pair.told.car.custody_id
