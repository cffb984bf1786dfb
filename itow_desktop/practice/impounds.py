"""The impounds list: a page without rows, its CSV export."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from itow_desktop.practice.pages import page
from itow_desktop.practice.records import NO_DATE, Office, OfficeCall
from itow_desktop.practice.reference import STATUSES
from itow_desktop.practice.wire import Answer

EXPORT = "/Impounds/Export?view=current"
"""Our own guess: what the real Export button asks for is not known (TowBook facts, section 6)."""

_TASKS = (
    "TOP SENT",
    "LEIN  ENTRY",
    "TR-52L",
    "1ST  CERTIFIED LETTER",
    "2ND CERTIFIED LETTER",
    "LIEN HOLDER  LETTER",
    "AUCTION LIST",
    "AD IN PAPER",
    "TITLE WORK",
    "KEYS CUT",
    "PHOTOS TAKEN",
    "SCRAP  RUN",
    "FINAL CHECK",
)
_CUSTOM = (
    "OK to Release to INS. Co.",
    "Mileage",
    "Police Release Required",
    "Gate Row",
    "Old Lot #",
    "Insurance Adjuster",
    "Lot Check",
    "Fuel",
    "Tag #",
)
COLUMNS = (
    *("Tasks", "Stock #", "Invoice #", "Account", "Vehicle", "Plate", "VIN", "Impound Date", "Days Held", "Total", "Balance Due"),
    *("Storage Lot", "", "1st Letter", "Auction Sold Price", "Affidavit Sent", "1st Letter Sent", "2nd Letter", "Create Date"),
    *("Completion Time", "Arrival Time", "Enroute Time", "Last Scanned Date", "Have Keys", "Driver", "Call #", "Towed From"),
    *("Zip Code", "PO #", "Status", "Body Type", *_CUSTOM, "Title Brand", "Title Received", "Year", "Model", "Make", "Call Reason"),
    *("Color", "Plate State"),
    *(f"{task} {what} Date" for task in _TASKS for what in ("Due", "Complete")),
)
_TASK_TEXTS = ("", "1 Overdue", "2 Due Soon", "2 Overdue7 Due Next")


def impounds_page() -> Answer:
    """``/Impounds/``: the grid is drawn by a script, so there is no row in it; the button is there but hidden."""
    body = """<h1>Current Impounds</h1>
<div id="myGrid" class="w2ui-grid"><div class="w2ui-toolbar"><table><tbody><tr>
<td class="w2ui-tb-caption"><a href="javascript:;" style="display:none">Export</a></td>
</tr></tbody></table></div></div>"""
    return page("Towbook - Impounds", body, selected="Impounds")


def current_impounds_csv(office: Office, calls: Iterable[OfficeCall], *, preamble: bool = True) -> Answer:
    """The "Current - Impounds" export of the cars on the lot (TowBook facts, section 6.2).

    No BOM, CRLF, every field quoted. With ``preamble`` a title and a time stand above the heads, as
    TowBook writes it where nobody customised the export.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if preamble:
        writer.writerow(("Current - Impounds",))
        writer.writerow((f"{office.today:%m/%d/%Y} 8:05 am",))
    writer.writerow(COLUMNS)
    writer.writerows(_row(office, call) for call in calls if call.on_lot)
    name = ("Content-Disposition", 'attachment; filename="Current - Impounds.csv"')
    return Answer(200, text.getvalue().encode(), "text/csv; charset=utf-8", (name,))


def _row(office: Office, call: OfficeCall) -> list[str]:
    cells = _car_cells(call) | _time_cells(office, call) | _money_cells(call)
    cells |= {
        "Tasks": _TASK_TEXTS[call.number % len(_TASK_TEXTS)],
        "Stock #": str(call.stock_number),
        "Account": call.account.name,
        "Storage Lot": "Main Lot",
        "Have Keys": "Yes" if call.car.keys else "",
        "Driver": call.driver,
        "Call #": str(call.number),
        "Towed From": call.source.text,
        "Zip Code": call.source.zip,
        "PO #": call.po,
        "Status": STATUSES[call.status],
        "Call Reason": call.reason,
        f"{_TASKS[0]} Due Date": _day(call.report_time),
    }
    return [cells.get(column, "") for column in COLUMNS]


def _car_cells(call: OfficeCall) -> dict[str, str]:
    """Two cars in three have year, make and model only in ``Vehicle``, as in the real files."""
    car = call.car
    cells = {
        "Vehicle": " ".join(part for part in (str(car.year or ""), car.make, car.model) if part),
        "Plate": car.plate,
        "Plate State": car.plate_state if len(car.plate_state) == 2 else "",
        "VIN": car.vin,
        "Color": car.color,
        "Body Type": "Light" if car.body_type == 1 else "",
    }
    if call.number % 3 == 0:
        cells |= {"Year": str(car.year or ""), "Make": car.make, "Model": car.model}
    return cells


def _time_cells(office: Office, call: OfficeCall) -> dict[str, str]:
    times, towed = call.times, call.report_time
    return {
        "Impound Date": _moment(towed),
        "Create Date": _moment(times.created),
        "Completion Time": _moment(times.completed),
        "Arrival Time": _moment(times.arrived),
        "Enroute Time": _moment(times.en_route),
        "Days Held": str(max(0, (office.today - towed.date()).days)) if towed is not None else "",
    }


def _money_cells(call: OfficeCall) -> dict[str, str]:
    return {"Total": f"${call.total:,.2f}", "Balance Due": f"${call.total - call.paid:,.2f}"}


def _day(when: datetime | None) -> str:
    """``M/D/YYYY``, empty where there is no date."""
    return "" if when is None or when == NO_DATE else f"{when.month}/{when.day}/{when.year}"


def _moment(when: datetime | None) -> str:
    """``M/D/YYYY h:mm AM/PM``, empty where there is no date."""
    if when is None or when == NO_DATE:
        return ""
    return f"{_day(when)} {when.hour % 12 or 12}:{when.minute:02d} {'PM' if when.hour >= 12 else 'AM'}"
