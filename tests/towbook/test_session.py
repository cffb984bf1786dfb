"""Signing in, sessions that end, the limits that keep an account from being locked, secrets that stay secret."""

import gc
import json
import logging
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from threading import Event
from urllib.parse import quote, quote_plus

import pytest
import requests
import trustme

from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.towbook.hangup import HangUpAdapter
from itow_desktop.adapters.towbook.politeness import Politeness
from itow_desktop.adapters.towbook.signins import Credentials, SignIns
from itow_desktop.adapters.towbook.wire import Question, Wire
from itow_desktop.domain.calls import CallRead
from itow_desktop.domain.errors import Cancelled, SettingsTrouble, SignInLimit, TowBookDown, TowBookRefuses, TowBookTrouble, WrongPassword
from itow_desktop.practice.faults import ExpiredAs, Fault
from itow_desktop.practice.login import PASSWORD, REJECTED, USERNAME
from itow_desktop.practice.records import Office
from itow_desktop.practice.server import StandIn
from itow_desktop.practice.wire import Answer as ServerAnswer
from itow_desktop.practice.wire import Incoming
from tests.towbook.desks import PPI, WEEK, Desk, FakeClock, never, read_all

SECRET = "correct horse battery \u00e9 staple 4711"


@pytest.fixture
def secret_desk(office: Office, open_desk: Callable[[StandIn], Desk]) -> Iterator[Desk]:
    """A stand-in with a password that occurs nowhere else."""
    with StandIn(office, username="kim@larkspur.example", password=SECRET) as served:
        made = open_desk(served)
        made.username, made.password = "kim@larkspur.example", SECRET
        yield made


def test_signing_in_fetches_the_form_and_posts_it_once(desk: Desk) -> None:
    reader = desk.reader()
    reader.sign_in()
    reader.sign_in()
    assert [(one.method, one.path, one.status) for one in desk.stand_in.requests] == [
        ("GET", "/Security/Login.aspx", 200),
        ("POST", "/Security/Login.aspx", 302),
        ("GET", "/", 200),
    ]


def test_a_look_whether_towbook_answers_is_one_question_and_no_sign_in(desk: Desk) -> None:
    reader = desk.reader()
    reader.answers()
    desk.stand_in.faults.fail(Fault.SERVER_ERROR)
    with pytest.raises(TowBookDown):
        reader.answers()
    assert [(one.method, one.path, one.status) for one in desk.stand_in.requests] == [
        ("GET", "/Security/Login.aspx", 200),
        ("GET", "/Security/Login.aspx", 500),
    ]


def test_a_wrong_password_is_told_in_towbooks_words_and_not_tried_again(desk: Desk) -> None:
    desk.password = "mistyped"
    with pytest.raises(WrongPassword, match="Passwords are case-sensitive"):
        desk.reader().sign_in()
    before = len(desk.stand_in.requests)
    desk.clock.pass_by(timedelta(days=3))
    with pytest.raises(WrongPassword, match="not tried again"):
        desk.reader().sign_in()
    assert len(desk.stand_in.requests) == before


def test_a_corrected_password_is_tried_at_once(desk: Desk) -> None:
    desk.password = "mistyped"
    with pytest.raises(WrongPassword):
        desk.reader().sign_in()
    desk.password = PASSWORD
    desk.reader().sign_in()
    assert desk.sign_ins() == 2


def test_the_test_button_says_what_towbook_says(desk: Desk) -> None:
    reader = desk.reader()
    assert reader.check_login(USERNAME, PASSWORD) == "accepted"
    assert reader.check_login(USERNAME, "mistyped") == f"rejected: {REJECTED}"
    assert reader.check_login(USERNAME, "mistyped").startswith("rejected: ")
    assert desk.sign_ins() == 2
    desk.stand_in.faults.fail(Fault.DROPPED, times=None)
    assert reader.check_login(USERNAME, PASSWORD).startswith("TowBook does not answer: ")
    desk.stand_in.faults.clear()
    assert reader.check_login(USERNAME, PASSWORD) == "accepted"
    assert reader.check_login(USERNAME, PASSWORD).startswith("not tried: 3 sign-ins")
    assert desk.sign_ins() == 3


def test_a_fourth_sign_in_within_ten_minutes_is_refused_also_to_a_program_started_anew(desk: Desk) -> None:
    for _ in range(3):
        desk.reader().sign_in()
        desk.clock.pass_by(timedelta(minutes=2))
    with pytest.raises(SignInLimit, match="3 sign-ins"):
        desk.reader().sign_in()
    assert desk.sign_ins() == 3
    desk.clock.pass_by(timedelta(minutes=4, seconds=1))
    desk.reader().sign_in()
    assert desk.sign_ins() == 4


