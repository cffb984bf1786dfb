"""Calls come from TowBook whole, politely, whatever goes wrong on the way."""

import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from itertools import islice

import pytest

from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.towbook import wire
from itow_desktop.domain.calls import CallRead, CallRef, DateRange
from itow_desktop.domain.errors import Cancelled, NotInTowBook, TowBookDown, TowBookTrouble, UnreadableAnswer
from itow_desktop.practice.calls import call_json
from itow_desktop.practice.faults import Fault
from itow_desktop.practice.quirks import quirk_calls
from itow_desktop.practice.records import CANCELLED, Office
from itow_desktop.practice.server import StandIn
from tests.towbook.desks import PPI, TODAY, WEEK, Desk, never, read_all


def ppi_ids(office: Office, days: DateRange = WEEK) -> set[str]:
    """What the report lists for the week: by completion, else by when it was received; calls without any time always."""
    return {
        str(call.id)
        for call in office.calls
        if call.account.name == ".PPI" and (call.report_time is None or days.first <= call.report_time.date() <= days.last)
    }


# --- lists ---------------------------------------------------------------------------------------------------------


def test_a_week_of_one_account(desk: Desk, office: Office) -> None:
    found = desk.reader().calls_between(WEEK, PPI)
    assert {ref.towbook_id for ref in found.refs} == ppi_ids(office)
    assert all(ref.account == ".PPI" and ref.call_number for ref in found.refs)
    released = {str(call.id) for call in office.calls if call.released}
    assert {ref.towbook_id for ref in found.refs if ref.released} == released & ppi_ids(office)


def test_a_day_without_calls_is_an_empty_list(desk: Desk, office: Office) -> None:
    long_ago = DateRange(date(2020, 1, 1), date(2020, 1, 2))
    assert {ref.towbook_id for ref in desk.reader().calls_between(long_ago, PPI).refs} == ppi_ids(office, long_ago)


def test_an_account_that_towbook_does_not_have_is_said_by_name(desk: Desk) -> None:
    with pytest.raises(NotInTowBook, match=r"\.PPX"):
        desk.reader().calls_between(WEEK, [".PPX"])


@pytest.mark.parametrize("fault", [Fault.NOT_FOUND, Fault.HTML])
def test_rows_of_a_report_that_comes_rendered(office: Office, open_desk: Callable[[StandIn], Desk], fault: Fault) -> None:
    with StandIn(office, prerendered=True) as served:
        served.faults.fail(fault, "/api/reports", times=None)
        found = open_desk(served).reader().calls_between(WEEK, PPI)
    assert {ref.towbook_id for ref in found.refs} == ppi_ids(office)
    assert found.other_accounts > 0


def test_the_report_needs_no_page_where_the_page_has_moved(desk: Desk, office: Office) -> None:
    desk.stand_in.faults.fail(Fault.NOT_FOUND, "/reports/dispatching/viewer", times=None)
    found = desk.reader().calls_between(WEEK, PPI)
    assert {ref.towbook_id for ref in found.refs} == ppi_ids(office)
    assert found.other_accounts > 0  # asked for without account ids, filtered here


@pytest.mark.parametrize("fault", [Fault.NOT_FOUND, Fault.HTML, Fault.CUT_JSON])
def test_a_report_that_cannot_be_read_says_what_to_do(desk: Desk, fault: Fault) -> None:
    desk.stand_in.faults.fail(fault, "/api/reports", times=None)
    with pytest.raises(UnreadableAnswer, match="Import a file exported"):
        desk.reader().calls_between(WEEK, PPI)


@pytest.mark.parametrize("preamble", [True, False])
def test_the_cars_on_the_lot(office: Office, open_desk: Callable[[StandIn], Desk], preamble: bool) -> None:
    with StandIn(office, preamble=preamble) as served:
        found = open_desk(served).reader().calls_on_lot(PPI)
    on_lot = {str(call.id) for call in office.calls if call.on_lot and call.account.name == ".PPI"}
    assert {ref.towbook_id for ref in found.refs} == on_lot
    assert found.other_accounts == sum(call.on_lot and call.account.name != ".PPI" for call in office.calls)


