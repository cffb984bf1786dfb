"""Rules in use as rows and sentences."""

from collections.abc import Sequence
from datetime import tzinfo

from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.services.changing_packs import MovedCar, PackPreview, PacksInUse
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted, list_moment

MOVE_HEADERS = ("Car", "Call", "Step", "Now", "Then")
USED_HEADERS = ("Version", "Since", "By", "Second person", "Why", "Cars")
OWN = "as iTow brings it"


def move_rows(cars: Sequence[MovedCar]) -> list[TextRow]:
    """One line for each date that would be another one; a sale that would come earlier says so."""
    return [
        TextRow(
            (car.custody_id, change.rule_id),
            (
                Cell(car.car),
                Cell(car.call_number or ""),
                Cell(f"{change.step}: SOLD EARLIER" if change.sells_earlier else change.step, tip=change.rule_id),
                Cell(change.old, change.old_day),
                _then(change.new, change.new_day, earlier=change.sells_earlier),
            ),
        )
        for car in cars
        for change in car.changes
    ]


def _then(words: str, day: object, *, earlier: bool) -> Cell:
    order = day if day is None else day.toordinal()  # type: ignore[attr-defined]
    return Cell(words, order, Tone.LATE if earlier else None, "warning" if earlier else None)


def used_rows(used: PacksInUse, zone: tzinfo) -> list[TextRow]:
    """What was ever taken into use, the newest first, and what the program brings at the end."""
    rows = [_used_row(each, used, zone) for each in used.history]
    own = used.used is None
    brought = TextRow(
        0, (Cell(used.own), Cell("in use" if own else "", tone=Tone.DONE if own else None), Cell("the program"), Cell(), Cell(OWN), Cell())
    )
    return [*rows, brought]


def _used_row(each: PackInUse, used: PacksInUse, zone: tzinfo) -> TextRow:
    since = list_moment(each.confirmed_at or each.taken_at, zone) if each.taken_at else ""
    second = each.confirmed_by or ("waits" if each.waits else "not needed")
    now = used.used is not None and used.used.id == each.id
    return TextRow(
        each.id,
        (
            Cell(f"{each.version}{'' if each.sha256 else f', {OWN}'}", tip=f"SHA-256 {each.sha256}" if each.sha256 else ""),
            Cell(f"in use since {since}" if now else since, each.id, Tone.DONE if now else None),
            Cell(each.taken_by or ""),
            Cell(second, tone=Tone.TODAY if each.waits else None),
            Cell(each.reason, tip=each.reason),
            Cell(f"{each.cars:,}", each.cars),
        ),
        quiet=not now and not each.waits,
    )


def in_use_words(used: PacksInUse, zone: tzinfo) -> str:
    """By which rules the office works, since when and why."""
    if used.used is None:
        return f"The office works by version {used.version}, {OWN}."
    each = used.used
    when = f" on {list_moment(each.taken_at, zone)}" if each.taken_at else ""
    confirmed = f", confirmed by {each.confirmed_by}" if each.confirmed_by else ""
    return f"The office works by version {each.version}, taken into use by {each.taken_by or 'nobody'}{when}{confirmed}: {each.reason}"


def preview_words(shown: PackPreview) -> str:
    """What a pack would move, in a sentence."""
    dates = sum(len(car.changes) for car in shown.moved)
    cars = f"{counted(dates, 'date', 'dates')} of {counted(len(shown.moved), 'car', 'cars')}"
    moves = f"would move {cars} of {shown.cars:,} that are open" if shown.moved else f"would move no date of the {shown.cars:,} open cars"
    return f"Version {shown.candidate.pack.version} instead of {shown.before} {moves}. Nothing is changed yet."


def earlier_words(shown: PackPreview) -> str:
    """What is said where cars could be sold earlier; empty where none could."""
    if not shown.sells_earlier:
        return ""
    cars = sum(any(change.sells_earlier for change in car.changes) for car in shown.moved)
    here = f"{counted(cars, 'car here', 'cars here')} could be sold earlier" if cars else "No car that is here now"
    cases = f"worked cases: {', '.join(shown.examples[:2])}" if shown.examples else ""
    if not cars:
        return f"It lets cars be sold earlier, though none that is here now ({cases}). It counts once a second person confirmed it."
    return f"{here}{f' ({cases})' if cases else ''}. It counts once a second person confirmed it."
