"""The calls the stand-in serves: written as bytes once, found by id, day, account or text."""

import json
import threading
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from itow_desktop.practice.calls import call_json, report_row
from itow_desktop.practice.records import OfficeCall

RECENT = 42
"""How many calls ``GET /api/calls`` answers: that many came in the one probe there is (TowBook facts, section 4.1)."""
PAGE = 25
"""Calls on one page of the search; TowBook's own number is not known."""


@dataclass(frozen=True, slots=True)
class _Written:
    call: OfficeCall
    json: bytes
    row: bytes


class CallBook:
    """All calls by id; may be changed while the stand-in runs, from any thread."""

    def __init__(self, calls: Iterable[OfficeCall]) -> None:
        self._lock = threading.Lock()
        self._written = {call.id: _write(call) for call in calls}

    def put(self, call: OfficeCall) -> None:
        """Add a call, or put it in the place of the one with its id."""
        written = _write(call)
        with self._lock:
            self._written[call.id] = written

    def remove(self, call_id: int) -> None:
        """Delete a call as TowBook's users can; raises KeyError."""
        with self._lock:
            del self._written[call_id]

    def __contains__(self, call_id: int) -> bool:
        return call_id in self._written

    def calls(self) -> list[OfficeCall]:
        """Every call, in the order they came."""
        return [written.call for written in self._all()]

    def one(self, call_id: int) -> bytes | None:
        """The JSON of one call, None where there is none."""
        written = self._written.get(call_id)
        return None if written is None else written.json

    def report(self, start: datetime | None, end: datetime | None, account_ids: Collection[int]) -> bytes:
        """The JSON of the Call Analysis rows; no account ids means all accounts."""
        rows = (written.row for written in self._all() if reported(written.call, start, end, account_ids))
        return b'{"reportData":[' + b",".join(rows) + b"]}"

    def recent(self, status: int | None) -> bytes:
        """The JSON of the latest calls, all or of one status."""
        return _listed(self._latest(lambda call: status is None or call.status == status)[:RECENT])

    def search(self, text: str, page: int) -> bytes:
        """The JSON of one page, counted from 1, of the calls with this call number or PO number."""
        wanted = text.strip().casefold()
        found = self._latest(lambda call: wanted != "" and wanted in {str(call.number), call.po.casefold()})
        return _listed(found[(page - 1) * PAGE : page * PAGE])

    def _latest(self, wanted: Callable[[OfficeCall], bool]) -> list[_Written]:
        found = [written for written in self._all() if wanted(written.call)]
        return sorted(found, key=lambda written: written.call.number, reverse=True)

    def _all(self) -> list[_Written]:
        with self._lock:
            return list(self._written.values())


def reported(call: OfficeCall, start: datetime | None, end: datetime | None, account_ids: Collection[int]) -> bool:
    """Whether the report lists a call: by its completion, else by when it was received; without any time always."""
    if account_ids and call.account.id not in account_ids:
        return False
    when = call.report_time
    return when is None or ((start is None or start <= when) and (end is None or when <= end))


def _write(call: OfficeCall) -> _Written:
    return _Written(call, json.dumps(call_json(call)).encode(), json.dumps(report_row(call)).encode())


def _listed(found: list[_Written]) -> bytes:
    return b"[" + b",".join(written.json for written in found) + b"]"