def test_a_car_on_the_lot_that_the_search_does_not_know_is_listed_with_its_reason(desk: Desk, office: Office) -> None:
    reader = desk.reader()
    lost = next(call for call in office.calls if call.on_lot and call.account.name == ".PPI")
    desk.stand_in._site.book.search = _searching_without(desk, lost.number)  # type: ignore[method-assign,assignment]
    refs = reader.calls_on_lot(PPI).refs
    unknown = [ref for ref in refs if ref.towbook_id.startswith("?")]
    assert [(ref.towbook_id, ref.call_number) for ref in unknown] == [(f"?{lost.number}", str(lost.number))]
    (read,) = reader.read_calls(unknown, never)
    assert "does not know this call number" in (read.trouble or "")


def _searching_without(desk: Desk, number: int) -> Callable[[str, int], bytes]:
    search = desk.stand_in._site.book.search
    return lambda text, page: b"[]" if text == str(number) else search(text, page)


@pytest.mark.parametrize("fault", [Fault.NOT_FOUND, Fault.HTML])
def test_an_export_that_towbook_does_not_give_says_what_to_do(desk: Desk, fault: Fault) -> None:
    desk.stand_in.faults.fail(fault, "/impounds/export", times=None)
    with pytest.raises(UnreadableAnswer, match="Import by dates"):
        desk.reader().calls_on_lot(PPI)


# --- calls ---------------------------------------------------------------------------------------------------------


def test_every_call_of_the_office_comes_through(desk: Desk, office: Office) -> None:
    reads = read_all(desk.reader(), tuple(CallRef(str(call.id)) for call in office.calls))
    assert len(reads) == len(office.calls)
    for call in office.calls:
        read, sent = reads[str(call.id)], call_json(call)
        assert read.trouble is None
        assert read.call is not None
        assert read.call.call_number == str(sent["callNumber"])
        assert read.call.cancelled == (call.status == CANCELLED)
    quirks = quirk_calls(TODAY)
    long = reads[str(quirks["long_note"].id)].call
    assert long is not None
    assert len(long.notes or "") > 4900


def test_only_reads_are_sent(desk: Desk) -> None:
    reader = desk.reader()
    read_all(reader, reader.calls_between(WEEK, PPI).refs[:5] + reader.calls_on_lot(PPI).refs[:5])
    posts = {request.path for request in desk.stand_in.requests if request.method != "GET"}
    assert posts == {"/Security/Login.aspx", "/api/reports"}


def test_reading_is_polite(office: Office, open_desk: Callable[[StandIn], Desk]) -> None:
    with StandIn(office, latency=0.05) as served:
        desk = open_desk(served)
        refs = tuple(CallRef(str(call.id)) for call in office.calls)
        start = desk.clock.monotonic()
        read_all(desk.reader(in_flight=4), refs)
        taken = desk.clock.monotonic() - start
        assert 2 <= served.peak_in_flight <= 4
        assert taken >= (len(served.requests) - 4) / 4
        assert served.requests[0].path == "/Security/Login.aspx"


def test_only_a_few_calls_are_taken_ahead(desk: Desk, office: Office) -> None:
    taken: list[CallRef] = []

    def endless() -> object:
        for call in office.calls:
            taken.append(CallRef(str(call.id)))
            yield taken[-1]

    reads = desk.reader(in_flight=2).read_calls(endless(), never)  # type: ignore[arg-type]
    next(reads)
    assert len(taken) <= 2 * 2 + 2
    reads.close()  # type: ignore[attr-defined]


def test_a_hundred_calls_take_at_most_half_a_minute_at_the_default_rate(desk: Desk, office: Office) -> None:
    refs = [CallRef(str(office.calls[index % len(office.calls)].id)) for index in range(100)]
    reader = desk.reader()
    start = desk.clock.monotonic()
    assert sum(1 for _ in reader.read_calls(refs, never)) == 100
    assert desk.clock.monotonic() - start < 28  # 103 requests at 4 a second, the first 4 at once


# --- troubles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS, Fault.GARBAGE, Fault.HTML, Fault.CUT_SHORT, Fault.CUT_JSON, Fault.DROPPED]
)
def test_a_trouble_that_passes_is_outlasted(desk: Desk, fault: Fault) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    desk.stand_in.faults.fail(fault, f"/api/calls/{refs[3].towbook_id}", times=4)
    reads = read_all(reader, refs)
    assert [read.trouble for read in reads.values() if read.trouble] == []
    assert desk.asked_for(f"/api/calls/{refs[3].towbook_id}") == 5
    assert desk.sign_ins() == 1


