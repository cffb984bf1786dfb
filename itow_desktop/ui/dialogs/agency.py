"""Ask for the police department of every property that is not sure, all in one list."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.vehicles import parse_address
from itow_desktop.services.views import Person
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.dialogs.many_cars import ManyCarsDialog, Saved, save_all
from itow_desktop.ui.queue_text import car_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet
from itow_desktop.ui.work import QueueWork


@dataclass(frozen=True, slots=True)
class Property:
    """A place cars were towed from, and the open cars of it that wait for the answer."""

    key: str
    name: str
    address: str
    lines: tuple[QueueLine, ...]

    @property
    def cars(self) -> list[int]:
        """The custodies that wait."""
        return [line.case.custody_id for line in self.lines]


def properties(lines: Iterable[QueueLine]) -> tuple[Property, ...]:
    """Each property once, those with most cars first; a car without a place is asked by itself."""
    parts: dict[str, list[QueueLine]] = {}
    for line in lines:
        parts.setdefault(line.case.property_key or f"#{line.case.custody_id}", []).append(line)
    found = [_property(key, tuple(part)) for key, part in parts.items()]
    return tuple(sorted(found, key=lambda each: (-len(each.lines), each.name.casefold())))


def _property(key: str, lines: tuple[QueueLine, ...]) -> Property:
    case = lines[0].case
    found = parse_address(case.towed_from)
    name = case.place or case.towed_from or "No place known"
    if found is None:
        return Property(key, name, "", lines)
    parts = (found.street, found.city, " ".join(part for part in (found.state, found.zip) if part))
    return Property(key, name, ", ".join(part for part in parts if part and part != name), lines)


class AgencyBox(QComboBox):
    """Choose from the list by typing any part of a name, or type a name that is not on it yet."""

    def __init__(self, agencies: Sequence[Agency], name: str) -> None:
        super().__init__()
        self._ids = {agency.name.casefold(): agency.id for agency in agencies}
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([agency.name for agency in agencies])
        self.setCurrentIndex(-1)
        self.setAccessibleName(name)
        self.setMaxVisibleItems(16)
        self.setMinimumContentsLength(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        edit = self.lineEdit()
        if edit is not None:
            edit.setPlaceholderText("choose, or type a new name")
            edit.setMaxLength(200)
        completer = QCompleter([agency.name for agency in agencies], self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    @property
    def answer(self) -> str:
        """The name that is chosen or typed; empty when none is."""
        return self.currentText().strip()

    @property
    def agency_id(self) -> int | None:
        """The id of a name on the list; None for a new name."""
        return self._ids.get(self.answer.casefold())


@dataclass(frozen=True, slots=True)
class _Row:
    place: Property
    box: AgencyBox
    new: QLabel
    remember: QCheckBox


@dataclass(frozen=True, slots=True)
class _Answer:
    """A department for the cars of a place; ``agency_id`` None: the name is new."""

    cars: list[int]
    name: str
    agency_id: int | None
    remember: bool


class AgencyDialog(ManyCarsDialog):
    """One row a property; rows without an answer stay questions."""

    def __init__(
        self,
        work: QueueWork,
        person: Person | None,
        agencies: Sequence[Agency],
        lines: Sequence[QueueLine],
        *,
        runner: TaskRunner,
        parent: QWidget,
    ) -> None:
        super().__init__("Police department", "&Save answers", runner, parent)
        self._work = work
        self._person = person
        self._made: dict[str, int] = {}
        intro = QLabel("Which police department answers for these places? Towns and townships share mailing cities, so a person must say.")
        intro.setWordWrap(True)
        self.body.addWidget(intro)
        self.rows = [self._row(place, sorted(agencies, key=lambda each: each.name.casefold())) for place in properties(lines)]
        self.body.addWidget(self._list(), 1)
        self.fit(QSize(860, min(240 + 60 * len(self.rows), 660)))
        self.rows[0].box.setFocus()
        self._look()

    def _row(self, place: Property, agencies: Sequence[Agency]) -> _Row:
        row = _Row(place, AgencyBox(agencies, f"Police department for {place.name}"), quiet(), QCheckBox("Remember"))
        row.remember.setChecked(place.lines[0].case.property_key is not None)
        row.remember.setEnabled(place.lines[0].case.property_key is not None)
        row.remember.setToolTip("Cars towed from this property later get the same department by themselves")
        row.box.currentTextChanged.connect(lambda _text: self._look())
        return row

    def _list(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for column, word in enumerate(("Towed from", "Police department", "", "For this property")):
            grid.addWidget(quiet(word), 0, column)
        for number, row in enumerate(self.rows, start=1):
            place = QLabel(f"{row.place.name}\n{counted(len(row.place.lines), 'car', 'cars')}" + _below(row.place.address))
            place.setTextFormat(Qt.TextFormat.PlainText)
            place.setWordWrap(True)
            place.setToolTip("\n".join(car_text(line.case) for line in row.place.lines[:20]))
            row.new.setMinimumWidth(row.new.fontMetrics().horizontalAdvance("new name"))
            for column, widget in enumerate((place, row.box, row.new, row.remember)):
                grid.addWidget(widget, number, column)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        grid.setRowStretch(len(self.rows) + 1, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        return area

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        for row in self.rows:
            row.new.setText("new name" if row.box.answer and row.box.agency_id is None else "")
        cars = sum(len(row.place.lines) for row in self._answered())
        self.primary.setText(f"&Save for {counted(cars, 'car', 'cars')}" if cars else "&Save answers")
        self.refresh_ready()

    def _answered(self) -> list[_Row]:
        return [row for row in self.rows if row.box.isEnabled() and row.box.answer]

    def ready(self) -> bool:
        """A row has an answer."""
        return bool(self._answered())

    def touched(self) -> bool:
        """An answer that is not saved."""
        return self.ready()

    def commit(self) -> None:
        """Add new names, assign, remember; what could be saved stays saved."""
        answers = [_Answer(row.place.cars, row.box.answer, row.box.agency_id, row.remember.isChecked()) for row in self._answered()]
        made = dict(self._made)
        self.run(lambda: self._save(answers, made), self._saved_some)

    def _save(self, answers: Sequence[_Answer], made: dict[str, int]) -> tuple[Saved, Mapping[str, int]]:
        return save_all((answer.cars, partial(self._assign, answer, made)) for answer in answers), made

    def _assign(self, answer: _Answer, made: dict[str, int]) -> None:
        name = answer.name.casefold()
        known = answer.agency_id or made.get(name)
        if known is None:
            known = made[name] = self._work.save_agency(self._person, Agency(0, answer.name))
        self._work.assign_agency(self._person, known, answer.cars, remember=answer.remember)

    def _saved_some(self, found: tuple[Saved, Mapping[str, int]]) -> None:
        saved, made = found
        self._made.update(made)
        self.settle(saved)

    def lock(self, custody_ids: Collection[int]) -> None:
        """A place whose cars all have their department is answered."""
        for row in self.rows:
            if set(row.place.cars) <= set(custody_ids):
                row.box.setEnabled(False)
                row.remember.setEnabled(False)
        self._look()


def _below(address: str) -> str:
    return f" · {address}" if address else ""
