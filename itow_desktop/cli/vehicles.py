"""The vehicle list at the terminal: look up, add, change."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from itow_desktop.cli.answers import Commands, a_number, a_pair, a_word, command, iso, say, signed, table
from itow_desktop.cli.events import plain_event, when
from itow_desktop.cli.office import Office, this_office
from itow_desktop.domain.charges.money import dollars
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services.browsing import car_card, find_car, vehicle_page
from itow_desktop.services.charges.sheets import Outlook, outlook
from itow_desktop.services.editing import ENTRY_FIELDS, Edit, add_car, change_car
from itow_desktop.services.exporting import csv_of, save_csv
from itow_desktop.services.views import CarCard, VehicleQuery, VehicleRow

_CSV_COLUMNS = {
    "Call #": "call_number", "File #": "file_number", "Account": "account", "Towed": "towed_at", "Towed From": "towed_from",
    "Plate": "plate", "Plate State": "plate_state", "VIN": "vin", "Year": "year", "Make": "make", "Model": "model", "Color": "color",
    "Kind": "custody", "Police department": "jurisdiction", "Complaint no.": "complaint_number", "Where it is": "status",
    "Next step": "next_step", "Due": "due", "Spot": "spot",
}  # fmt: skip
"""Heads of a CSV file with the names of what stands under them."""


def register(commands: Commands) -> None:
    """Add ``vehicles``, ``show``, ``vehicle add``, ``vehicle set``."""
    listing = command(commands, "vehicles", list_vehicles, "the vehicle list")
    listing.add_argument("--search", metavar="TEXT", default="", help="fragments of plate, VIN, call number, make, colour, place")
    listing.add_argument("--status", metavar="WORD", type=a_word(CustodyStatus), help=", ".join(CustodyStatus))
    listing.add_argument("--limit", metavar="N", type=a_number, help="at most so many (all without it)")
    listing.add_argument("--csv", metavar="PATH", type=Path, help="write them to this file for a spreadsheet program")
    one = command(commands, "show", show, "everything about one car")
    one.add_argument("call", metavar="CALL", help="call number, file number, or # with the car's number here")
    vehicle = commands.add_parser("vehicle", help="enter a car, change its fields")
    deeds = vehicle.add_subparsers(metavar="add|set", required=True)
    fields = f"FIELD=VALUE with the fields {', '.join(ENTRY_FIELDS)}"
    adding = signed(command(deeds, "add", add, "enter a car by hand"))
    adding.add_argument("values", nargs="+", type=a_pair, metavar="FIELD=VALUE", help=fields)
    setting = signed(command(deeds, "set", change, "change the named fields of one car and no others"))
    setting.add_argument("call", metavar="CALL")
    setting.add_argument("values", nargs="+", type=a_pair, metavar="FIELD=VALUE", help=fields)


def list_vehicles(args: argparse.Namespace) -> int:
    """Print the rows that match."""
    with this_office() as opened:
        page = vehicle_page(opened.shift, VehicleQuery(search=args.search, status=args.status, limit=args.limit))
        zone = opened.shift.law.zone
    if args.csv is not None:
        listed = (plain_row(row, zone) for row in page.rows)
        cells = ([None if row[name] is None else str(row[name]) for name in _CSV_COLUMNS.values()] for row in listed)
        save_csv(args.csv, csv_of(tuple(_CSV_COLUMNS), cells))
        say(args, {"file": str(args.csv), "rows": len(page.rows)}, [f"{len(page.rows)} of {page.total} written to {args.csv}"])
        return 0
    heads = ("Call", "Towed", "Plate", "Vehicle", "Towed from", "Next step", "Due")
    rows = [
        (
            row.call_number or f"#{row.custody_id}",
            _local(row, zone)[:16].replace("T", " "),
            row.plate,
            row.description,
            row.towed_from,
            row.next_step,
            f"{iso(row.due)}{' (not yet checked)' if row.unverified else ''}" if row.due else None,
        )
        for row in page.rows
    ]
    say(args, [plain_row(row, zone) for row in page.rows], [*table(heads, rows), f"{len(page.rows)} of {page.total}"])
    return 0


def show(args: argparse.Namespace) -> int:
    """Print one car with its events, documents, parties, differences."""
    with this_office() as opened:
        _say_card(args, opened, find_car(opened.ports.desk, args.call))
    return 0


def add(args: argparse.Namespace) -> int:
    """Enter a car; look-alikes on the lot are told, nothing is held back for them."""
    with this_office() as opened:
        added = add_car(opened.signed(args.person), dict(args.values))
        _say_card(args, opened, added.custody_id, added.warnings)
    return 0


def change(args: argparse.Namespace) -> int:
    """Change the named fields of one car."""
    with this_office() as opened:
        custody_id = find_car(opened.ports.desk, args.call)
        change_car(opened.signed(args.person), Edit(custody_id, dict(args.values), {}))
        _say_card(args, opened, custody_id)
    return 0


def plain_row(row: VehicleRow, zone: ZoneInfo) -> dict[str, Any]:
    """One car of the list as JSON holds it; times are the office's local ones."""
    return {
        "call_number": row.call_number,
        "vin": row.vin,
        "vin_state": row.vin_state.value,
        "plate": row.plate,
        "plate_state": row.plate_state,
        "year": row.year,
        "make": row.make,
        "model": row.model,
        "color": row.color,
        "towed_at": _local(row, zone) or None,
        "towed_from": row.towed_from,
        "custody": row.custody.value,
        "jurisdiction": row.jurisdiction,
        "status": row.status.value,
        "next_step": row.next_step,
        "due": iso(row.due),
        "unverified": row.unverified,
        "id": f"#{row.custody_id}",
        "file_number": row.file_number,
        "account": row.account,
        "complaint_number": row.complaint_number,
        "spot": row.spot,
    }


