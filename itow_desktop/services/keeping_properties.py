"""Keep what is agreed with properties: contract, callers, signs, complaints."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from itow_desktop.domain.agencies import property_key
from itow_desktop.domain.attachments import FileKind, PreparedFile
from itow_desktop.domain.errors import NotFound, Problems, Refused, UnreadableFile
from itow_desktop.domain.properties import Caller, Complaint, Property, Sign
from itow_desktop.domain.vehicles import parse_address, present, present_lines
from itow_desktop.services.ports.car_files import Pictures
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift

_MOST_MILES = Decimal(9999)
_PARTS = {"callers": "caller", "signs": "sign", "complaints": "complaint"}


# --- the property itself ---------------------------------------------------------------------------------------------


def add_property(shift: Shift, place: Property) -> str:
    """Enter a property before any car comes from there; answers its key. Raises ``Problems``, ``Refused`` where it is there already."""
    key = property_key(parse_address(place.address))
    if key is None:
        raise Problems((("address", "Enter the address: street, city, state. Cars towed from there are known by it."),))
    clean = _checked(replace(place, id=0, key=key))
    with shift.desk.begin(shift.deed(f"add {clean.name}")) as unit:
        known = next((row.place for row in unit.places.tallies(shift.clock.now()) if row.place.key == key), None)
        if known is not None:
            raise Refused(f"{known.name} is on the list with this address. Nothing was added; open it there.")
        found = _found(unit, key)
        if found is None:
            unit.places.add(clean)
        else:
            unit.places.save(replace(clean, id=unit.places.touch(key).id, key=found.key))
        _give_department(unit, clean)
        unit.commit()
    return key


def save_property(shift: Shift, place: Property) -> None:
    """Keep what is said of a property; a police department counts for its open cars that have none too. Raises ``Problems``."""
    clean = _checked(place)
    with shift.desk.begin(shift.deed(f"save {clean.name}")) as unit:
        unit.places.save(replace(clean, id=unit.places.touch(place.key).id))
        _give_department(unit, clean)
        unit.commit()


def join_properties(shift: Shift, kept_key: str, gone_key: str) -> None:
    """Say that two properties are one, written in two ways: the second one's cars and record are the first one's from now on."""
    with shift.desk.look() as unit:
        kept, gone = unit.places.find(kept_key), unit.places.find(gone_key)
    if kept.key == gone.key:
        raise Refused("This is the same property already. Nothing was changed.")
    with shift.desk.begin(shift.deed(f"join {gone.name} with {kept.name}")) as unit:
        kept = unit.places.touch(kept_key)
        unit.places.join(kept, unit.places.touch(gone_key))
        _give_department(unit, unit.places.find(kept.key))
        unit.commit()


def _found(unit: UnitOfWork, key: str) -> Property | None:
    try:
        return unit.places.find(key)
    except NotFound:
        return None


def _give_department(unit: UnitOfWork, place: Property) -> None:
    """The cars on the lot from there that wait for a police department get the property's."""
    waiting = unit.agencies.same_property(place.key) if place.agency_id else ()
    if place.agency_id and waiting:
        unit.events.lock(sorted(waiting))
        unit.agencies.assign(place.agency_id, sorted(waiting))


def _checked(place: Property) -> Property:
    name = present(place.name)
    problems = []
    if name is None:
        problems.append(("name", "Enter the name of the property."))
    if place.contract_from and place.contract_until and place.contract_until < place.contract_from:
        problems.append(("contract_until", "The contract ends before it begins. Correct one of the two days."))
    if place.miles is not None and not 0 <= place.miles <= _MOST_MILES:
        problems.append(("miles", f"{place.miles} miles cannot be right."))
    if problems:
        raise Problems(tuple(problems))
    texts = {each: present_lines(getattr(place, each)) for each in ("address", "phone", "contract", "sign_exempt", "notes")}
    return replace(place, name=name or "", **texts)  # type: ignore[arg-type]  # all of them are optional texts


# --- callers, signs, complaints --------------------------------------------------------------------------------------


