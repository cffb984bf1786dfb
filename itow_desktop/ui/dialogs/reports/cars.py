"""The cars behind a number as a list."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from itow_desktop.domain.report_papers import OUTCOMES, ReportCarLine, delay
from itow_desktop.ui.models.text_rows import DOTTED, Cell, TextRow
from itow_desktop.ui.text import counted, list_day
from itow_desktop.ui.widgets.dotted import NOT_CHECKED, DottedDelegate
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import strong

MOST = 5000
"""Cars that are listed at the most; more than that is for a spreadsheet."""
HEADERS = ("Call", "Plate", "Vehicle", "Police department", "Step", "Due", "Done", "Late by", "Why")
_DUE, _GROW, _RIGHT = 5, (2, 3, 8), (5, 6, 7)


class CarList(RecordList):
    """Enter or a double click opens a car; the same car stands here once for each of its duties."""

    def __init__(self, open_car: Callable[[int], None], print_list: Callable[[], None]) -> None:
        super().__init__("Cars behind the number", HEADERS, "No car: the number is 0.", picture="car", grow=_GROW, right=_RIGHT, margin=0)
        self._open_car = open_car
        self.cars: tuple[ReportCarLine, ...] = ()
        self.said = strong()
        self.table.setItemDelegateForColumn(_DUE, DottedDelegate(self.table, DOTTED))
        self.open_button = self.deed_for("Open &vehicle", "app-window", self._open)
        self.print_button = self.deed("Print &list...", "printer", print_list)
        self.table.opened.connect(lambda row: self._open(self.model.key_at(row)))

    def tell(self, words: str, cars: Sequence[ReportCarLine], number: int) -> None:
        """Other cars; ``number`` are there in all."""
        self.cars = tuple(cars)
        listed = "" if number <= len(cars) else f" (the first {len(cars):,}; the spreadsheet has all)"
        self.said.setText(f"{words}: {counted(number, 'duty', 'duties')}{listed}")
        several = len({car.outcome for car in self.cars}) > 1
        self.put([TextRow(place, _cells(car, several=several)) for place, car in enumerate(self.cars)])
        self.print_button.setEnabled(bool(cars))

    @property
    def texts(self) -> list[list[str]]:
        """The list in words, as it stands on the screen; dots below a date are said."""
        return [[f"{cell.text} ({NOT_CHECKED})" if cell.dotted else cell.text for cell in row.cells] for row in self.model.rows]

    def _open(self, place: int) -> None:
        self._open_car(self.cars[place].custody_id)


def _cells(car: ReportCarLine, *, several: bool) -> tuple[Cell, ...]:
    """``several``: the number counts more than one outcome, so each line says its own."""
    due = "" if car.due is None else list_day(car.due) + (f" {car.at:%H:%M}" if car.at else "")
    done = "" if car.done_on is None else list_day(car.done_on)
    why = ": ".join(part for part in (OUTCOMES[car.outcome] if several else "", car.why) if part)
    words = (Cell(text, tip=text) for text in (car.call_number, car.plate, car.vehicle, car.agency, car.step))
    tip = f"{due}: the rule of this date is {NOT_CHECKED}." if car.unverified else ""
    return (
        *words,
        Cell(due, car.due, tip=tip, dotted=car.unverified),
        Cell(done, car.done_on),
        Cell(delay(car.late_by), _minutes(car.late_by)),
        Cell(why, tip=why),
    )


def _minutes(late_by: timedelta | None) -> int | None:
    """What delays are sorted by."""
    return None if late_by is None else round(late_by.total_seconds() / 60)
