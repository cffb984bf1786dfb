"""A county's list of police departments, read from its TOML file."""

import tomllib
from pathlib import Path

from itow_desktop.domain.agencies import AgencyName
from itow_desktop.domain.errors import SettingsTrouble


def read_county_list(path: Path) -> tuple[AgencyName, ...]:
    """The agencies of a file with one ``[[agency]]`` each: ``name``, ``places``; raises ``SettingsTrouble`` naming file and entry."""
    try:
        with path.open("rb") as file:
            entries = tomllib.load(file).get("agency", [])
    except OSError as trouble:
        raise SettingsTrouble(f"The list {path.name} cannot be read ({trouble.strerror}). Put the file back in place.") from trouble
    except tomllib.TOMLDecodeError as trouble:
        raise SettingsTrouble(f"The list {path.name} is no TOML file: {trouble}. Nothing of it was taken.") from trouble
    return tuple(_agency(entry, number, path) for number, entry in enumerate(entries, start=1))


def _agency(entry: object, number: int, path: Path) -> AgencyName:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise SettingsTrouble(f"The list {path.name} is wrong: agency {number} has no name. Nothing of it was taken.")
    places = entry.get("places", [])
    if not isinstance(places, list) or not all(isinstance(place, str) for place in places):
        raise SettingsTrouble(f"The list {path.name} is wrong: places of {entry['name']} must be a list of texts. Nothing of it was taken.")
    return AgencyName(entry["name"], tuple(places))