def _local(row: VehicleRow, zone: ZoneInfo) -> str:
    return row.towed_at.astimezone(zone).isoformat() if row.towed_at else ""


def _say_card(args: argparse.Namespace, opened: Office, custody_id: int, warnings: tuple[str, ...] = ()) -> None:
    card = car_card(opened.shift, custody_id)
    zone = opened.shift.law.zone
    owed = outlook(opened.shift, custody_id)
    plain = {**_plain_card(card, zone), "owed": _plain_owed(owed), "warnings": list(warnings)}
    say(args, plain, [*_card_lines(card, zone), _owed_line(owed), *warnings])


def _plain_owed(owed: Outlook) -> dict[str, Any]:
    """Dollars as text; ``now`` is null where ``missing`` says what is not on record."""
    now, known = owed.now, owed.now.known
    return {
        "now": f"{now.total:.2f}" if known else None,
        "tomorrow": f"{owed.tomorrow.total:.2f}" if known else None,
        "per_day": f"{now.per_day:.2f}" if known and now.per_day is not None else None,
        "missing": list(now.missing),
    }


def _owed_line(owed: Outlook) -> str:
    said = f"{dollars(owed.now.total)} now, {dollars(owed.tomorrow.total)} tomorrow"
    return f"{'owed':17} {said if owed.now.known else 'not known, missing: ' + ', '.join(owed.now.missing)}"


def _plain_card(card: CarCard, zone: ZoneInfo) -> dict[str, Any]:
    return {
        **plain_row(card.row, zone),
        "events": [plain_event(event, zone) for event in card.events],
        "documents": [
            {
                "id": each.id,
                "kind": each.kind,
                "name": each.name,
                "sha256": each.sha256,
                "size": each.size,
                "created_at": each.created_at.astimezone(zone).isoformat(),
                "created_by": each.created_by,
            }
            for each in card.documents
        ],
        "parties": [{"role": each.role, "name": each.name, "address": each.address, "phone": each.phone} for each in card.parties],
        "differences": [asdict(each) for each in card.car.differences()],
    }


def _card_lines(card: CarCard, zone: ZoneInfo) -> Iterator[str]:
    for name, value in plain_row(card.row, zone).items():
        if value is not None:
            yield f"{name:17} {value}"
    for event in card.events:
        signer = f" ({event.recorded_by})" if event.recorded_by else ""
        yield f"event             {when(event, zone)} {EVENT_NAMES[event.kind]}{signer} {event.id}"
    for document in card.documents:
        yield f"document          {document.name}"
    for each in card.car.differences():
        kept = "" if each.asks else " (kept ours)"
        yield f"difference        {each.field}: {each.desk} here, {each.towbook} in TowBook{kept}"