def test_the_limit_is_kept_per_account(tmp_path: Path) -> None:
    book = SignIns(tmp_path, FakeClock())
    for _ in range(3):
        book.begin(Credentials("kim", "a"))
        book.useful(Credentials("kim", "a"))
    book.check(Credentials("lee", "a"))
    with pytest.raises(SignInLimit):
        book.check(Credentials(" KIM ", "b"))


def test_no_second_sign_in_after_one_that_led_to_no_read(tmp_path: Path) -> None:
    clock = FakeClock()
    SignIns(tmp_path, clock).begin(Credentials("kim", "a"))
    with pytest.raises(SignInLimit, match="led to nothing"):
        SignIns(tmp_path, clock).begin(Credentials("kim", "a"))
    clock.pass_by(timedelta(minutes=10))
    SignIns(tmp_path, clock).begin(Credentials("kim", "a"))


def test_sign_ins_entered_by_a_clock_that_ran_ahead_do_not_lock_anybody_out(tmp_path: Path) -> None:
    clock = FakeClock()
    clock.pass_by(timedelta(days=400))
    for _ in range(3):
        SignIns(tmp_path, clock).begin(Credentials("kim", "a"))
        SignIns(tmp_path, clock).useful(Credentials("kim", "a"))
    clock.pass_by(timedelta(days=-400))
    SignIns(tmp_path, clock).check(Credentials("kim", "a"))


@pytest.mark.parametrize("garbage", ["", "{", '{"key": "zz"}', '{"key": "00", "accounts": {"a": {"attempts": ["soon"]}}}', "[]", "7"])
def test_a_damaged_record_of_sign_ins_is_begun_anew(tmp_path: Path, garbage: str, caplog: pytest.LogCaptureFixture) -> None:
    book = SignIns(tmp_path, FakeClock())
    (tmp_path / "towbook-sign-ins.json").write_text(garbage)
    book.begin(Credentials("kim", "a"))
    assert "begun anew" in caplog.text
    with pytest.raises(SignInLimit):
        book.check(Credentials("kim", "a"))


@pytest.mark.parametrize("told_as", list(ExpiredAs))
def test_a_session_that_ends_is_renewed_once_by_one_thread(desk: Desk, told_as: ExpiredAs) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    desk.stand_in.faults.expired_as = told_as
    desk.stand_in.faults.expire_after(10)
    reads = read_all(reader, refs)
    assert len(reads) == len(refs)
    assert all(read.call is not None for read in reads.values())
    assert desk.sign_ins() == 2


def test_a_403_of_a_session_that_another_thread_renewed_meanwhile_is_asked_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs[:1]
    desk.stand_in.faults.expired_as = ExpiredAs.FORBIDDEN
    desk.stand_in.faults.expire_after(0)
    session, looked = reader._session, reader._session._is_alive

    def renewed_meanwhile(stop: Event) -> bool:
        monkeypatch.setattr(session, "_is_alive", looked)
        session._renew(1, stop)
        return looked(stop)

    monkeypatch.setattr(session, "_is_alive", renewed_meanwhile)
    (read,) = reader.read_calls(refs, never)
    assert read.call is not None
    assert desk.sign_ins() == 2


def test_a_page_of_an_ended_session_is_renewed_too(desk: Desk) -> None:
    reader = desk.reader()
    reader.calls_between(WEEK, PPI)
    desk.stand_in.expire_sessions()
    assert reader.calls_between(WEEK, PPI).refs
    assert desk.sign_ins() == 2


def test_a_session_that_ends_again_and_again_ends_the_import_with_what_was_read(desk: Desk) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    desk.stand_in.faults.expire_after(8, again=True)
    kept: list[CallRead] = []
    with pytest.raises(SignInLimit, match="3 sign-ins"):
        kept.extend(reader.read_calls(refs, never))
    assert desk.sign_ins() == 3
    assert len([read for read in kept if read.call is not None]) >= 15
    assert len(kept) < len(refs)


def test_a_session_that_never_lasts_for_one_read_is_not_renewed(desk: Desk) -> None:
    desk.stand_in.faults.expire_after(0, again=True)
    with pytest.raises(SignInLimit, match="before anything could be read"):
        desk.reader().calls_between(WEEK, PPI)
    assert desk.sign_ins() == 2  # the report page could be read, so one renewal was in order


