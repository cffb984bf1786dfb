"""How a call is written as JSON: the whole call, its row in the report."""

from typing import Any

from itow_desktop.practice.clock import wire_time
from itow_desktop.practice.invented import COMPANY_ID, DISPATCHERS, DRIVERS, TRUCKS
from itow_desktop.practice.records import CANCELLED, Named, OfficeCall, Place
from itow_desktop.practice.reference import BODY_TYPES, COLORS, REASONS

_ACTIONS = ("MODIFY", "COMPLETE", "CANCEL", "EMAIL", "INTERNAL_NOTES", "DELETE", "ASSIGN_DRIVERS", "VIEW_INVOICE", "UPDATE_STATUS")


def call_json(call: OfficeCall) -> dict[str, Any]:
    """The answer of ``GET /api/calls/{id}``: empty members are left out (TowBook facts, section 5.1).

    What an impounded call adds beyond ``impound`` is not known, so nothing is added.
    """
    return {
        "id": call.id,
        "callNumber": call.number,
        "type": 1,
        "groups": [],
        "companyId": COMPANY_ID,
        "version": 2,
        **_filled(notes=call.notes),
        "account": {"id": call.account.id, "company": call.account.name, "masterAccountId": 0, "typeId": call.account.type_id},
        **_filled(owner=_named(DISPATCHERS, call.dispatcher, "fullName")),
        "contacts": _contacts(call),
        "waypoints": _waypoints(call),
        "tags": [],
        "statements": [],
        **_filled(towSource=call.source.text, towDestination=call.destination.text),
        "callType": 1,
        "priority": 0,
        **_filled(reason={"id": REASONS.get(call.reason, 1), "name": call.reason} if call.reason else None),
        "invoiceItems": [],
        "invoiceNumber": "",
        "invoiceSubtotal": float(call.total),
        "invoiceTax": 0,
        "invoiceTotal": float(call.total),
        "invoiceTaxExempt": False,
        **_filled(purchaseOrderNumber=call.po),
        "balanceByClass": [],
        "status": {"id": call.status},
        "statuses": [call.status] if call.status == CANCELLED else [0, 1, 2, 3, 4, 5],
        "attributes": [{"id": call.id - 312_000_000, "attributeId": 51, "value": "1"}],
        "activeUsers": [],
        "assets": [_asset(call)],
        **_times(call),
        "balanceDue": float(call.total - call.paid),
        "paymentsApplied": float(call.paid),
        "payments": [],
        "invoiceStatusId": 1,
        "impound": call.impound,
        "insights": {},
        "availableActions": _ACTIONS,
        "channels": [{"type": "activeUser", "name": f"private-TWBK_Client_{call.id}-55501-1-call"}],
    }


def report_row(call: OfficeCall) -> dict[str, Any]:
    """The call's row in ``POST /api/reports`` (TowBook facts, section 2): every key there, dates null where missing."""
    return {
        "dispatchEntryId": call.id,
        "callNumber": call.number,
        "reason": call.reason,
        "received": wire_time(call.times.created),
        "completed": wire_time(call.times.completed),
        "accountName": call.account.name,
        "purchaseOrder": call.po,
        "pending": "",
        "driver": call.driver,
        "dispatcher": call.dispatcher,
        "truck": call.truck,
        "rateItemTotal": float(call.total),
        "invoiceTotal": float(call.total),
        "paymentsApplied": float(call.paid),
        "balanceDue": float(call.total - call.paid),
        "isLocked": False,
        "isAudited": False,
        "isClosed": False,
        "impound": call.impound,
        "released": call.released,
    }


def _filled(**members: object) -> dict[str, object]:
    """The members that hold something."""
    return {key: value for key, value in members.items() if value not in (None, "")}


def _named(known: tuple[Named, ...], name: str, key: str = "name") -> dict[str, Any] | None:
    """A person or truck by name as TowBook refers to it; id 0 where the name is not on the list."""
    if not name:
        return None
    return {"id": next((one.id for one in known if one.name == name), 0), key: name}


def _contacts(call: OfficeCall) -> list[dict[str, object]]:
    if not call.contact_name and not call.contact_phone:
        return []
    return [{"id": call.id - 869_000_000, "type": 0, **_filled(name=call.contact_name, phone=call.contact_phone)}]


def _waypoints(call: OfficeCall) -> list[dict[str, object]]:
    return [
        _waypoint(call.id * 2 + position, position, title, place)
        for position, title, place in ((1, "Pickup", call.source), (2, "Destination", call.destination))
        if place.text
    ]


def _waypoint(waypoint_id: int, position: int, title: str, place: Place) -> dict[str, object]:
    return {
        "id": waypoint_id,
        "position": position,
        "title": title,
        "address": place.text,
        **_filled(zip=place.zip),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "hasToll": False,
    }


def _asset(call: OfficeCall) -> dict[str, object]:
    car, driver, truck = call.car, _named(DRIVERS, call.driver), _named(TRUCKS, call.truck)
    color = {"id": COLORS.index(car.color) if car.color in COLORS else 9, "name": car.color} if car.color else None
    return {
        "id": call.id - 754_000_000,
        "bodyType": {"id": car.body_type, "name": BODY_TYPES[car.body_type]},
        **_filled(year=car.year, make=car.make, model=car.model, color=color, vin=car.vin),
        **_filled(licenseNumber=car.plate, licenseState=car.plate_state),
        "licenseYear": "0",
        **_filled(odometer=car.odometer),
        "drivable": False,
        "drivableId": 2,
        "keys": car.keys,
        "keysLocation": "",
        "airbagStatus": 0,
        **_filled(driver=driver and {**driver, "responseStatusId": 0}, truck=truck),
        "drivers": [
            {"id": call.id - 761_000_000, **_filled(truck=truck, driver=driver and {**driver, "responseStatusId": 1})},
        ],
    }


def _times(call: OfficeCall) -> dict[str, object]:
    return _filled(
        createDate=wire_time(call.times.created),
        dispatchTime=wire_time(call.times.dispatched),
        enrouteTime=wire_time(call.times.en_route),
        arrivalTime=wire_time(call.times.arrived),
        completionTime=wire_time(call.times.completed),
    )
