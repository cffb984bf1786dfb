"""TowBook's JSON of a call made into a call in our words (TowBook facts, sections 5.1, 5.2, 9b). Pure."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from types import MappingProxyType
from typing import Any

from itow_desktop.adapters.towbook.answers import read_json, text_of
from itow_desktop.domain.calls import TowBookCall
from itow_desktop.domain.errors import UnreadableAnswer
from itow_desktop.domain.vehicles import Address, clean_plate, clean_vin, parse_address, present

UNFOUND = "?"
"""Begins the id of a listed call whose TowBook id is not known; TowBook's own ids are numbers."""

_FILE_NUMBER = re.compile(r"IT\d{4}-\d{2}", re.IGNORECASE)
_MISSING: Mapping[str, Any] = MappingProxyType({})
_DRIVABLE = MappingProxyType({0: False, 1: True, 3: False})  # 2 unspecified; 4 starts with a jump, which says neither
_FIRST_CREDIBLE_YEAR = 1980  # earlier times are sentinels such as 0001-01-01 or 1900-01-01
_VEHICLE_YEARS = range(1900, 2100)
_ODOMETER_END = 10_000_000  # miles; beyond it is a slip of the keyboard


def parse_call(body: bytes, zone: tzinfo) -> TowBookCall:
    """The call that ``GET /api/calls/{id}`` answered; ``zone`` is the company's clock.

    Raises ``UnreadableAnswer`` where the body is not one call.
    """
    return call_from(read_json(body), zone)


def call_from(value: object, zone: tzinfo) -> TowBookCall:
    """One call object of TowBook's, as the API and its search give it."""
    call = _mapping(value)
    towbook_id = _text(call.get("id"))
    if towbook_id is None:
        raise UnreadableAnswer("TowBook's answer is not a call: it has no id.")
    account, reason, status = _mapping(call.get("account")), _mapping(call.get("reason")), _mapping(call.get("status"))
    asset = next(_mappings(call.get("assets")), _MISSING)
    contact = next(_mappings(call.get("contacts")), _MISSING)
    stops = _stops(call)
    towed_from = parse_address(stops.get("pickup") or text_of(call.get("towSource")))
    account_name = _text(account.get("company"))
    purchase_order = _text(call.get("purchaseOrderNumber"))
    is_ours = purchase_order is not None and _FILE_NUMBER.fullmatch(purchase_order) is not None
    return TowBookCall(
        towbook_id=towbook_id,
        call_number=_text(call.get("callNumber")),
        account_id=_text(account.get("id")),
        account=account_name,
        status_id=_whole(status.get("id")),
        reason=_text(reason.get("name")),
        called_at=local_time(call.get("createDate"), zone) or local_time(call.get("received"), zone),
        dispatched_at=local_time(call.get("dispatchTime"), zone),
        enroute_at=local_time(call.get("enrouteTime"), zone),
        arrived_at=local_time(call.get("arrivalTime"), zone),
        completed_at=local_time(call.get("completionTime"), zone),
        towed_from=towed_from,
        towed_to=_text(stops.get("destination")) or _text(call.get("towDestination")),
        requested_by=_text(contact.get("name")) or _business(towed_from) or account_name,
        requested_by_phone=_text(contact.get("phone")),
        file_number=purchase_order.upper() if is_ours and purchase_order else None,
        reference=None if is_ours else purchase_order,
        notes=_note(call.get("notes")),
        driver=_assigned(asset, "driver"),
        truck=_assigned(asset, "truck"),
        impound=_flag(call.get("impound")),
        released=_flag(call.get("released")),
        **_vehicle(asset),
    )


def local_time(value: object, zone: tzinfo) -> datetime | None:
    """A time of TowBook's as UTC; None for its sentinels and for what is no time.

    Zone-less times are the company's wall clock (section 5.2). A time that the
    clock shows twice is the first one, one that it skips moves forward.
    """
    if not isinstance(value, str):
        return None
    try:
        told = datetime.fromisoformat(value.strip())
        if told.year < _FIRST_CREDIBLE_YEAR:
            return None
        # combine, since replace takes five times as long; what is parsed here has no fold
        return (told if told.tzinfo else datetime.combine(told, told.time(), zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _vehicle(asset: Mapping[str, Any]) -> dict[str, Any]:
    year, odometer, state = _whole(asset.get("year")), _whole(asset.get("odometer")), _text(asset.get("licenseState"))
    return {
        "vin": clean_vin(text_of(asset.get("vin"))),
        "year": year if year in _VEHICLE_YEARS else None,
        "make": _text(asset.get("make")),
        "model": _text(asset.get("model")),
        "color": _named(asset.get("color")),
        "body_type": _named(asset.get("bodyType")),
        "plate": clean_plate(text_of(asset.get("licenseNumber"))),
        "plate_state": state.upper() if state else None,
        "odometer": odometer if odometer is not None and 0 < odometer < _ODOMETER_END else None,
        "drivable": _drivable(asset),
        "keys": _flag(asset.get("keys")),
    }


def _drivable(asset: Mapping[str, Any]) -> bool | None:
    """The id when there is one, as ``drivable`` says false also for "unspecified"."""
    if (known := _whole(asset.get("drivableId"))) is not None:
        return _DRIVABLE.get(known)
    return _flag(asset.get("drivable"))


def _stops(call: Mapping[str, Any]) -> Mapping[str, str | None]:
    """The addresses of the way points by their titles; of two with one title the first counts."""
    found: dict[str, str | None] = {}
    for waypoint in _mappings(call.get("waypoints")):
        title = (text_of(waypoint.get("title")) or "").strip().casefold()
        if title not in found:
            address = text_of(waypoint.get("address"))
            found[title] = address if present(address) else None
    return found


def _assigned(asset: Mapping[str, Any], role: str) -> str | None:
    """The name of the driver or truck; several drivers may share a car, the first one counts."""
    if name := _named(asset.get(role)):
        return name
    return next((name for shared in _mappings(asset.get("drivers")) if (name := _named(shared.get(role)))), None)


def _note(value: object) -> str | None:
    """A note with its line breaks, which ``present`` would fold away."""
    note = text_of(value)
    return note.strip() if note is not None and present(note) else None


def _business(address: Address | None) -> str | None:
    return address.business if address else None


def _named(value: object) -> str | None:
    """The name of ``{"id": .., "name": ..}``, or the plain text where TowBook writes only that."""
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _text(value: object) -> str | None:
    return present(text_of(value))


def _whole(value: object) -> int | None:
    """A whole number, also where TowBook writes it as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and len(value) < 20 and value.strip().isdecimal():
        return int(value)
    return None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _MISSING


def _mappings(value: object) -> Iterator[Mapping[str, Any]]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())
