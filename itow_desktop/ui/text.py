"""Words of the window: labels of what the domain names, dates as people read them."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from types import MappingProxyType

from itow_desktop.domain import sentences
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.cars import Value
from itow_desktop.domain.events import Event, EventKind, EventSource
from itow_desktop.domain.mail.pieces import MailClass, ReturnReason
from itow_desktop.domain.moving import MOVES, TO
from itow_desktop.domain.paper_names import PAPER_NAMES
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus, VinState
from itow_desktop.services.views import VehicleColumn

CUSTODY = sentences.CUSTODY_NAMES
counted = sentences.counted

STATUS: Mapping[CustodyStatus, str] = MappingProxyType(
    {
        CustodyStatus.ON_LOT: "On lot",
        CustodyStatus.PICKED_UP: "Picked up",
        CustodyStatus.SOLD: "Sold",
        CustodyStatus.TO_CUSTODIAN: "Taken over",
        CustodyStatus.SCRAPPED: "Scrapped",
        CustodyStatus.MOVED: "Moved",
        CustodyStatus.VOID: "Void",
    }
)

COLUMN: Mapping[VehicleColumn, str] = MappingProxyType(
    {
        VehicleColumn.TOWED_AT: "Towed",
        VehicleColumn.PLATE: "Plate",
        VehicleColumn.PLATE_STATE: "State",
        VehicleColumn.YEAR: "Year",
        VehicleColumn.MAKE: "Make",
        VehicleColumn.MODEL: "Model",
        VehicleColumn.COLOR: "Color",
        VehicleColumn.VIN: "VIN",
        VehicleColumn.CALL_NUMBER: "Call",
        VehicleColumn.FILE_NUMBER: "Our file no.",
        VehicleColumn.TOWED_FROM: "Towed from",
        VehicleColumn.JURISDICTION: "Police department",
        VehicleColumn.CUSTODY: "Kind",
        VehicleColumn.STATUS: "Status",
        VehicleColumn.NEXT_STEP: "Next step",
        VehicleColumn.DUE: "Due",
        VehicleColumn.URGENCY: "Urgency",
        VehicleColumn.DAYS: "Days on lot",
        VehicleColumn.SPOT: "Spot",
        VehicleColumn.ACCOUNT: "Account",
        VehicleColumn.COMPLAINT_NUMBER: "Complaint no.",
    }
)

VIN_STATE: Mapping[VinState, str] = MappingProxyType(
    {
        VinState.OK: "check digit is right",
        VinState.BAD_CHECK_DIGIT: "check digit is wrong",
        VinState.PRE_1981: "short, as before 1981",
        VinState.INCOMPLETE: "not complete",
        VinState.TRAILER_OR_HULL: "trailer or hull number",
        VinState.UNKNOWN: "not known",
    }
)

FIELD: Mapping[str, str] = MappingProxyType(
    {
        "vin": "VIN",
        "plate": "Plate",
        "plate_state": "Plate state",
        "year": "Year",
        "make": "Make",
        "model": "Model",
        "color": "Color",
        "body_type": "Body",
        "call_number": "Call number",
        "file_number": "Our file no.",
        "reference": "Reference (PO)",
        "custody": "Kind",
        "account": "Account",
        "reason": "Reason",
        "towed_at": "Towed",
        "towed_from": "Towed from",
        "street": "Street",
        "city": "City or township",
        "state": "State",
        "zip": "ZIP",
        "business": "Property",
        "requested_by": "Asked for by",
        "requested_by_phone": "Their phone",
        "agency_id": "Police department",
        "complaint_number": "Complaint no.",
        "case_number": "Case no.",
        "officer": "Officer",
        "spot": "Spot",
        "keys": "Keys",
        "key_tag": "Key tag or hook",
        "drivable": "Drivable",
        "odometer": "Odometer",
        "driver": "Driver",
        "truck": "Truck",
        "notes": "Notes",
        "no_plate": "No plate on the vehicle",
        "vin_unreadable": "VIN not readable",
    }
)

EVENT: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.TOWED: "Towed",
        EventKind.POLICE_NOTIFIED: "Called in",
        EventKind.CALL_IN_MISSED: "Not called in before removal",
        EventKind.LEIN_ENTERED: "LEIN entry",
        EventKind.SOS_NOTICE_DATED: "SOS notice dated",
        EventKind.LOOKED_UP: "Looked up",
        EventKind.REDEEMED: "Redeemed",
        EventKind.RELEASED: "Picked up",
        EventKind.HEARING_PETITIONED: "Hearing asked for",
        EventKind.HEARING_DECIDED: "Hearing decided",
        EventKind.POLICE_RELEASED: "Released by the police",
        EventKind.ABANDONMENT_REQUESTED: "Abandonment requested",
        EventKind.BILL_OF_SALE_REQUESTED: "TR-52L requested",
        EventKind.BILL_OF_SALE_RECEIVED: "TR-52L in",
        EventKind.SCRAP_CERTIFICATE_RECEIVED: "TR-208 in",
        EventKind.PHOTOS_TAKEN: "Photos taken",
        EventKind.OWNER_UNKNOWN: "Owner unknown",
        EventKind.AD_PUBLISHED: "Ad published",
        EventKind.SALE_PLANNED: "Sale planned",
        EventKind.SALE_HELD: "Sale held",
        EventKind.SOLD: "Sold",
        EventKind.UNSOLD: "Not sold",
        EventKind.TRANSFERRED_TO_CUSTODIAN: "Taken over by us",
        EventKind.SCRAPPED: "Scrapped",
        EventKind.MOVED: "Moved",
        EventKind.VOIDED: "Void",
        EventKind.DISPOSITION_REPORTED: "Reported to state",
        EventKind.LIEN_ATTACHED: "Lien attached",
        EventKind.CERTIFICATE_DATED: "Certificate dated",
        EventKind.HOLD_PLACED: "Put on hold",
        EventKind.HOLD_LIFTED: "Hold lifted",
        EventKind.LETTER_PRINTED: "Printed",
        EventKind.LETTER_HANDED_OVER: "Mailed",
        EventKind.LETTER_SENT: "Sent",
        EventKind.LETTER_DELIVERED: "Delivered",
        EventKind.LETTER_RETURNED: "Came back",
        EventKind.LETTER_VOIDED: "Letter void",
        EventKind.NOTE: "Note",
        EventKind.SUPERSEDED: "Corrected",
    }
)

SOURCE: Mapping[EventSource, str] = MappingProxyType(
    {
        EventSource.MY_CALL: "my call",
        EventSource.DRIVER_LOG: "driver log",
        EventSource.RECORDING: "recording",
        EventSource.PAPER: "paper",
        EventSource.LOOK_UP: "look-up",
        EventSource.IMPORT: "import",
    }
)

DATA: Mapping[str, str] = MappingProxyType(
    {
        "person": "with",
        "badge": "badge",
        "number_dialled": "dialled",
        "complaint_no": "complaint",
        "answer": "answer",
        "to_whom": "to",
        "reason": "reason:",
        "id_seen": "ID",
        "outcome": "outcome",
        "hold": "",
        "authority": "",
        "letter": "",
        "until": "until",
        "mail_class": "",
        "number": "no.",
        "all_parties": "everybody mailed:",
        "signed_by": "signed by",
        "effect": "",
    }
)

DOCUMENT: Mapping[str, str] = PAPER_NAMES
_CHOSEN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "letter": DOCUMENT,
        "mail_class": {each.value: each.words.lower() for each in MailClass},
        "reason": {each.value: each.words.lower() for each in ReturnReason},
    }
)
"""Words of data that were chosen from a list."""


def day_text(day: date, today: date) -> str:
    """``Fri 5/8``; with the year when it is not this one: ``Fri 5/8/25``."""
    year = "" if day.year == today.year else f"/{day:%y}"
    return f"{day:%a} {day.month}/{day.day}{year}"


def list_day(day: date) -> str:
    """``5/8/26`` for columns, where every line needs the same shape."""
    return f"{day.month}/{day.day}/{day:%y}"


def moment_text(moment: datetime, zone: tzinfo, today: date) -> str:
    """``Fri 5/8 16:44`` in the office's zone."""
    local = moment.astimezone(zone)
    return f"{day_text(local.date(), today)} {local:%H:%M}"