def test_what_is_forbidden_to_this_user_is_not_mistaken_for_an_ended_session(desk: Desk) -> None:
    reader = desk.reader()
    refs = reader.calls_between(WEEK, PPI).refs
    forbidden = refs[5].towbook_id
    with _forbidding(desk.stand_in, forbidden):
        reads = read_all(reader, refs)
    assert reads[forbidden].trouble == "TowBook does not accept the request (403)."
    assert sum(read.call is None for read in reads.values()) == 1
    assert desk.sign_ins() == 1


@contextmanager
def _forbidding(stand_in: StandIn, call_id: str) -> Iterator[None]:
    """The stand-in answers 403 for one call, a trouble it cannot be told to make."""
    proper = stand_in._site.answer

    def forbidding(incoming: Incoming) -> ServerAnswer:
        return ServerAnswer(403, b"{}") if incoming.path == f"/api/calls/{call_id}" else proper(incoming)

    stand_in._site.answer = forbidding  # type: ignore[method-assign]
    yield
    stand_in._site.answer = proper  # type: ignore[method-assign]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.TOO_MANY_REQUESTS, Fault.DROPPED, Fault.CUT_SHORT, Fault.HTML])
def test_signing_in_outlasts_a_passing_trouble_of_the_login_page(desk: Desk, fault: Fault) -> None:
    desk.stand_in.faults.fail(fault, "/security/login*", times=2)
    desk.reader().sign_in()
    assert desk.sign_ins() == 1


def test_a_lost_answer_to_the_password_is_not_sent_again(desk: Desk) -> None:
    reader = desk.reader()
    with _dropping_posts(desk.stand_in), pytest.raises(TowBookDown, match="not repeated by itself"):
        reader.sign_in()
    assert desk.sign_ins() == 1


@contextmanager
def _dropping_posts(stand_in: StandIn) -> Iterator[None]:
    """The stand-in closes the connection on every POST; its own plan of troubles knows paths only."""
    proper = stand_in.handle

    def dropping(incoming: Incoming) -> ServerAnswer:
        if incoming.method == "POST":
            stand_in.faults.fail(Fault.DROPPED)
        return proper(incoming)

    stand_in.handle = dropping  # type: ignore[method-assign]
    yield
    stand_in.handle = proper  # type: ignore[method-assign]


def test_cancel_ends_signing_in_at_a_server_that_hangs(desk: Desk) -> None:
    desk.stand_in.faults.slow(60)
    reader = desk.reader(clock=SystemClock())
    stop = Event()
    timer = threading.Timer(0.3, stop.set)
    timer.start()
    with pytest.raises(Cancelled):
        reader.sign_in(stop.is_set)
    timer.join()
    assert desk.sign_ins() == 0


# --- whom we talk to -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["http://app.towbook.com", "ftp://127.0.0.1", "app.towbook.com", "https://kim:pw@app.towbook.com", "", "http://127.0.0.1.x.com"],
)
def test_addresses_that_could_give_the_password_away_are_refused(address: str) -> None:
    with pytest.raises(SettingsTrouble):
        Wire(address, 1)


