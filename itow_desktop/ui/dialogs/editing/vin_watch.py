"""Offers beside a VIN, while it is typed, what it says or which one may be meant."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.vehicles import VinState, clean_vin
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.offers import Offered

_AFTER_MS = 150
_WHOLE = 17
SPOKEN_OF = ("vin", "year", "make", "model")
"""Fields a VIN speaks of."""

Advise = Callable[[str, int | None, str | None], VinAdvice]
"""What can be offered for a VIN, given the model year and the body type as far as they are known; runs on a worker thread."""


class VinWatch(QObject):
    """Looks after a short rest; only the newest answer counts. Nothing is put anywhere by itself."""

    advised = Signal(str, object)
    """Words that lead, the ``Offered`` (tuple)."""

    def __init__(self, runner: TaskRunner, advise: Advise, texts: Callable[[], Mapping[str, str]], parent: QObject) -> None:
        """``texts`` answers the fields as they are typed now."""
        super().__init__(parent)
        self._runner = runner
        self._advise = advise
        self._texts = texts
        self._known: VinAdvice | None = None
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_MS)
        self._timer.timeout.connect(self.look)

    def edited(self, field: str) -> None:
        """A field changed."""
        if field in SPOKEN_OF or field == "body_type":
            self._timer.start()

    def look(self) -> None:
        """Ask at once; a VIN that is not whole has no answer."""
        self._number += 1
        number, texts = self._number, self._texts()
        vin = clean_vin(texts.get("vin")) or ""
        if len(vin) != _WHOLE:
            self.advised.emit("", ())
            return
        year, body = _year(texts.get("year", "")), texts.get("body_type") or None
        self._runner.start(
            lambda: self._advise(vin, year, body),
            owner=self,
            done=lambda advice: self._answered(number, advice),
            failed=lambda trouble: self._not_answered(number, trouble),
        )

    def _answered(self, number: int, advice: VinAdvice) -> None:
        if number == self._number:
            self.advised.emit(*offers_of(advice, self._texts()))

    def _not_answered(self, number: int, _trouble: Trouble) -> None:
        """An offer that stays away is no all-clear: the check digit is judged beside the field all the same."""
        if number == self._number:
            self.advised.emit("", ())


def offers_of(advice: VinAdvice, texts: Mapping[str, str]) -> tuple[str, tuple[Offered, ...]]:
    """What is offered beside these texts: VINs that may be meant, else what the VIN says and nobody typed."""
    if advice.state is VinState.BAD_CHECK_DIGIT:
        meant = [
            Offered("  ".join(part for part in (each.vin, each.says.description) if part), (("vin", each.vin),)) for each in advice.offers
        ]
        return "Perhaps meant:", tuple(meant)
    says = advice.says
    told = {"year": str(says.year or ""), "make": says.make or "", "model": says.model or ""}
    missing = tuple((name, value) for name, value in told.items() if value and not texts.get(name, "").strip())
    offers = [Offered(f"Fill in {' '.join(value for _, value in missing)}", missing)] if missing else []
    typed = _year(texts.get("year", ""))
    if says.year and typed and typed != says.year:
        offers.append(Offered(f"Year {says.year} instead of {typed}", (("year", str(says.year)),)))
    return "The VIN says:", tuple(offers)


def _year(typed: str) -> int | None:
    year = typed.strip()
    return int(year) if year.isascii() and year.isdigit() else None
