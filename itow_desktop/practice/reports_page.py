"""The Call Analysis page: filters, reference data, a table that is empty until a script fills it."""

import json
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from itow_desktop.practice.clock import epoch
from itow_desktop.practice.pages import links_page, page
from itow_desktop.practice.records import NO_DATE, Office, OfficeCall
from itow_desktop.practice.reference import ACCOUNT_TYPES, BODY_TYPES, COLORS, REASONS, STATES, STATUSES
from itow_desktop.practice.wire import Answer

VIEWER = "/Reports/Dispatching/Viewer?report=callAnalysis"
REPORTS = (("Dispatching Reports", "/Reports/Dispatching/"), ("Accounting Reports", "/Reports/Accounting/"))
DISPATCHING_REPORTS = (("Call Workflow", "/Reports/Dispatching/Viewer?report=callWorkflow"), ("Call Analysis", VIEWER))
_OLD_ACCOUNTS = 600
"""Accounts of long ago that only make the page's reference data as heavy as it really is."""

_HEADS = ("Call #", "Reason", "Date", "Completed", "Account", "PO #", "Driver", "Dispatcher", "Truck")
_MONEY_HEADS = ("Service Item(s) Total", "Total", "Payments", "Balance")


def reports_page() -> Answer:
    """``/Reports/``: links to the kinds of reports, by text (TowBook facts, section 2)."""
    return links_page("Reports", REPORTS, selected="Reports")


def dispatching_page() -> Answer:
    """``/Reports/Dispatching/``: links to the dispatching reports."""
    return links_page("Dispatching Reports", DISPATCHING_REPORTS, selected="Reports")


def call_analysis_page(office: Office, rows: Iterable[OfficeCall] = ()) -> Answer:
    """The viewer; with ``rows`` its table is filled as a browser's would be (TowBook facts, section 2)."""
    body = f"""<h1>Reports - Call Analysis</h1>
<input type="hidden" name="ctl00$content$reportType" id="content_reportType" class="reportType" value="CallAnalysis" />
{_filters(office)}
<div id="toolbar"><a id="exportReport" onclick="ExportReport()" href="javascript:;">Export to Excel</a></div>
<div id="tabLoader" style="display:none">Loading Report</div>
<div id="callAnalysisTable">
{_table(office, rows)}
</div>
<div id="multiNav"></div>"""
    return page("Towbook - Reports", body, selected="Reports", html_class="report_callAnalysis", script=_script(office))


def _filters(office: Office) -> str:
    accounts = "\n".join(f'<option value="{account.id}">{escape(account.name)}</option>' for account in office.accounts)
    types = "\n".join(f'<option value="{number}">{name}</option>' for number, name in enumerate(ACCOUNT_TYPES))
    reasons = "\n".join(f'<option value="{number}">{escape(name)}</option>' for name, number in REASONS.items())
    shown = f"{office.today.month}/{office.today.day}/{office.today.year}"
    return f"""<div id="filterOptions"><ul>
<li id="filterDateRange"><input type="text" id="dpStartDate" class="datePicker" size="10" value="{shown}">
<input type="text" id="dpEndDate" class="datePicker" size="10" value="{shown}"></li>
<li id="filterReason"><select id="cbReason" name="cbReason"><option value="">All</option>
{reasons}</select></li>
<li id="filterAccount"><select id="cbAccount" name="cbAccount" multiple="multiple" title="All" class="ui-towbook-multiselect">
<option value="">All</option>
{accounts}</select></li>
<li id="filterAccountType"><select id="cbAccountType" multiple="multiple" class="ui-towbook-multiselect"><option value="">All</option>
{types}</select></li>
<li class="alwaysShow"><input type="button" id="btnRefresh" class="standard-button" value="Update"
 onclick="RefreshReport($('select#cbGroupOption').selectmenu('value'), null, new Date().getSeconds())"></li>
</ul></div>"""


def _table(office: Office, rows: Iterable[OfficeCall]) -> str:
    heads = "".join(
        f"<th{' class=' + chr(34) + 'sorttable_numeric' + chr(34) if i == 0 else ''}>{head}</th>" for i, head in enumerate(_HEADS)
    )
    money = "".join(f'<th class="sorttable_numeric{" colRateItem" if i == 0 else ""}">{head}</th>' for i, head in enumerate(_MONEY_HEADS))
    body = "\n".join(_row(call, office.zone) for call in rows)
    return f"""<table id="callAnalysis" class="sortable list">
<thead><tr>{heads}{money}</tr></thead>
<tbody>
{body}
</tbody>
<tfoot></tfoot>
</table>"""