def list_moment(moment: datetime, zone: tzinfo) -> str:
    """``5/8/26 16:44`` in the office's zone."""
    local = moment.astimezone(zone)
    return f"{list_day(local.date())} {local:%H:%M}"


def event_time(event: Event, zone: tzinfo, today: date) -> str:
    """When it happened, or that nobody knows."""
    if event.at is not None:
        return moment_text(event.at, zone, today)
    return "time not known" if event.on is None else day_text(event.on, today)


def event_words(event: Event) -> str:
    """What else is known of an event: who, number, note; of a date moved later to which day."""
    parts = [
        f"{DATA[name]} {_CHOSEN.get(name, {}).get(value) or _written(value)}".strip()
        for name, value in event.data.items()
        if name in DATA and value
    ]
    moved = [f"asks for a later date, {_written(event.data[TO])}"] if MOVES in event.data and TO in event.data else []
    flagged = ["not the usual order"] if event.data.get("flagged") == "yes" else []
    return ", ".join([*flagged, *moved, *parts, *([event.note] if event.note else [])])


def _written(value: str) -> str:
    """A day that the record keeps in ISO as people write it: ``12/23/26``; anything else as it is."""
    try:
        return list_day(date.fromisoformat(value))
    except ValueError:
        return value


def value_text(field: str, value: Value, agencies: Mapping[int, str] = MappingProxyType({})) -> str:
    """A field's value in words."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "custody":
        return CUSTODY[CustodyKind(str(value))]
    if field == "agency_id" and isinstance(value, int):
        return agencies.get(value, "another police department")
    return str(value)


def agency_line(agency: Agency) -> str:
    """Name and phone as far as entered."""
    return agency.name if agency.phone is None else f"{agency.name}, {agency.phone}"
