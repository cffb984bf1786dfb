"""What others did to a car meanwhile, in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo

from itow_desktop.domain.cars import Origin, Provenance
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.merging import ClashField, FieldChange
from itow_desktop.services.views import CarCard
from itow_desktop.ui import text
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_texts import CarTexts
from itow_desktop.ui.dialogs.editing.clash_list import BothSaid

_COLUMN = {"jurisdiction": "agency_id"}


def both_said(clashes: Sequence[ClashField], texts: CarTexts, zone: tzinfo, today: date) -> list[BothSaid]:
    """The two values of each field as they are shown side by side."""
    return [
        BothSaid(
            each.field,
            car_fields.word(each.field),
            texts.shown(each.field, each.mine),
            texts.shown(each.field, texts.clean(each.field, each.theirs)),
            each.by or "Somebody",
            "" if each.at is None else text.moment_text(each.at, zone, today),
        )
        for each in clashes
    ]


def kept_words(changes: Sequence[FieldChange], texts: CarTexts, *, typed: bool) -> str:
    """``Kim changed the color to red meanwhile; both are kept.`` ``typed``: something of this person's is kept beside it."""
    by_person: dict[str, list[str]] = {}
    for each in changes:
        shown = texts.shown(each.field, texts.clean(each.field, each.now))
        by_person.setdefault(each.by or "Somebody", []).append(f"the {lower(each.field)} to {shown or 'nothing'}")
    said = "; ".join(f"{person} changed {_listed(what)} meanwhile" for person, what in by_person.items())
    return f"{said}; both are kept." if typed else f"{said}."


def change_of(card: CarCard, field: str, before: str, now: str) -> FieldChange:
    """A field that says something else than it did, signed as far as the car knows by whom."""
    if field == "towed_at":
        tows = [event for event in card.events if event.kind in {EventKind.TOWED, EventKind.SUPERSEDED}]
        last = tows[-1] if tows else None
        return FieldChange(field, before, now, last.recorded_by if last else None, last.recorded_at if last else None)
    return FieldChange(field, before, now, *signature(card.car.provenance, field))


def signature(provenance: Mapping[str, Provenance], field: str) -> tuple[str | None, datetime | None]:
    """Who gave a field its value and when, as far as the car itself knows."""
    mark = provenance.get(_COLUMN.get(field, field))
    if mark is None:
        return None, None
    return mark.file or "TowBook" if mark.origin is Origin.TOWBOOK else mark.by, datetime.fromisoformat(mark.at) if mark.at else None


def clash_words(clash: ClashField, texts: CarTexts, zone: tzinfo, today: date) -> str:
    """``Kim changed it to red, Wed 5/20 9:14. You typed silver. Which one counts?``."""
    when = "" if clash.at is None else f", {text.moment_text(clash.at, zone, today)}"
    theirs = texts.shown(clash.field, texts.clean(clash.field, clash.theirs)) or "nothing"
    mine = texts.shown(clash.field, clash.mine) or "nothing"
    return f"{clash.by or 'Somebody'} changed it to {theirs} meanwhile{when}. You typed {mine}. Which one counts?"


def lower(field: str) -> str:
    """A field's word inside a sentence: ``color``, ``VIN``."""
    word = car_fields.word(field)
    return word if word.isupper() else word[:1].lower() + word[1:]


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
