"""The papers that the first program listed: which file belongs to which call."""

from collections.abc import Iterable

from itow_desktop.domain.old_database.files import CALL, DOCUMENTS, OldFile
from itow_desktop.domain.old_database.values import words

_OWNERS = ("vehicle_id", *CALL)


def papers_named(files: Iterable[OldFile]) -> tuple[tuple[str, str], ...]:
    """(file name, call number) of every paper that one of the files lists; the files themselves were never in the database."""
    found: dict[tuple[str, str], None] = {}
    for file in files:
        for row in file.rows(DOCUMENTS):
            name = words(row.get("filename"))
            call = next((text for column in _OWNERS if (text := words(row.get(column)))), None)
            if name and call:
                found[name, call] = None
    return tuple(found)
