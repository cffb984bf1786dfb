"""The unsure cars in one list: kind, police department and VIN typed in place, one after the other."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.typed import read_value
from itow_desktop.domain.vehicles import CustodyKind, VinState, vin_state
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.unsure import NOT_READABLE, Lack, UnsureBoard, UnsureCar
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.beginning.answer_window import AnswerWindow
from itow_desktop.ui.dialogs.sort_cars import KINDS
from itow_desktop.ui.models.answers import AnswerCell, AnswerRow, Asked, CellKey
from itow_desktop.ui.queue_text import place_text, plate_text
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import CUSTODY, counted
from itow_desktop.ui.work import BeginningWork

_MISREAD = "The VIN is saved, but its check digit is wrong: one of its characters may be misread."
_COLUMNS = (Lack.KIND, Lack.AGENCY, Lack.VIN)
_HEADERS = ("Kind", "Police department", "VIN")
_HOW = (
    "Type the first letters and choose with the arrow keys. Enter goes on to the next empty cell. A department that is not on the list: "
    "+ and its name. A VIN nobody can read: none. An answer counts for every car from the same property."
)


class UnsureWindow(AnswerWindow):
    """Only what is missing is asked; a car stays in the list when it is complete, so that nothing jumps."""

    def __init__(self, work: BeginningWork, person: Person | None, *, runner: TaskRunner, bus: Bus, parent: QWidget | None = None) -> None:
        super().__init__("Cars that need you", runner, bus, parent)
        self._work = work
        self._person = person
        self._agencies: dict[str, Agency] = {}
        self._first = True
        self.intro.setText("Something is missing about these cars that only a person can say. Each answer is saved at once.")
        self.ask_again()

    def ask_again(self) -> None:
        """Read the cars and the police departments."""
        here = [row.custody_id for row in self.model.rows]
        self.runner.start(lambda: self._work.unsure(here), owner=self, done=self._show, failed=self._not_read)

    def _not_read(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.ask_again)

    def _show(self, board: UnsureBoard) -> None:
        self._agencies = {agency.name: agency for agency in board.agencies}
        if not self._first:
            cells = {(car.case.custody_id, place): cell for car in board.cars for place, cell in enumerate(self._cells(car))}
            waited = self.waits
            self.show_cells(cells)
            if waited and not self.waits:  # the answer for its neighbour was one for this car, too
                self.go_on(1)
            return
        self._first = False
        self.model.put(_HEADERS, [AnswerRow(car.case.custody_id, _label(car.case), self._cells(car)) for car in board.cars])
        self.table.set_widths([20, 34, 20])
        if not board.cars:
            self.intro.setText("Nothing is missing: every car on the lot has its kind, its police department and its VIN.")
        self.show_state()
        self.go_on(1)

    def _cells(self, car: UnsureCar) -> tuple[AnswerCell, ...]:
        case = car.case
        names = {agency.id: agency.name for agency in self._agencies.values()}
        texts = {
            Lack.KIND: "" if case.custody is CustodyKind.UNKNOWN else CUSTODY[case.custody],
            Lack.AGENCY: names.get(case.agency_id or 0, ""),
            Lack.VIN: case.vin or ("" if Lack.VIN in car.lacks else "not readable"),
        }
        return tuple(
            AnswerCell(texts[lack], Asked.OPEN if lack in car.lacks else Asked.CLOSED, tip=case.towed_from or "") for lack in _COLUMNS
        )

    # --- answers -----------------------------------------------------------------------------------------------------

    def suggest(self, column: int) -> tuple[Sequence[str], bool]:
        """Kinds and police departments to choose from."""
        lack = _COLUMNS[column]
        if lack is Lack.KIND:
            return [CUSTODY[kind] for kind in KINDS], True
        return (sorted(self._agencies, key=str.casefold), True) if lack is Lack.AGENCY else ((), False)

    def in_capitals(self, column: int) -> bool:
        """A VIN is."""
        return _COLUMNS[column] is Lack.VIN

    def problem(self, key: CellKey, text: str) -> str | None:
        """A sentence for a word that is not on its list, and for what is no VIN."""
        if not text:
            return "This cannot be emptied here. Correct it on the car's own page."
        try:
            self._read(_COLUMNS[key[1]], text)
        except ValueError as wrong:
            return str(wrong)
        return None

    def tidy(self, key: CellKey, text: str) -> str:
        """The whole word that was meant."""
        found = self._read(_COLUMNS[key[1]], text)
        if isinstance(found, Agency):
            return found.name
        return CUSTODY[found] if isinstance(found, CustodyKind) else found

    def save(self, custody_id: int, texts: Mapping[int, str]) -> None:
        """The kind first, for it decides what else is asked."""
        for column, text in sorted(texts.items()):
            found = self._read(_COLUMNS[column], text)
            if isinstance(found, CustodyKind):
                self._work.sort_cars(self._person, [custody_id], found)
            elif isinstance(found, Agency):
                self._work.name_agency(self._person, custody_id, found)
            else:
                self._work.name_vin(self._person, custody_id, found)

    def saved(self, custody_id: int, texts: Mapping[int, str]) -> None:
        """An answer may have settled other cars too, a kind may ask for more."""
        if any(_COLUMNS[column] is Lack.VIN for column in texts):
            vin = texts[_COLUMNS.index(Lack.VIN)]
            if vin_state(vin) is VinState.BAD_CHECK_DIGIT:
                self.news.tell(_MISREAD, Tone.TODAY)
                self.runner.start(lambda: self._work.advise_vin(vin), owner=self, done=lambda advice: self._offer(custody_id, advice))
        self.ask_again()

    def _offer(self, custody_id: int, advice: VinAdvice) -> None:
        """Which VIN may be meant; a button for the likeliest."""
        if not advice.offers:
            return
        meant = [f"{each.vin} ({each.says.description})" if each.says.description else each.vin for each in advice.offers]
        first = advice.offers[0].vin
        self.news.tell(
            f"{_MISREAD} Perhaps meant: {' or '.join(meant)}.",
            Tone.TODAY,
            f"&Use {first}",
            lambda: self._use(custody_id, first, advice.vin),
        )

    def _use(self, custody_id: int, vin: str, was: str) -> None:
        name = self._work.name_vin
        self.runner.start(
            lambda: name(self._person, custody_id, vin, was), owner=self, done=lambda _none: self.ask_again(), failed=self._not_read
        )

    def enter(self, down: int) -> None:
        """Enter goes on to what is missing next."""
        self.go_on(down)

    def _read(self, lack: Lack, text: str) -> CustodyKind | Agency | str:
        if lack is Lack.KIND:
            return _kind(text)
        return self._agency(text) if lack is Lack.AGENCY else _vin(text)

    def _agency(self, text: str) -> Agency:
        """One of the list by its name or a part of it that no other has; ``+ Name`` for a new one."""
        if text.startswith("+"):
            name = text[1:].strip()
            known = {each.casefold(): agency for each, agency in self._agencies.items()}
            if not name:
                raise ValueError("Type the name of the new police department after the +.")
            return known.get(name.casefold(), Agency(0, name))
        name = _one_of(text, list(self._agencies), f"{text} is not on the list of police departments. To add it, type + {text}.")
        return self._agencies[name]

    # --- words -------------------------------------------------------------------------------------------------------

    def hint(self) -> str:
        """How cells are filled."""
        return _HOW

    def say_progress(self) -> str:
        """``3 of 8 cars need you``."""
        waiting = {custody_id for custody_id, _ in (*self.model.empty, *self.model.wrong)}
        total = len(self.model.rows)
        if not total:
            return ""
        return f"{len(waiting):,} of {counted(total, 'car needs', 'cars need')} you" if waiting else "Nothing is missing any more"


def _label(case: OpenCase) -> str:
    return "  ".join(part for part in (plate_text(case), case.description, place_text(case)) if part)


def _kind(text: str) -> CustodyKind:
    words = {CUSTODY[kind]: kind for kind in KINDS}
    return words[_one_of(text, list(words), f"{text} is no kind of car here. Choose one of the list.")]


def _vin(text: str) -> str:
    if text.casefold() in NOT_READABLE or text.casefold() == "not readable":
        return "not readable"
    return str(read_value("vin", text))


def _one_of(text: str, words: Sequence[str], otherwise: str) -> str:
    """The word that is meant: the very one, else the only one that begins with the text, else the only one that holds it."""
    typed = text.casefold()
    for fits in (str.__eq__, str.startswith, str.__contains__):
        found = [word for word in words if fits(word.casefold(), typed)]
        if len(found) == 1:
            return found[0]
        if len(found) > 1:
            raise ValueError(f"Which one: {', '.join(found[:4])}{' ...' if len(found) > 4 else ''}? Type a little more of it.")
    raise ValueError(otherwise)