@pytest.mark.parametrize(
    ("fault", "words", "attempts"),
    [
        (Fault.SERVER_ERROR, "error of its own (500)", 5),
        (Fault.TOO_MANY_REQUESTS, "too often", 5),
        (Fault.NOT_FOUND, "does not have it", 1),
        (Fault.GARBAGE, "garbled", 5),
        (Fault.HTML, "web page", 5),
        (Fault.CUT_SHORT, "", 5),
        (Fault.CUT_JSON, "cut short", 5),
        (Fault.DROPPED, "cannot be reached", 5),
    ],
)
def test_a_call_that_cannot_be_read_is_listed_with_its_reason_and_stops_nothing(
    desk: Desk, fault: Fault, words: str, attempts: int
) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    broken = refs[3].towbook_id
    desk.stand_in.faults.fail_call(int(broken), fault)
    reads = read_all(reader, refs)
    assert reads[broken].call is None
    assert words in (reads[broken].trouble or "")
    assert reads[broken].trouble
    assert all(read.call is not None for call_id, read in reads.items() if call_id != broken)
    assert desk.asked_for(f"/api/calls/{broken}") == attempts


def test_a_slow_answer_is_waited_for_until_it_takes_too_long(desk: Desk, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = desk.reader()
    reader.sign_in()
    monkeypatch.setattr(wire, "READ_SECONDS", 0.5)
    slow, slower, hanging = (str(call.id) for call in office.calls[:3])
    desk.stand_in.faults.slow(0.2, f"/api/calls/{slow}")
    desk.stand_in.faults.slow(2, f"/api/calls/{slower}", times=1)
    desk.stand_in.faults.slow(2, f"/api/calls/{hanging}")
    reads = read_all(reader, (CallRef(slow), CallRef(slower), CallRef(hanging)))
    assert reads[slow].call is not None
    assert reads[slower].call is not None
    assert reads[hanging].trouble == "TowBook does not answer in time."


def test_another_call_than_the_one_asked_for_is_not_taken(desk: Desk, office: Office) -> None:
    wanted, other = office.calls[0].id, office.calls[1].id
    book = desk.stand_in._site.book
    one = book.one
    book.one = lambda call_id: one(other if call_id == wanted else call_id)  # type: ignore[method-assign]
    (read,) = desk.reader().read_calls([CallRef(str(wanted))], never)
    assert read.call is None
    assert "another call" in (read.trouble or "")


def test_attempts_are_spaced_wider_and_wider(desk: Desk) -> None:
    reader = desk.reader(in_flight=1, requests_per_second=1000)
    reader.sign_in()
    desk.clock.waits.clear()
    desk.stand_in.faults.fail(Fault.SERVER_ERROR, "/api/reports", times=None)
    with pytest.raises(TowBookDown):
        reader.calls_between(WEEK, PPI)
    pauses = [seconds for seconds in desk.clock.waits if seconds > 0.1]
    assert len(pauses) == 4
    for pause, least in zip(pauses, (0.5, 1, 2, 4), strict=True):
        assert least <= pause <= least + 0.5


def test_towbooks_own_time_to_wait_is_kept(desk: Desk) -> None:
    reader = desk.reader()
    reader.sign_in()
    start = desk.clock.monotonic()
    desk.stand_in.faults.fail(Fault.TOO_MANY_REQUESTS, "/reports/*", retry_after=45)
    reader.calls_between(WEEK, PPI)
    assert 45 <= desk.clock.monotonic() - start < 60


def test_being_told_to_wait_for_an_hour_ends_the_import(desk: Desk) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    desk.stand_in.faults.fail(Fault.TOO_MANY_REQUESTS, f"/api/calls/{refs[10].towbook_id}", retry_after=3600)
    kept: list[CallRead] = []
    with pytest.raises(TowBookDown, match="left alone for 60 minutes"):
        kept.extend(reader.read_calls(refs, never))
    assert 1 <= len(kept) < len(refs)
    assert all(read.call is not None for read in kept)


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS, Fault.DROPPED])
def test_a_server_that_is_down_for_everything_ends_the_import_with_what_was_read(desk: Desk, fault: Fault) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    kept: list[CallRead] = []
    reads = reader.read_calls(refs, never)
    kept.extend(islice(reads, 10))
    desk.stand_in.faults.fail(fault, "/api/calls/*", times=None)
    with pytest.raises(TowBookDown, match="several calls in a row"):
        kept.extend(reads)
    came = [read.call is not None for read in kept]
    assert 10 <= sum(came) < len(refs)
    assert came[-5:] == [True, False, False, False, False], "one that was under way already may come behind one that fails"
    assert desk.sign_ins() == 1