@pytest.mark.parametrize("address", ["https://app.towbook.com/", "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_https_and_this_computer_are_fine(address: str) -> None:
    Wire(address, 1).close()


def test_links_and_redirects_to_other_servers_are_not_followed(desk: Desk) -> None:
    wire = Wire(desk.stand_in.url, 1)
    answer = wire.send(Question("/"))
    for target in ("https://evil.example/", "//evil.example/x", desk.stand_in.url.replace("http", "https"), "http://127.0.0.1:1/"):
        with pytest.raises(TowBookRefuses, match="another server"):
            wire.own_path(answer, target)
    assert wire.own_path(answer, "/Index?a=b#c") == "/Index?a=b"
    assert wire.own_path(answer, f"{desk.stand_in.url}/Index") == "/Index"
    wire.close()


def test_a_secure_connection_that_hangs_can_be_hung_up_on(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    asked, release = Event(), Event()

    def serve() -> None:
        with context.wrap_socket(server.accept()[0], server_side=True) as line:
            line.recv(1000)
            asked.set()
            release.wait(30)

    adapter = HangUpAdapter(1)
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(2) as pool, requests.Session() as web:
        serving = pool.submit(serve)
        web.trust_env = False
        web.mount("https://", adapter)
        url = f"https://127.0.0.1:{server.getsockname()[1]}/"
        answer = pool.submit(web.get, url, timeout=30, verify=str(tmp_path / "ca.pem"))
        assert asked.wait(10)
        adapter.hang_up()
        with pytest.raises(requests.ConnectionError):
            answer.result(timeout=2)
        release.set()
        serving.result(timeout=2)


# --- politeness ----------------------------------------------------------------------------------------------------


def test_requests_come_at_the_allowed_rate() -> None:
    clock = FakeClock()
    politeness = Politeness(4, clock)
    start, moments = clock.monotonic(), []
    for _ in range(44):
        politeness.wait_turn(Event())
        moments.append(clock.monotonic() - start)
    assert moments[3] == 0  # a second's worth at once
    assert moments[-1] == pytest.approx(10, abs=0.1)  # then 40 more at 4 a second


@pytest.mark.parametrize(("rate", "seconds"), [(0.5, 18), (2.5, 3.2), (20, 0)])
def test_other_rates(rate: float, seconds: float) -> None:
    clock = FakeClock()
    politeness = Politeness(rate, clock)
    start = clock.monotonic()
    for _ in range(10):
        politeness.wait_turn(Event())
    assert clock.monotonic() - start == pytest.approx(seconds, abs=0.1)


def test_when_towbook_names_a_time_everybody_waits() -> None:
    clock = FakeClock()
    politeness = Politeness(4, clock)
    start = clock.monotonic()
    politeness.hold_back(30)
    politeness.wait_turn(Event())
    assert clock.monotonic() - start >= 30


def test_a_stop_ends_the_wait_for_a_turn() -> None:
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        Politeness(4, SystemClock()).wait_turn(stop)


# --- secrets -------------------------------------------------------------------------------------------------------


def _everything_known(error: BaseException) -> str:
    """The error as a crash reporter could write it: all its texts, its causes, the local names of all its frames."""
    told, todo, seen = [*traceback.format_exception(error)], [error], set()
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        told += [repr(one), str(one), *map(repr, one.args)]
        for frame, _ in traceback.walk_tb(one.__traceback__):
            if "/tests/" not in frame.f_code.co_filename.replace("\\", "/"):
                told += [_written(value) for value in frame.f_locals.values()]
        todo += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
    return "\n".join(told)


def _written(value: object) -> str:
    members = vars(value) if hasattr(value, "__dict__") and type(value).__module__.startswith("requests") else {}
    return "\n".join([repr(value), *map(repr, members.values())])


@pytest.mark.parametrize("trouble", ["rejected", "dropped", "server error", "refused connection", "stopped"])
def test_the_password_is_in_no_log_error_frame_or_file(secret_desk: Desk, caplog: pytest.LogCaptureFixture, trouble: str) -> None:
    caplog.set_level(logging.DEBUG)
    desk = secret_desk
    if trouble == "rejected":
        desk.password = SECRET + " mistyped"
    reader = desk.reader(record_dir=desk.state_dir / "recording")
    if trouble == "server error":
        desk.stand_in.faults.fail(Fault.SERVER_ERROR, "/security/login*", times=None)
    if trouble == "refused connection":
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        reader._wire.base_url = f"http://127.0.0.1:{port}"
    dropping = _dropping_posts(desk.stand_in) if trouble == "dropped" else nullcontext()
    with dropping, pytest.raises((TowBookTrouble, Cancelled)) as caught:
        reader.sign_in((lambda: True) if trouble == "stopped" else never)
    told = _everything_known(caught.value) + caplog.text + repr(reader) + repr(vars(reader))
    stored = b"".join(file.read_bytes() for file in desk.state_dir.rglob("*") if file.is_file())
    for form in (SECRET, quote_plus(SECRET), quote(SECRET), repr(SECRET).strip("'")):
        assert form not in told
        assert form.encode() not in stored


def test_neither_password_nor_name_nor_cookie_is_in_the_state_or_the_recording(secret_desk: Desk) -> None:
    desk = secret_desk
    reader = desk.reader(record_dir=desk.state_dir / "recording")
    read_all(reader, reader.calls_between(WEEK, PPI).refs[:5])
    cookie = reader._wire.cookie(".xtl")
    assert cookie is not None
    assert cookie.value is not None
    stored = b"".join(file.read_bytes() for file in desk.state_dir.rglob("*") if file.is_file())
    assert len(stored) > 1000
    for secret in (SECRET, desk.username, cookie.value):
        assert secret.encode() not in stored
        assert json.dumps(secret).strip('"').encode() not in stored


def test_closing_leaves_no_connection_behind(desk: Desk) -> None:
    reader = desk.reader()
    reader.sign_in()
    reader.close()
    gc.collect()  # an open socket would be a ResourceWarning, which is a failure
    with pytest.raises(Cancelled):
        reader.sign_in()