def _row(call: OfficeCall, zone: str) -> str:
    lock = "x-towbook-lock disabled" if call.impound and not call.released else "x-towbook-lock"
    words = "".join(f"<td>{escape(text)}</td>" for text in (call.driver, call.dispatcher, call.truck))
    money = f"${call.total:,.2f}"
    return f"""<tr data-id="{call.id}">
<td sorttable_customkey="{call.number}"><a id="callEditorLink_{call.id}" href="/DispatchEditor/Editor.aspx?id={call.id}" target="_blank"
 title="Modify Call" onclick="editCall('{call.id}'); return false;">
  {call.number}
</a><span class="{lock}"></span><span class="x-towbook-audit"></span></td>
<td>{escape(call.reason)}</td>
{_date_cell(call.times.created, zone)}
{_date_cell(call.times.completed, zone)}
<td>{escape(call.account.name)}</td>
<td class="x-po">{escape(call.po)}<br /></td>
{words}
<td class="x-numbers colRateItem">{money}</td>
<td class="x-numbers"><a href="/Dispatch2/Invoice.aspx?id={call.id}">{money}</a></td>
<td class="x-numbers">${call.paid:,.2f}</td>
<td class="x-numbers">${call.total - call.paid:,.2f}</td>
</tr>"""


def _date_cell(when: datetime | None, zone: str) -> str:
    """True instants as sort keys, month and day as text; 0 and N/A where missing."""
    if when is None or when == NO_DATE:
        return '<td sorttable_customkey="0">N/A</td>'
    return f'<td sorttable_customkey="{epoch(when, zone)}">{when.month}/{when.day}</td>'


def _script(office: Office) -> str:
    """The page's inline script with the reference data in it (TowBook facts, section 5.4)."""
    companies = {
        "towbookCompanies": [{"id": office.company_id, "name": office.name}],
        "towbookAccounts": [{"id": account.id, "company": account.name, "masterAccountId": 0} for account in office.accounts],
        "towbookUsers": [{"id": user.id, "name": user.name} for user in office.dispatchers],
    }
    return "\n".join(
        (
            "var towbook = towbook || {};",
            f"$.extend(towbook, JSON.parse('{_script_text(_reference(office))}'));",
            f"$.extend(window, JSON.parse('{_script_text(companies)}'));",
        )
    )


def _script_text(value: object) -> str:
    r"""JSON within a single-quoted string of a script: ``\\``, ``\"``, ``\'`` and ``\/`` are escaped."""
    text = json.dumps(value).replace("\\", "\\\\")
    return text.replace('"', '\\"').replace("'", "\\'").replace("/", "\\/")


def _reference(office: Office) -> dict[str, Any]:
    known = [_account(account.id, account.name, account.type_id) for account in office.accounts]
    old = [_account(7100000 + n, f"Former Customer {n} (closed)", n % len(ACCOUNT_TYPES), deleted=True) for n in range(_OLD_ACCOUNTS)]
    return {
        "accounts": old[: _OLD_ACCOUNTS // 2] + known + old[_OLD_ACCOUNTS // 2 :],
        "accountTypes": [{"id": number, "name": name} for number, name in enumerate(ACCOUNT_TYPES)],
        "statuses": [{"id": number, "name": name} for number, name in STATUSES.items()],
        "reasons": [{"id": number, "reason": name, "impound": False, "active": True} for name, number in REASONS.items()],
        "colors": [{"id": number, "name": name} for number, name in enumerate(COLORS) if number],
        "vehicle": {"types": [{"id": number, "name": name} for number, name in enumerate(BODY_TYPES) if number]},
        "drivers": [{"id": one.id, "name": one.name, "linkedUserId": one.id + 55000, "operateHeavy": False} for one in office.drivers],
        "trucks": [{"id": one.id, "name": one.name, "type": 1, "duty": 1} for one in office.trucks],
        "users": [
            {"id": one.id, "companyId": office.company_id, "name": one.name, "type": 2, "disabled": False} for one in office.dispatchers
        ],
        "geo": {"states": [{"long": long, "short": short} for short, long in STATES.items()]},
        "companies": [
            {"id": office.company_id, "name": office.name, "address": office.address, "timezoneOffset": 0.0, "timezoneUseDST": True},
        ],
        "features": ["Impounds", "Impound Letters", "Dispatch Letters"],
    }


def _account(account_id: int, name: str, type_id: int, *, deleted: bool = False) -> dict[str, Any]:
    return {
        "id": account_id,
        "name": name,
        "type": type_id,
        "masterAccountId": 0,
        "isFavorite": False,
        "address": {"address": "1 Practice Way", "city": "Burton", "state": "MI", "zip": "48509"},
        "tags": [],
        "attributes": [],
        "impoundDestinationType": 0,
        "rateItems": [],
        "status": 2 if deleted else 1,
        "deleted": deleted,
        "taxExempt": False,
        "discountRate": 0,
        "accountNotes": 'Line one\nline "two"\tC:\\tow' if deleted else "",
        "companies": [99999],
        "creditHold": False,
        "createDate": "2015-05-08T14:10:33.71",
    }