def save_caller(shift: Shift, key: str, caller: Caller) -> int:
    """Add (id 0) or change somebody who may ask for tows; raises ``Problems``."""
    name = present(caller.name)
    if name is None:
        raise Problems((("name", "Enter the name."),))
    if caller.since and caller.until and caller.until < caller.since:
        raise Problems((("until", "The last day lies before the first. Correct one of the two."),))
    clean = replace(caller, name=name, position=present(caller.position), phone=present(caller.phone))
    with shift.desk.begin(shift.deed(f"{'change' if caller.id else 'add'} caller {name}")) as unit:
        saved = unit.places.save_caller(unit.places.touch(key).id, clean)
        unit.commit()
    return saved


def end_caller(shift: Shift, key: str, caller_id: int, last_day: date) -> None:
    """Somebody may not ask for tows after that day; who it was stays on record for the tows before."""
    with shift.desk.look() as unit:
        callers = unit.places.callers().get(unit.places.find(key).id, ())
    caller = next((each for each in callers if each.id == caller_id), None)
    if caller is None:
        raise NotFound("This caller is not on record any more. Nothing was changed.")
    if caller.since is not None and last_day < caller.since:
        raise Problems((("until", "The last day lies before the first. Take the caller out if this was a mistake."),))
    with shift.desk.begin(shift.deed(f"end caller {caller.name}")) as unit:
        unit.places.save_caller(unit.places.touch(key).id, replace(caller, until=last_day))
        unit.commit()


def save_sign(shift: Shift, pictures: Pictures, key: str, sign: Sign, photo: Path | None = None) -> int:
    """Add (id 0) a sign with its photo, or change what was seen; raises ``Problems``, ``UnreadableFile``."""
    entrance = present(sign.entrance)
    if entrance is None:
        raise Problems((("entrance", "Enter which entrance it stands at, for example North gate."),))
    if sign.seen_on > shift.today:
        raise Problems((("seen_on", "This day has not come yet. Enter when the sign was seen."),))
    ready = None if photo is None else _photo(pictures, photo)
    clean = replace(sign, entrance=entrance, note=present_lines(sign.note))
    with shift.desk.begin(shift.deed(f"{'change' if sign.id else 'add'} sign at {entrance}")) as unit:
        saved = unit.places.save_sign(unit.places.touch(key).id, clean, ready)
        unit.commit()
    return saved


def photo_day(shift: Shift, pictures: Pictures, photo: Path) -> date | None:
    """The local day a photo was taken as far as the camera wrote it; raises ``UnreadableFile``."""
    taken = _photo(pictures, photo).taken_at
    if taken is None:
        return None
    return (taken.astimezone(shift.law.zone) if taken.tzinfo else taken).date()


def _photo(pictures: Pictures, path: Path) -> PreparedFile:
    ready = pictures.prepare(path)
    if ready.kind is not FileKind.PHOTO:
        raise UnreadableFile(f"{path.name} is no photo. It was not added. Choose a JPEG or PNG picture of the sign.")
    return ready


def save_complaint(shift: Shift, key: str, complaint: Complaint) -> int:
    """Add (id 0) or change a complaint; raises ``Problems``."""
    who, about = present(complaint.from_whom), present_lines(complaint.about)
    problems = [
        (field, sentence)
        for field, value, sentence in (
            ("from_whom", who, "Enter who complained."),
            ("about", about, "Enter what the complaint is about."),
        )
        if value is None
    ]
    if complaint.on > shift.today:
        problems.append(("on", "This day has not come yet. Enter when the complaint came."))
    if complaint.settled_on is not None and complaint.settled_on < complaint.on:
        problems.append(("settled_on", "It was settled before it came. Correct one of the two days."))
    if problems:
        raise Problems(tuple(problems))
    clean = replace(complaint, from_whom=who or "", about=about or "", answer=present_lines(complaint.answer))
    with shift.desk.begin(shift.deed(f"{'change' if complaint.id else 'add'} complaint of {who}")) as unit:
        saved = unit.places.save_complaint(unit.places.touch(key).id, clean)
        unit.commit()
    return saved


def take_out(shift: Shift, part: str, row_id: int, name: str) -> None:
    """Take out what was entered by mistake; it stays in the record. ``part`` is callers, signs or complaints."""
    with shift.desk.begin(shift.deed(f"take out {_PARTS[part]} {name}")) as unit:
        unit.places.take_out(part, row_id)
        unit.commit()
