"""Two stays of one vehicle: the same whole VIN on two calls."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from itow_desktop.domain.cars import VEHICLE_FIELDS, CarFields, Value
from itow_desktop.domain.events import Event
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.old_database.story import OldStory, note
from itow_desktop.domain.vehicles import VinState, vin_state


def same_vehicles(stories: Iterable[OldStory]) -> Mapping[str, Sequence[OldStory]]:
    """The stories of each VIN that is whole and checks, the newest tow in front; those with one stay too."""
    found: dict[str, list[OldStory]] = defaultdict(list)
    for story in stories:
        vin = story.fields.vin
        if vin is not None and vin_state(vin, story.fields.year) is VinState.OK:
            found[vin].append(story)
    return {vin: sorted(stays, key=lambda each: str(each.car.values.get("tow_day", "")), reverse=True) for vin, stays in found.items()}


@dataclass(frozen=True, slots=True)
class Shared:
    """A story as one stay of a vehicle that is known by other stays too; ``lost`` is a note of what the vehicle was then."""

    fields: CarFields
    lost: tuple[Event, ...]
    flags: tuple[Flag, ...]


def shared(story: OldStory, others: Sequence[CarFields], calls: Sequence[str]) -> Shared:
    """The story with what the vehicle's newest stay says of the vehicle; ``others`` are all its stays, the one that counts first."""
    values: dict[str, Value] = {}
    for name in VEHICLE_FIELDS:
        values[name] = next((said for each in others if (said := getattr(each, name)) is not None), None)
    then = [
        f"{name.replace('_', ' ')} {own}"
        for name, said in values.items()
        if (own := getattr(story.fields, name)) is not None and not _alike(own, said)
    ]
    text = f"At this tow the old database had: {', '.join(then)}. The vehicle was here again since."
    says = f"{story.fields.vin} is also on {', '.join(calls)}."
    flags = (Flag(OldRule.VIN_TWICE, story.car.car, says),) if calls else ()
    return Shared(replace(story.fields, **values), (note(text),) if then else (), flags)  # type: ignore[arg-type]


def _alike(one: Value, other: Value) -> bool:
    return str(one).casefold() == str(other).casefold()
