"""Write the papers of the lot: the list, the sheet for a walk, what a walk came to."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from itow_desktop.domain.barcodes import car_barcode
from itow_desktop.domain.lot import LotCar, Place, lay_out
from itow_desktop.domain.lot_papers import LotLine, LotPaper, LotSection
from itow_desktop.domain.sentences import counted
from itow_desktop.domain.walks import Finding, WalkLine, WalkState
from itow_desktop.services.lot import lot
from itow_desktop.services.noticing import head_of
from itow_desktop.services.shift import Shift
from itow_desktop.services.walking import WalkSheet, walk_sheet

_TAIL = 8
_TITLES = {
    Finding.MISSING: (
        "Missing",
        "on the list, not seen: a question. They stay on the lot until somebody says otherwise",
    ),
    Finding.WRONG_SPOT: ("At another spot than listed", ""),
    Finding.SURPLUS: ("Here, but not on the list", ""),
    Finding.RIGHT: ("Seen where they belong", ""),
}


def lot_list(shift: Shift) -> LotPaper:
    """Every car on the lot by row, empty spots of the list too."""
    view = lot(shift)
    sections = tuple(
        LotSection(area.name, _counted(area.cars, area.empty), tuple(_lines(area.places, shift.law.zone))) for area in view.areas
    )
    return _paper(shift, "Lot list", f"{_cars(len(view.cars))} on the lot", sections, "LOT-LIST")


def walk_paper(shift: Shift, walk_id: int) -> LotPaper:
    """The sheet to walk with, a box before each car that was not seen yet; of an ended walk, what it came to."""
    sheet = walk_sheet(shift, walk_id)
    if sheet.walk.state is WalkState.OPEN:
        return _sheet(shift, sheet)
    return _result(shift, sheet)


def _sheet(shift: Shift, sheet: WalkSheet) -> LotPaper:
    left = [sheet.cars[line.custody_id] for line in sheet.of(Finding.MISSING) if line.custody_id is not None]
    areas = [area for area in lay_out(sheet.spots, left) if area.cars]
    zone = shift.law.zone
    sections = tuple(LotSection(area.name, _cars(area.cars), tuple(_lines(area.places, zone, empty=False))) for area in areas)
    under = f"{_cars(len(left))} to be looked for" + (f", {sheet.expected - len(left)} seen before" if len(left) < sheet.expected else "")
    return _paper(shift, "Lot walk", under, sections, "LOT-WALK", boxes=True)


def _result(shift: Shift, sheet: WalkSheet) -> LotPaper:
    zone = shift.law.zone
    shown = (Finding.MISSING, Finding.WRONG_SPOT, Finding.SURPLUS, Finding.RIGHT)
    sections = tuple(
        LotSection(_TITLES[each][0], _said(each, len(lines)), tuple(_finding(sheet, line, zone) for line in lines))
        for each in shown
        if (lines := sheet.of(each))
    )
    walk = sheet.walk
    ended = f", finished {_moment(walk.ended_at, zone)} by {walk.ended_by or 'nobody'}" if walk.ended_at else ""
    under = f"Started {_moment(walk.started_at, zone)} by {walk.started_by or 'nobody'}{ended}"
    return _paper(shift, "Result of the lot walk", under, sections, "LOT-WALK-RESULT")


def _paper(shift: Shift, title: str, under: str, sections: tuple[LotSection, ...], file: str, *, boxes: bool = False) -> LotPaper:
    with shift.desk.look() as unit:
        head = head_of(unit.office.get(), unit.office.logo())
    now = shift.clock.now().astimezone(shift.law.zone)
    return LotPaper(head, title, f"{under} · printed {_moment(now, shift.law.zone)}", sections, boxes, f"{file}_{now:%Y-%m-%d}.pdf")


def _lines(places: Iterable[Place], zone: ZoneInfo, *, empty: bool = True) -> Iterable[LotLine]:
    for place in places:
        note = f"{len(place.cars)} cars on this spot" if place.crowded else "" if place.listed or place.name is None else "not on the list"
        yield from (_line(car, zone, place.name or "", note) for car in place.cars)
        if empty and not place.cars:
            yield LotLine(spot=place.name or "", vehicle="empty")


def _line(car: LotCar, zone: ZoneInfo, spot: str, note: str = "") -> LotLine:
    towed = car.towed_at.astimezone(zone) if car.towed_at else None
    hold = "ON HOLD" if car.on_hold else ""
    return LotLine(
        spot=spot,
        barcode=car_barcode(car.custody_id),
        plate=" ".join(part for part in (car.plate, car.plate_state if car.plate else None) if part),
        vehicle=car.description,
        vin=f"...{car.vin[-_TAIL:]}" if car.vin else "",
        key=key_words(car),
        number=", ".join(part for part in (car.file_number, car.call_number) if part),
        towed=f"{towed.month}/{towed.day}/{towed:%y}" if towed else "",
        note=", ".join(part for part in (hold, note) if part),
    )


def _finding(sheet: WalkSheet, line: WalkLine, zone: ZoneInfo) -> LotLine:
    car = sheet.cars.get(line.custody_id or 0)
    if car is None:
        return LotLine(spot=line.found_spot or "", plate=line.text or "", note="nobody knows this mark")
    if line.finding is Finding.WRONG_SPOT:
        return _line(car, zone, line.found_spot or "", f"listed on {line.listed_spot}" if line.listed_spot else "listed without a spot")
    if line.finding is Finding.SURPLUS:
        return _line(car, zone, line.found_spot or "", "has left, as far as is recorded")
    return _line(car, zone, line.found_spot or line.listed_spot or "")


def key_words(car: LotCar) -> str:
    """What is known of a car's key, in a few words."""
    if car.keys is None:
        return ""
    return (f"key {car.key_tag}" if car.key_tag else "key here") if car.keys else "no key"


def _said(finding: Finding, count: int) -> str:
    return " · ".join(part for part in (_cars(count), _TITLES[finding][1]) if part)


def _counted(cars: int, empty: int) -> str:
    return _cars(cars) + (f", {empty} empty" if empty else "")


def _cars(count: int) -> str:
    return counted(count, "car", "cars")


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.month}/{local.day}/{local.year} {local.hour}:{local:%M}"
