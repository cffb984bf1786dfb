"""What typed texts of a car's fields mean: written the usual way, judged, shown in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.entry import read_moment
from itow_desktop.domain.vehicles import clean_plate, clean_vin, present
from itow_desktop.ui import text
from itow_desktop.ui.dialogs.car_fields import FIELDS, YES_NO, Shape

_SAID_YES = frozenset({"yes", "y", "true", "1", "x"})
_SAID_NO = frozenset({"no", "n", "false"})
_MARKS: Mapping[str, Callable[[str | None], str | None]] = MappingProxyType({"plate": clean_plate, "vin": clean_vin})

Choice = tuple[str, str]
"""A word on the screen, the value behind it."""


class CarTexts:
    """Reads what is typed or pasted into any field; instant, may be asked for thousands of cells."""

    def __init__(
        self,
        agencies: Sequence[Agency],
        today: Callable[[], date],
        zone: Callable[[], tzinfo],
        check: Callable[[str, str], str | None],
    ) -> None:
        """``check`` judges one field's text as the services do."""
        self._today = today
        self._zone = zone
        self._check = check
        self._departments = {agency.name.casefold() for agency in agencies}
        self._choices: dict[Shape, tuple[Choice, ...]] = {
            Shape.KIND: tuple((word, kind.value) for kind, word in text.CUSTODY.items()),
            Shape.AGENCY: tuple((agency.name, agency.name) for agency in agencies if agency.active),
            Shape.YES_NO: tuple((word, value) for word, value in YES_NO if value),
            Shape.FLAG: (("Yes", "yes"), ("No", "no")),
        }

    def choices(self, name: str) -> tuple[Choice, ...]:
        """What a field can be; empty where anything can be typed."""
        return self._choices.get(FIELDS[name].shape, ())

    def clean(self, name: str, typed: str) -> str:
        """The text as the form would keep it; what cannot be understood stays as it was typed."""
        shape = FIELDS[name].shape
        if shape is Shape.NOTES:
            return typed.strip()
        if present(typed) is None:
            return {Shape.FLAG: "no", Shape.KIND: "unknown"}.get(shape, "")
        words = " ".join(typed.split())
        match shape:
            case Shape.UPPER:
                marked = _MARKS.get(name)
                return (marked(words) if marked else None) or words.upper()
            case Shape.MOMENT:
                return self._written(words)
            case Shape.FLAG | Shape.YES_NO:
                said = words.casefold()
                return "yes" if said in _SAID_YES else "no" if said in _SAID_NO else words
            case Shape.KIND | Shape.AGENCY:
                return chosen(self.choices(name), words) or words
            case _:
                return words

    def problem(self, name: str, typed: str) -> str | None:
        """What is wrong with a text, as a sentence; None when it can be saved."""
        if name == "towed_at":
            return self._moment_problem(typed)
        if name == "jurisdiction":
            known = not typed or typed.casefold() in self._departments
            return None if known else f"{typed} is not on the list of police departments. Add it there first."
        if FIELDS[name].shape is Shape.KIND and typed not in {value for _, value in self.choices(name)}:
            return f"{typed!r} is no kind of tow. Choose one of: {', '.join(word for word, _ in self.choices(name))}."
        return self._check(name, typed)

    def shown(self, name: str, kept: str) -> str:
        """A text in words, as a cell shows it."""
        match FIELDS[name].shape:
            case Shape.KIND:
                return next((word for word, value in self.choices(name) if value == kept), kept)
            case Shape.FLAG:
                return "" if kept == "no" else kept
            case _:
                return kept

    def _read(self, typed: str) -> datetime | date | None:
        zone = self._zone()
        if not typed.strip() or not isinstance(zone, ZoneInfo):
            return None
        return read_moment(typed, self._today(), zone)

    def _written(self, typed: str) -> str:
        try:
            moment = self._read(typed)
        except ValueError:
            return typed
        if moment is None:
            return ""
        return text.list_moment(moment, self._zone()) if isinstance(moment, datetime) else text.list_day(moment)

    def _moment_problem(self, typed: str) -> str | None:
        try:
            moment = self._read(typed)
        except ValueError as problem:
            return str(problem)
        if moment is None:
            return None
        day = moment.astimezone(self._zone()).date() if isinstance(moment, datetime) else moment
        return f"{typed.strip()} has not come yet. Enter when the car was towed." if day > self._today() else None


def chosen(choices: Sequence[Choice], typed: str) -> str | None:
    """The value meant by a word, by its beginning or by a piece of it that only one has; None where that is not sure."""
    said = typed.casefold()
    for fits in (
        lambda word, value: said in {word, value},
        lambda word, _value: word.startswith(said),
        lambda word, _value: all(piece in word for piece in said.split()),
    ):
        found = {value for word, value in choices if fits(word.casefold(), value.casefold())}
        if len(found) == 1:
            return found.pop()
    return None
