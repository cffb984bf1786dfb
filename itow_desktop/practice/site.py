"""Which answer belongs to which request: the stand-in's pages, its API."""

import json
import threading
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from itow_desktop.practice.book import CallBook, reported
from itow_desktop.practice.clock import local
from itow_desktop.practice.faults import ExpiredAs, Faults
from itow_desktop.practice.impounds import current_impounds_csv, impounds_page
from itow_desktop.practice.login import Desk
from itow_desktop.practice.pages import page
from itow_desktop.practice.records import Office
from itow_desktop.practice.reports_page import call_analysis_page, dispatching_page, reports_page
from itow_desktop.practice.wire import JSON, Answer, Incoming, json_answer, redirect

_LOGIN_PATHS = ("/security/login", "/security/login.aspx")
_LOGOUT_PATHS = ("/security/logout", "/security/logout.aspx")
_API_HEADER = ("X-Powered-By", "Extric-Towbook/5.0 Service Platform API")
_STATIC_PAGES: Mapping[str, Callable[[], Answer]] = MappingProxyType(
    {
        "/": partial(page, "Towbook", "<h1>Dashboard</h1>", selected="Dashboard"),
        "/index": partial(page, "Towbook", "<h1>Dashboard</h1>", selected="Dashboard"),
        "/reports/": reports_page,
        "/reports": reports_page,
        "/reports/dispatching/": dispatching_page,
        "/impounds/": impounds_page,
        "/impounds": impounds_page,
    }
)


class Site:
    """What the stand-in answers when nothing goes wrong; asked from many threads."""

    def __init__(self, office: Office, desk: Desk, faults: Faults, *, prerendered: bool, preamble: bool) -> None:
        self.book = CallBook(office.calls)
        self._office, self._desk, self._faults = office, desk, faults
        self._prerendered, self._preamble = prerendered, preamble
        self._lock = threading.Lock()
        self._empty_shell: Answer | None = None

    def answer(self, incoming: Incoming) -> Answer:
        """The answer to any request: sign-in first, then pages, then the API."""
        if incoming.path in _LOGIN_PATHS:
            return self._login(incoming)
        if incoming.path in _LOGOUT_PATHS:
            return self._desk.sign_out(incoming)
        known = self._desk.knows(incoming)
        if known and incoming.is_api and self._faults.session_ends():
            self._desk.end_sessions()
            known = False
        if not known:
            return self._stranger(incoming)
        return self._api(incoming).with_headers(_API_HEADER) if incoming.is_api else self._page(incoming)

    def _login(self, incoming: Incoming) -> Answer:
        if incoming.method == "POST":
            return self._desk.sign_in(incoming)
        return self._desk.show_form(incoming) if incoming.method == "GET" else Answer(405)

    def _stranger(self, incoming: Incoming) -> Answer:
        """No session, or one that has ended."""
        to_login = redirect(f"/Security/Login?{urlencode({'ReturnUrl': incoming.target})}")
        if not incoming.is_api:
            return to_login
        match self._faults.expired_as:
            case ExpiredAs.FORBIDDEN:
                return json_answer({"message": "Forbidden"}, 403).with_headers(_API_HEADER)
            case ExpiredAs.REDIRECT:
                return to_login
            case ExpiredAs.LOGIN_PAGE:
                return self._desk.show_form(incoming)
            case _:
                message = {"message": "Invalid Security Token. Please re-authenticate"}
                return json_answer(message, 401).with_headers(_API_HEADER)

    def _page(self, incoming: Incoming) -> Answer:
        if incoming.method != "GET":
            return Answer(405)
        if incoming.path == "/reports/dispatching/viewer":
            return self._viewer(incoming)
        if incoming.path == "/impounds/export":
            return current_impounds_csv(self._office, self.book.calls(), preamble=self._preamble)
        known = _STATIC_PAGES.get(incoming.path)
        return Answer(404) if known is None else known()

    def _viewer(self, incoming: Incoming) -> Answer:
        """Call Analysis; pre-rendered rows keep to ``dateStart`` and ``dateEnd`` in the query, our own guess."""
        if incoming.query.get("report", "").casefold() != "callanalysis":
            return Answer(404)
        if self._prerendered:
            try:
                start, end = self._range(incoming.query.get("dateStart"), incoming.query.get("dateEnd"))
            except ValueError:
                return Answer(400)
            return call_analysis_page(self._office, [call for call in self.book.calls() if reported(call, start, end, ())])
        with self._lock:
            if self._empty_shell is None:
                self._empty_shell = call_analysis_page(self._office)
            return self._empty_shell

    def _api(self, incoming: Incoming) -> Answer:
        if incoming.path == "/api/reports":
            return self._report(incoming) if incoming.method == "POST" else Answer(405)
        if incoming.method != "GET":
            return Answer(405)  # the client only reads; a write would be a mistake of ours
        if incoming.path in {"/api/calls", "/api/calls/"}:
            status = incoming.query.get("status", "")
            return Answer(200, self.book.recent(int(status) if status.isdecimal() else None), JSON)
        if incoming.path == "/api/calls/search":
            number = incoming.query.get("page", "1")
            page_number = max(1, int(number)) if number.isdecimal() else 1
            return Answer(200, self.book.search(incoming.query.get("quick", ""), page_number), JSON)
        return self._call(incoming.path.removeprefix("/api/calls/"))

    def _call(self, call_id: str) -> Answer:
        found = self.book.one(int(call_id)) if call_id.isdecimal() else None
        return json_answer({"message": "Not found"}, 404) if found is None else Answer(200, found, JSON)

    def _report(self, incoming: Incoming) -> Answer:
        """``POST /api/reports``: reads dateStart, dateEnd, accountId, overlooks all else (TowBook facts, section 4.2)."""
        try:
            asked = json.loads(incoming.body)
            if not isinstance(asked, dict):
                return Answer(400)
            if asked.get("reportType") != "CallAnalysis":
                return json_answer({"reportData": []})
            start, end = self._range(asked.get("dateStart"), asked.get("dateEnd"))
            accounts = _account_ids(asked.get("accountId"))
        except ValueError:
            return Answer(400)
        return Answer(200, self.book.report(start, end, accounts), JSON)

    def _range(self, start: object, end: object) -> tuple[datetime | None, datetime | None]:
        """Dates as asked for, in office time; a bare end date counts to its last moment. Raises ValueError."""
        first, last = (datetime.fromisoformat(str(value)) if value else None for value in (start, end))
        if last is not None and len(str(end)) == len("2026-08-16"):
            last = datetime.combine(last.date(), time.max)
        zone = self._office.zone
        return first and local(first, zone), last and local(last, zone)


def _account_ids(asked: Any) -> Collection[int]:
    """The account ids of a request, numbers or digits; none where the key is missing or empty. Raises ValueError."""
    listed = asked if isinstance(asked, list) else [asked]
    return frozenset(int(one) for one in listed if one not in (None, ""))
