"""The log knows every error number, no secret at all."""

import logging
import os
import stat
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from itow_desktop.adapters import logs
from itow_desktop.adapters.logs import LogFile
from itow_desktop.domain.errors import SettingsTrouble
from itow_desktop.services.error_numbers import new_error_number

SECRET = 'p&ss "wörd"\\7'

_log = logging.getLogger("itow_desktop.somewhere")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogFile]:
    with LogFile(tmp_path / "logs") as opened:
        yield opened


def text(log: LogFile) -> str:
    return log.path.read_text("utf-8")


def test_an_error_is_found_by_its_number_with_its_trace(log: LogFile) -> None:
    number = new_error_number()
    _log.info("before")
    try:
        os.environ["THERE IS NO SUCH VARIABLE"]
    except KeyError:
        _log.exception("error %s", number)
    _log.info("after")
    found = text(log).partition(f"error {number}")[2].partition("after")[0]
    assert "test_logs.py" in found
    assert "KeyError: 'THERE IS NO SUCH VARIABLE'" in found


def test_numbers_differ_and_can_be_read_over_the_phone() -> None:
    numbers = {new_error_number() for _ in range(200)}
    assert len(numbers) == 200
    assert all(number.startswith("E-") and len(number) == 7 and not set(number[2:]) & set("01IO") for number in numbers)


@pytest.mark.parametrize(
    "spelled", [SECRET, "p%26ss%20%22w%C3%B6rd%22%5C7", "p%26ss+%22w%C3%B6rd%22%5C7", 'p&ss \\"w\\u00f6rd\\"\\\\7', repr(SECRET)]
)
def test_a_known_secret_is_hidden_however_it_is_spelled(log: LogFile, spelled: str) -> None:
    log.hide(SECRET)
    _log.error("could not sign in with %s", spelled, exc_info=ValueError(f"sent {spelled}"))
    message, trace = text(log).splitlines()
    assert message.endswith(("could not sign in with [hidden]", "could not sign in with '[hidden]'"))
    assert trace in {"ValueError: sent [hidden]", "ValueError: sent '[hidden]'"}


@pytest.mark.parametrize(
    "line",
    [
        "postgresql://kim:topsecret@db.example.org/itow",
        "Username=kim&Password=topsecret&bSignIn=",
        '{"password": "topsecret", "a": 1}',
        "{'Password': 'topsecret'}",
        "Cookie: .xtl=topsecret; other=1",
        "Set-Cookie: .xtl=topsecret",
        ".xtl=topsecret",
        "__RequestVerificationToken=topsecret",
    ],
)
def test_what_looks_like_a_secret_is_hidden_unasked(log: LogFile, line: str) -> None:
    _log.warning("sent: %s", line)
    assert "topsecret" not in text(log)
    assert "sent: " in text(log)


def test_plain_words_stay(log: LogFile) -> None:
    _log.warning("TowBook rejected the password. Call 21001, plate ABC123, http://127.0.0.1:5432/x")
    assert "TowBook rejected the password. Call 21001, plate ABC123, http://127.0.0.1:5432/x" in text(log)


def test_warnings_are_captured_while_open(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        with LogFile(tmp_path) as log:
            warnings.warn("something is old", FutureWarning, stacklevel=1)
        with pytest.warns(FutureWarning, match="again"):
            warnings.warn("again", FutureWarning, stacklevel=1)
    assert "something is old" in text(log)
    assert "again" not in text(log)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    root, ours = logging.getLogger(), logging.getLogger("itow_desktop")
    before = (root.level, ours.level, list(root.handlers))
    log = LogFile(tmp_path / "logs")
    assert not log.path.exists()
    log.open()
    log.close()
    log.close()
    assert (root.level, ours.level, list(root.handlers)) == before


def test_libraries_tell_only_what_is_wrong(log: LogFile) -> None:
    logging.getLogger("some.library").info("chatter")
    logging.getLogger("some.library").warning("trouble")
    assert "trouble" in text(log)
    assert "chatter" not in text(log)


def test_the_file_is_its_owners_alone(log: LogFile) -> None:
    if os.name == "posix":
        assert stat.S_IMODE(log.path.stat().st_mode) == 0o600


def test_a_full_file_is_put_aside_and_old_ones_go(log: LogFile, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = next(each for each in logging.getLogger().handlers if isinstance(each, logs._File))
    handler.maxBytes = 300
    for number in range(60):
        _log.info("line %03d", number)
    files = sorted(log.path.parent.iterdir())
    assert len(files) == logs.KEPT + 1
    assert "line 059" in text(log)
    assert all(file.stat().st_size <= 300 for file in files)


def test_a_file_that_cannot_be_put_aside_grows_on(log: LogFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows another program that has it open keeps it in its place."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each, logs._File))
    handler.maxBytes = 100

    def refuse(source: str, dest: str) -> None:
        raise PermissionError(13, "in use")

    handler.rotator = refuse
    for number in range(5):
        _log.info("line %03d with some more text to fill it", number)
    assert all(f"line {number:03d}" in text(log) for number in range(5))


def test_many_threads_write_whole_lines(log: LogFile) -> None:
    def write(name: int) -> None:
        for number in range(50):
            _log.info("from %d: %d.", name, number)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = text(log).splitlines()
    assert len(lines) == 200
    assert all(line.endswith(".") for line in lines)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsTrouble, match="cannot be written"):
        LogFile(tmp_path / "file" / "logs").open()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_mistake_that_ends_a_thread_is_found_too(tmp_path: Path) -> None:
    before = threading.excepthook
    with LogFile(tmp_path / "logs") as log:
        thread = threading.Thread(target=lambda: 1 // 0, name="outbox")
        thread.start()
        thread.join()
    found = text(log)
    assert "a mistake ended the thread outbox" in found
    assert "ZeroDivisionError" in found
    assert threading.excepthook == before
