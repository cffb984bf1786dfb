"""What the first program's contacts add to our police departments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.old_database.files import CONTACTS, OldFile, Raw
from itow_desktop.domain.old_database.rules import Flag, OldRule
from itow_desktop.domain.old_database.values import email_of, phone_of, way_of, words
from itow_desktop.domain.spellings import Departments

_PHONE, _EMAIL, _FAX = ("phone_number", "phone"), ("email_address", "email"), ("fax_number", "fax")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a contact of the first program adds to a department here: the department filled up, a person there."""

    agency: Agency
    person: str | None = None
    position: str | None = None
    phone: str | None = None
    email: str | None = None


def contacts_of(
    files: Sequence[OldFile], departments: Departments, agencies: Mapping[int, Agency]
) -> tuple[tuple[Wanted, ...], tuple[Flag, ...]]:
    """Contacts joined to the departments they mean; the newest file's row counts, what is here already stays."""
    found: dict[int, Wanted] = {}
    flags: list[Flag] = []
    seen: set[str] = set()
    for file in files:
        for row in file.rows(CONTACTS):
            name = words(row.get("jurisdiction")) or words(row.get("contact_name")) or ""
            if not name or name.casefold() in seen:
                continue
            seen.add(name.casefold())
            flags += [Flag(OldRule.CONTACT, name, says, file.name) for says in _odd(row)]
            agency_id = departments.find(name)
            if agency_id is None or agency_id in found:
                why = "two contacts of one department." if agency_id else "no police department here goes by this name."
                flags.append(Flag(OldRule.CONTACT, name, f"Kept in the rows only: {why}", file.name))
                continue
            found[agency_id], differs = _filled(row, agencies[agency_id])
            flags += [Flag(OldRule.CONTACT, name, says, file.name) for says in differs]
    return tuple(found.values()), tuple(flags)


def _odd(row: Mapping[str, Raw]) -> Iterable[str]:
    ways = {way for column in ("preferred_contact_method", "preferred_method") if (way := words(row.get(column)))}
    if len({way.casefold() for way in ways}) > 1:
        yield f"Wants notices by {' or '.join(sorted(ways))}: the two columns disagree."
    for column in _EMAIL:
        text = words(row.get(column))
        if text is not None and email_of(text) is None:
            yield f"'{text}' is no e-mail address."


def _filled(row: Mapping[str, Raw], agency: Agency) -> tuple[Wanted, Iterable[str]]:
    """The department with its holes filled, and what the row says otherwise."""
    phone = next((said for column in _PHONE if (said := phone_of(row.get(column)))), None)
    email = next((said for column in _EMAIL if (said := email_of(row.get(column)))), None)
    fax = next((said for column in _FAX if (said := phone_of(row.get(column)))), None)
    way = next((said for column in ("preferred_contact_method", "preferred_method") if (said := way_of(row.get(column)))), None)
    told = {
        "phone": phone, "email": email, "fax": fax, "address": words(row.get("address")), "hours": words(row.get("contact_hours")),
        "preferred": way, "notes": words(row.get("notes")),
    }  # fmt: skip
    holes = {name: said for name, said in told.items() if said is not None and getattr(agency, name) is None}
    differs = [
        f"{name} {said}; here it is {getattr(agency, name)}."
        for name, said in told.items()
        if said is not None and getattr(agency, name) not in (None, said)
    ]
    person = words(row.get("contact_name"))
    mobile = phone_of(row.get("mobile_number"))
    wanted = Wanted(replace(agency, **holes), person, words(row.get("contact_title")), mobile, email if person else None)  # type: ignore[arg-type]
    return wanted, differs
