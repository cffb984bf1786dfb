"""What a VIN itself tells: the model year, which single misread character would make it right."""

from dataclasses import dataclass

from itow_desktop.domain.vehicles import VinState, check_digit, vin_state

_YEARS = "ABCDEFGHJKLMNPRSTVWXY123456789"
"""Position 10 from 1980 on and again from 2010 on (49 CFR 565.15, table VII)."""
_CYCLE = len(_YEARS)
_FIRST_YEAR = 1980
_NEVER = str.maketrans("IOQ", "100")
"""Letters no VIN has (49 CFR 565.15(b)), as the figures they are misread from."""
_LOOK_ALIKES = ("0DOQ", "1IL", "2Z", "4A", "5S", "6G", "8B", "UV")
_MOST_OFFERS = 4
_WORDS_OF_MAKES = 3


@dataclass(frozen=True, slots=True)
class VinSays:
    """What the makers' own tables say of a VIN; None where they say nothing."""

    year: int | None = None
    make: str | None = None
    model: str | None = None
    body: str | None = None

    @property
    def description(self) -> str:
        """Year, make and model."""
        return " ".join(str(part) for part in (self.year, self.make, self.model) if part)


@dataclass(frozen=True, slots=True)
class Offer:
    """A VIN that may be meant, with what it would be."""

    vin: str
    says: VinSays = VinSays()  # frozen, so that all may share it


@dataclass(frozen=True, slots=True)
class VinAdvice:
    """What can be offered for a typed VIN: what it says where it is right, what may be meant where its check digit is wrong."""

    vin: str
    state: VinState
    says: VinSays = VinSays()
    offers: tuple[Offer, ...] = ()


def is_whole(vin: str | None) -> bool:
    """Whether it is a VIN of 17 characters with the right check digit: only such a one tells two vehicles apart for sure."""
    return vin_state(vin) is VinState.OK


def model_year(vin: str, this_year: int) -> int | None:
    """The model year by position 10; position 7 decides the cycle of thirty years: a figure is before 2010, a letter from then on.

    So for cars and light trucks (49 CFR 565.15(d)(1)); a year that cannot have come yet is of the cycle before.
    Of heavy trucks, motorcycles and trailers position 7 says nothing, so theirs may be thirty years later.
    """
    if len(vin) != 17 or vin[9] not in _YEARS:
        return None
    year = _FIRST_YEAR + _YEARS.index(vin[9])
    later = year + _CYCLE
    return later if vin[6].isalpha() and later <= this_year + 1 else year


def likely_meant(vin: str) -> tuple[str, ...]:
    """VINs with the right check digit that look like this wrong one: letters that no VIN has read as figures, else one character misread.

    Those first whose misread character stands where VINs are misread most, among the letters before the serial number's figures.
    """
    if len(vin) != 17 or not (vin.isascii() and vin.isalnum()) or _right(vin):
        return ()
    legal = vin.translate(_NEVER)
    if legal != vin and _right(legal):
        return (legal,)
    found = [
        changed
        for place, character in enumerate(legal)
        for other in _alike(character)
        if _right(changed := f"{legal[:place]}{other}{legal[place + 1 :]}")
    ]
    return tuple(dict.fromkeys(found))


def ranked(offers: list[Offer]) -> tuple[Offer, ...]:
    """Those that a maker's table knows first; only few, a long list helps nobody."""
    known = sorted(offers, key=lambda offer: (offer.says.model is None) + (offer.says.make is None))
    return tuple(known[:_MOST_OFFERS])


def _right(vin: str) -> bool:
    """Whether it can be a VIN: its check digit, a year in position 10, figures at the end (49 CFR 565.15(d)(4))."""
    return check_digit(vin) == vin[8] and vin[9] in _YEARS and vin[13:].isdigit()


def _alike(character: str) -> str:
    group = next((each for each in _LOOK_ALIKES if character in each), "")
    return "".join(other for other in group if other not in {character, "I", "O", "Q"})


# --- plates ----------------------------------------------------------------------------------------------------------

_MICHIGAN_LONGEST = 7


def plate_hint(plate: str | None, state: str | None) -> str | None:
    """What is surely odd about a cleaned plate of a state; None where nothing is sure, as with any plate somebody chose."""
    if plate and state == "MI" and len(plate) > _MICHIGAN_LONGEST:
        return f"A Michigan plate has at most {_MICHIGAN_LONGEST} characters; this one has {len(plate)}."
    return None