def test_a_maintenance_page_for_everything_ends_the_import(desk: Desk, office: Office) -> None:
    reader = desk.reader()
    refs = tuple(CallRef(str(call.id)) for call in office.calls)
    reader.sign_in()
    desk.stand_in.faults.fail(Fault.HTML, "/api/calls/*", times=None)
    kept: list[CallRead] = []
    with pytest.raises(UnreadableAnswer, match="several calls in a row"):
        kept.extend(reader.read_calls(refs, never))
    assert len(kept) == 10 < len(refs)


def test_a_towbook_that_is_gone_is_said_to_be_so(office: Office, open_desk: Callable[[StandIn], Desk]) -> None:
    with StandIn(office) as served:
        desk = open_desk(served)
        reader = desk.reader()
    with pytest.raises(TowBookDown, match="cannot be reached"):
        reader.sign_in()


# --- stop ----------------------------------------------------------------------------------------------------------


def seconds_to_stop(start_reading: Callable[[Callable[[], bool]], object]) -> float:
    """How long after the word "stop" the reader let go, on a real clock."""
    said: list[float] = []

    def say() -> None:
        said.append(time.monotonic())

    timer = threading.Timer(0.4, say)
    timer.start()
    try:
        start_reading(lambda: bool(said))
    finally:
        timer.join()
    return time.monotonic() - said[0]


@pytest.mark.parametrize("hanging", [True, False])
def test_cancel_takes_effect_within_a_second(desk: Desk, office: Office, hanging: bool) -> None:
    reader = desk.reader(clock=SystemClock())
    reader.sign_in()
    desk.stand_in.faults.slow(60 if hanging else 0.01, "/api/*")
    refs = [CallRef(str(call.id)) for call in office.calls]
    reads: list[CallRead] = []
    assert seconds_to_stop(lambda stopped: reads.extend(reader.read_calls(refs, stopped))) < 1
    assert len(reads) < len(refs)
    sent = len(desk.stand_in.requests)
    time.sleep(0.6)  # nothing is to happen, so there is no signal to wait for
    assert len(desk.stand_in.requests) <= sent + 4  # those in flight are logged late; no new one begins
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("towbook") and _is_in_a_request(thread)]


def _is_in_a_request(thread: threading.Thread) -> bool:
    """Whether a worker still sits in the network: it was hung up on, so none may."""
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        if frame.f_code.co_filename.endswith("wire.py"):
            return True
        frame = frame.f_back
    return False


def test_cancel_breaks_off_a_backoff(desk: Desk) -> None:
    reader = desk.reader(clock=SystemClock())
    reader.sign_in()
    desk.stand_in.faults.fail(Fault.TOO_MANY_REQUESTS, "/api/calls/*", times=None, retry_after=100)
    assert seconds_to_stop(lambda stopped: list(reader.read_calls([CallRef("900000101")], stopped))) < 1


@pytest.mark.parametrize("what", ["dates", "lot"])
def test_cancel_breaks_off_the_lists(desk: Desk, what: str) -> None:
    reader = desk.reader(clock=SystemClock())
    desk.stand_in.faults.slow(60, "/reports/*")
    desk.stand_in.faults.slow(60, "/api/calls/search")

    def listing(stopped: Callable[[], bool]) -> None:
        with pytest.raises(Cancelled):
            reader.calls_between(WEEK, PPI, stopped) if what == "dates" else reader.calls_on_lot(PPI, stopped)

    assert seconds_to_stop(listing) < 1


def test_after_a_cancel_the_same_reader_reads_on(desk: Desk) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    reads: list[CallRead] = []
    for read in reader.read_calls(refs, lambda: len(reads) >= 5):
        reads.append(read)  # noqa: PERF402 - the lambda looks at it
    assert 5 <= len(reads) < len(refs)
    done = {read.ref.towbook_id for read in reads}
    rest = tuple(ref for ref in refs if ref.towbook_id not in done)
    assert read_all(reader, rest).keys() | done == {ref.towbook_id for ref in refs}
    assert desk.sign_ins() == 1


def test_closing_ends_a_read_that_hangs(desk: Desk) -> None:
    reader = desk.reader(clock=SystemClock())
    reader.sign_in()
    desk.stand_in.faults.slow(60, "/api/*")
    timer = threading.Timer(0.3, reader.close)
    timer.start()
    start = time.monotonic()
    with pytest.raises((TowBookTrouble, Cancelled)):
        reader.calls_between(WEEK, PPI)
    assert time.monotonic() - start < 2
    timer.join()
