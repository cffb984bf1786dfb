"""Invented databases in the four shapes of the first program."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from itow_desktop.domain.vehicles import check_digit

Row = Mapping[str, Any]

MARCH = (
    "towbook_call_number", "invoice_number", "vin", "make", "model", "tow_date", "status", "top_form_sent_date", "tr52_available_date",
    "decision", "decision_date", "action_date", "notice_sent_date", "last_updated", "release_date", "release_time", "recipient",
    "release_reason", "top_sent_date", "archived", "owner_known", "invoice_prefix", "invoice_sequence", "invoice_year", "jurisdiction",
    "tow_time", "location", "requestor", "year", "color", "plate", "state", "case_number", "officer_name", "reference_number",
    "call_number", "complaint_number", "days_until_next_step", "days_until_auction", "days_since_tow", "paperwork_received_date",
    "estimated_date",
)  # fmt: skip
EARLY_MAY = (*MARCH, "auction_date", "tow_reason")
MAY_23 = (
    *EARLY_MAY, "tr52_form_sent_date", "tr208_form_sent_date", "tr52_notification_sent", "tr208_notification_sent",
    "complaint_sequence", "complaint_year",
)  # fmt: skip
JUNE = (
    *MAY_23, "vehicle_type", "driver", "reason_for_tow", "owner_name", "owner_address", "owner_phone", "owner_email", "lienholder_name",
    "lienholder_address", "lienholder_phone", "lienholder_email", "released_to", "release_fee", "storage_start_date", "storage_end_date",
    "daily_storage_rate", "total_storage_fees", "auction_house", "sold_price", "scrap_date", "scrap_yard", "scrap_value", "photos",
    "documents", "certified_mail_number_owner", "certified_mail_number_lienholder", "newspaper_ad_date", "tr208_filed_date",
    "tr208_approved_date", "tr208_status", "notes", "tr208_eligible", "top_form_generated_at", "tr52_form_generated_at",
    "tr208_form_generated_at", "top_form_generated_by", "tr52_form_generated_by", "tr208_form_generated_by",
)  # fmt: skip
_INTEGERS = {"archived", "invoice_sequence", "days_until_next_step", "days_until_auction", "days_since_tow", "complaint_sequence"}
_OTHERS: Mapping[str, str] = {
    "contacts": "id INTEGER PRIMARY KEY, jurisdiction TEXT, contact_name TEXT, phone_number TEXT, email_address TEXT, fax_number TEXT,"
    " address TEXT, preferred_method TEXT, notes TEXT, preferred_contact_method TEXT, contact_title TEXT, mobile_number TEXT,"
    " contact_hours TEXT",
    "documents": "id INTEGER PRIMARY KEY, vehicle_id TEXT, type TEXT, filename TEXT, upload_date TEXT, sent_date TEXT, sent_to TEXT,"
    " sent_method TEXT",
    "police_logs": "id INTEGER PRIMARY KEY, vehicle_id TEXT, communication_date TEXT, communication_type TEXT, notes TEXT",
    "police_log": "id INTEGER PRIMARY KEY, vehicle_id INTEGER NOT NULL, towbook_call_number TEXT, form_type TEXT NOT NULL,"
    " submission_date DATETIME, recipient_jurisdiction TEXT, method TEXT, confirmation_details TEXT, notes TEXT, logged_by TEXT",
    "notifications": "id INTEGER PRIMARY KEY, vehicle_id TEXT, notification_type TEXT, due_date TEXT, sent_date TEXT, status TEXT",
    "complaint_sequence": "year INTEGER PRIMARY KEY, last_sequence INTEGER",
    "complaint_sequence_override": "year TEXT PRIMARY KEY, next_sequence_number INTEGER NOT NULL",
    "users": "id INTEGER PRIMARY KEY, username TEXT NOT NULL, password_hash TEXT NOT NULL",
    "logs": "id INTEGER PRIMARY KEY, timestamp TEXT, action TEXT, details TEXT",
}


def old_database(path: Path, columns: Sequence[str], cars: Iterable[Row], others: Mapping[str, Sequence[Row]] | None = None) -> Path:
    """Write a file with ``vehicles`` of these columns, and other tables with their rows (also none)."""
    declared = ", ".join(f'"{name}" {"INTEGER" if name in _INTEGERS else "REAL" if name == "sold_price" else "TEXT"}' for name in columns)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE vehicles ({declared}, PRIMARY KEY (towbook_call_number, invoice_number))")
        for car in cars:
            _insert(database, "vehicles", {name: said for name, said in car.items() if name in columns})
        for table, rows in (others or {}).items():
            database.execute(f"CREATE TABLE {table} ({_OTHERS[table]})")
            for row in rows:
                _insert(database, table, row)
    return path


def _insert(database: sqlite3.Connection, table: str, row: Row) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608  # names of this file
    database.execute(statement, list(row.values()))


def vin(number: int) -> str:
    """An invented VIN whose check digit is right."""
    body = f"1XXAB{number % 10}CD0EF{number:06}"
    return f"{body[:8]}{check_digit(body)}{body[9:]}"


_MAKES = (
    ("Ford", "Focus"),
    ("Chevrolet", "Malibu"),
    ("Pontiac", "G6"),
    ("Dodge", "Neon"),
    ("Jeep", "Liberty"),
    ("GMC", "Jimmy"),
    ("Kia", "Rio"),
)
_STATUSES = (
    ("Scrapped",) * 5 + ("TOP Generated",) * 5 + ("Released",) * 4 + ("Transferred",) * 3 + ("Ready for Auction", "TR52 Ready", "RELEASED")
)
_COLORS = ("(none)", "Silver", "Black", "Red")
_PLACES = ("Burton", "MT MORRIS TWP", "Mt. Morris", "Mount Morris Township", "MMTWP", "N/A", "", "Flint Township (ask for the desk)")


def car(number: int, **said: object) -> dict[str, Any]:
    """An invented car as the first program kept it; ``said`` replaces columns."""
    make, model = _MAKES[number % len(_MAKES)]
    month, day = number % 5 + 1, number % 27 + 1
    return {
        "towbook_call_number": str(20000 + number), "invoice_number": None if number % 3 else "", "vin": vin(number), "make": make,
        "model": model if number % 14 else "N/A", "year": str(1998 + number % 22), "color": _COLORS[number % 4],
        "plate": f"INV{number:04}" if number % 3 else "N/A", "state": "MI" if number % 3 else "state",
        "tow_date": f"2025-{month:02}-{day:02}",
        "tow_time": f"{number % 24:02}:{number % 60:02}" if number % 2 else f"{number % 12 + 1}:05 PM", "status": "New", "archived": 0,
        "location": f"{100 + number} Invented St, Burton, MI 48509", "requestor": "Lot manager" if number % 4 else None,
        "jurisdiction": _PLACES[number % len(_PLACES)], "complaint_number": f"IT{number + 1:04}-25",
        "last_updated": f"2025-05-{day:02} 10:00:00",
        "owner_name": None, "notes": None, **said,
    }  # fmt: skip


def snapshots(folder: Path, count: int = 70) -> tuple[Path, Path, Path]:
    """Three files of the same yard: March, May 23 before the reset, June after it and after somebody closed most of it anew."""
    march, may, june = [], [], []
    for number in range(count):
        status = _STATUSES[number % len(_STATUSES)]
        closed = status in {"Scrapped", "Released", "RELEASED", "Transferred"}
        left: dict[str, Any] = {"release_date": f"2025-04-{number % 27 + 1:02}" if number % 4 else None} if closed else {}
        tow = str(car(number)["tow_date"])
        year, month, day = tow.split("-")
        american = f"{month}/{day}/{year}" if number % 4 == 0 else tow
        march.append(car(number, status="New", tow_date=american, last_updated="2025-03-20 09:00:00"))
        was = "Auctioned" if status == "Scrapped" and number % 3 == 0 else status
        may.append({**car(number, **left), **left, "status": was, "tow_date": american, "last_updated": "2025-05-23 09:00:00"})
        worn: dict[str, Any] = {"year": "N/A", "jurisdiction": "N/A", "tow_time": "N/A"} if number % 2 else {}
        stamped: dict[str, Any] = {"top_form_sent_date": "2025-05-30"} if number % 10 < 7 else {}
        june.append({**car(number), **left, **worn, **stamped, "status": status, "last_updated": "2025-06-02 09:00:00"})
    calls = [str(20000 + number) for number in range(count)]
    gone = [str(90000 + number) for number in range(8)]
    others: dict[str, Sequence[Row]] = {
        "documents": [
            {"vehicle_id": call, "type": "TOP", "filename": f"TOP_{call}.pdf", "upload_date": "2025-05-30 08:00:00"}
            for call in (*calls[:22], *gone)
        ],
        "police_logs": [
            {"vehicle_id": call, "communication_date": "2025-05-20", "communication_type": "phone", "notes": "Asked for the report"}
            for call in (*calls[:23], *gone)
        ],
        "notifications": [
            {"vehicle_id": call, "notification_type": "TOP", "due_date": "2025-06-01", "status": "pending"} for call in calls[:43]
        ],
        "complaint_sequence": [{"year": 2025, "last_sequence": count + 30}],
        "users": [{"username": "nobody", "password_hash": "never read"}],
    }
    test_row = car(900, towbook_call_number="TEST1", complaint_number="COMP001")
    return (
        old_database(folder / "vehicles-march.db", MARCH, march),
        old_database(folder / "vehicles-0523.db", MAY_23, may),
        old_database(folder / "vehicles.db", JUNE, [*june, test_row], others),
    )
