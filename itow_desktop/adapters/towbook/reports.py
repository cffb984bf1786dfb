"""The Call Analysis report: which calls an account had in a range of days (TowBook facts, sections 2, 4.2)."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import time, tzinfo
from threading import Event
from typing import Any

from itow_desktop.adapters.towbook.answers import Answer, read_json, text_of
from itow_desktop.adapters.towbook.calls import UNFOUND
from itow_desktop.adapters.towbook.pages import account_ids, report_table
from itow_desktop.adapters.towbook.session import Session
from itow_desktop.adapters.towbook.wire import Question
from itow_desktop.domain.calls import CallList, CallRef, DateRange, ReportRow
from itow_desktop.domain.errors import NotInTowBook, TowBookRefuses, UnreadableAnswer

_log = logging.getLogger(__name__)

PAGE = Question("/Reports/Dispatching/Viewer", query=(("report", "callAnalysis"),))
_NO_RESULTS = b"didn't return any results"  # of the page's alert (section 2)
_CANCELLED = 255


def question_for(days: DateRange, accounts: Iterable[str]) -> Question:
    """The request for the rows; ``accounts`` are TowBook's ids, none for all.

    UNKNOWN: TowBook's own body for this report was never seen. This one is the
    known body of the sibling report CallWorkflow with the report type of this
    page; the key ``accountId`` is a guess after ``companyId``. Rows are filtered
    by account name whatever the server makes of it, so a wrong key costs only
    time. One recording (``--record``) settles it; it is to be corrected here.
    """
    body: dict[str, Any] = {
        "dateStart": f"{days.first.isoformat()}T00:00:00",
        "dateEnd": f"{days.last.isoformat()}T{time(23, 59, 59).isoformat()}",
        "reportType": "CallAnalysis",
        "impounds": "0",
        "version": "2.0",
    }
    if ids := [int(number) if number.isdecimal() else number for number in accounts]:
        body["accountId"] = ids
    return Question("/api/reports", json=body)


def call_analysis(session: Session, days: DateRange, accounts: Sequence[str], zone: tzinfo, stop: Event) -> CallList:
    """The report's rows of these accounts (all accounts where none is named).

    Rows come as JSON. Where TowBook answers that request with anything else and the
    report page itself came with rows, they are read from its table.
    Raises ``NotInTowBook`` for an account TowBook does not list, and as ``Session.fetch``.
    """
    page = _report_page(session, stop)
    question = question_for(days, _ids(page, accounts))
    try:
        refs = session.fetch(question, rows_of, stop)
    except (NotInTowBook, TowBookRefuses, UnreadableAnswer) as error:
        refs = _refs_of(_within(report_table(page), days, zone))
        if not refs:
            raise UnreadableAnswer(
                f"TowBook's report Call Analysis cannot be read: {error} "
                "Import a file exported from TowBook, or make a recording of one import for support."
            ) from None
        _log.warning("the report's rows were read from its page, which may show other days than those asked for")
    return listed(refs, accounts)


def _report_page(session: Session, stop: Event) -> str:
    """The page with the account ids; empty where it has moved, as its address is LIKELY and the data may come without it."""
    try:
        return session.fetch(PAGE, _page, stop)
    except (NotInTowBook, TowBookRefuses):
        return ""


def _page(answer: Answer) -> str:
    if not answer.is_html:
        raise UnreadableAnswer("TowBook's report page is not a page.")
    return answer.text


def _ids(page: str, accounts: Sequence[str]) -> list[str]:
    known = account_ids(page)
    if not known:
        _log.warning("TowBook's report page names no accounts; the report is asked for all of them")
        return []
    if missing := [name for name in accounts if _key(name) not in known]:
        raise NotInTowBook(f"TowBook has no account named {' or '.join(missing)}. Correct the name under Import.")
    return [known[_key(name)] for name in accounts]


def rows_of(answer: Answer) -> tuple[CallRef, ...]:
    """The rows that ``/api/reports`` answered, as JSON or, in place of it, as the rendered table."""
    if _NO_RESULTS in answer.body:
        return ()
    if answer.is_html:
        if rows := report_table(answer.text):
            return _refs_of(rows)
        raise UnreadableAnswer("TowBook sent a web page where the report's data was due.")
    value = read_json(answer.body)
    for key in ("data", "reportData"):  # [...], {"reportData": [...]} and {"data": {"reportData": [...]}} were seen
        if isinstance(value, dict) and key in value:
            value = value[key]
    if not isinstance(value, list):
        raise UnreadableAnswer("TowBook's answer holds no report.")
    return tuple(_ref(row, place) for place, row in enumerate(value, 1) if isinstance(row, dict))


def _ref(row: Mapping[str, Any], place: int) -> CallRef:
    number, call_number = text_of(row.get("dispatchEntryId")), text_of(row.get("callNumber"))
    released, status = row.get("released"), row.get("status")
    status_id = status.get("id") if isinstance(status, dict) else status
    return CallRef(
        towbook_id=number or UNFOUND + (call_number or f"row {place}"),
        call_number=call_number,
        account=text_of(row.get("accountName")),
        released=released if isinstance(released, bool) else None,
        cancelled=status_id == _CANCELLED or str(status_id).casefold() == "cancelled",
    )


def _refs_of(rows: Iterable[ReportRow]) -> tuple[CallRef, ...]:
    return tuple(CallRef(row.towbook_id, row.call_number, row.account, row.released) for row in rows)


def _within(rows: Iterable[ReportRow], days: DateRange, zone: tzinfo) -> list[ReportRow]:
    """Rows of these local days; a page that came with rows came with a range of its own."""

    def is_within(row: ReportRow) -> bool:
        moment = row.completed or row.received
        return moment is None or days.first <= moment.astimezone(zone).date() <= days.last

    return [row for row in rows if is_within(row)]


def listed(refs: Iterable[CallRef], accounts: Sequence[str]) -> CallList:
    """Each call once, of these accounts only (all where none is named), cancelled ones counted apart.

    A row without an account is kept: the call itself will say whose it is.
    """
    wanted = {_key(name) for name in accounts}
    kept: dict[str, CallRef] = {}
    cancelled = others = 0
    for ref in refs:
        if wanted and ref.account is not None and _key(ref.account) not in wanted:
            others += 1
        elif ref.cancelled:
            cancelled += 1
        else:
            kept.setdefault(ref.towbook_id, ref)
    return CallList(tuple(kept.values()), cancelled, others)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
