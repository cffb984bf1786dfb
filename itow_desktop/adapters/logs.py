"""The log file of this PC: what went wrong, found by its error number, without a secret in it."""

import json
import logging
import os
import re
import stat
import threading
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, quote_plus

from itow_desktop.domain.errors import SettingsTrouble

LOG_FILE = "itow.log"
BIGGEST = 2 * 1024 * 1024
KEPT = 5
HIDDEN = "[hidden]"
_log = logging.getLogger(__name__)
_LEVELS = {"": logging.WARNING, "itow_desktop": logging.INFO}
"""We tell what we do, libraries only what is wrong."""

# What looks like a secret although nobody told us: passwords in an address, in a form or in JSON, cookies, tokens.
_PATTERNS = (
    re.compile(r"(?<=://)(?P<keep>[^\s:/@]*:)[^\s/@]+(?=@)"),
    re.compile(
        r"(?i)(?P<keep>(?<!\w)(?:password|passwd|pwd|__requestverificationtoken|\.xtl|(?:set-)?cookie|authorization|x-api-token)"
        r"[\"']?\s*[=:]\s*)(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s&,;)}\]]+)"
    ),
)


class Scrubber(logging.Formatter):
    """Writes a record as text with every known secret hidden, also in the trace."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
        self._secrets: frozenset[str] = frozenset()
        self._lock = threading.Lock()

    def hide(self, secret: str) -> None:
        """Never write this text from now on, however it is spelled in an address, a form or JSON."""
        if len(secret) < 3:
            return  # would black out every line, and gives nothing away that a guess does not
        spellings = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
        with self._lock:
            self._secrets |= spellings

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its trace if there is one."""
        return self.scrub(super().format(record))

    def scrub(self, text: str) -> str:
        """The text without secrets."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, HIDDEN)
        for pattern in _PATTERNS:
            text = pattern.sub(lambda found: found["keep"] + HIDDEN, text)
        return text


class LogFile:
    """The open log; a context manager. Until ``open()`` and after ``close()`` nothing of the process is logged.

    A mistake that ends a thread is logged too: a window has no console to tell it to. Several programs may write to the
    same file: each line is appended in one piece.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOG_FILE
        self._scrubber = Scrubber()
        self._handler: _File | None = None
        self._levels_before: dict[str, int] = {}
        self._hook_before: Callable[[threading.ExceptHookArgs], object] = threading.excepthook

    def open(self) -> Self:
        """Start to write; raises ``SettingsTrouble`` where the folder cannot be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handler = _File(self.path)
        except OSError as error:
            raise SettingsTrouble(
                f"The log {self.path} cannot be written ({error.strerror or error}). Nothing was changed. "
                "See that the data folder can be written, or set data_dir to another one."
            ) from error
        handler.setFormatter(self._scrubber)
        for name, level in _LEVELS.items():
            logger = logging.getLogger(name)
            self._levels_before[name] = logger.level
            logger.setLevel(level)
        logging.getLogger().addHandler(handler)
        logging.captureWarnings(capture=True)
        self._hook_before, threading.excepthook = threading.excepthook, self._thread_ended
        self._handler = handler
        return self

    def close(self) -> None:
        """Write no more; safe to call again."""
        if self._handler is None:
            return
        threading.excepthook = self._hook_before
        logging.captureWarnings(capture=False)
        logging.getLogger().removeHandler(self._handler)
        for name, level in self._levels_before.items():
            logging.getLogger(name).setLevel(level)
        self._handler.close()
        self._handler = None

    def _thread_ended(self, mistake: threading.ExceptHookArgs) -> None:
        _log.error("a mistake ended the thread %s", mistake.thread and mistake.thread.name, exc_info=mistake.exc_value)
        self._hook_before(mistake)

    def hide(self, secret: str) -> None:
        """Never write this text from now on."""
        self._scrubber.hide(secret)

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class _File(RotatingFileHandler):
    """A file of its owner alone, which grows on where another program keeps it from being put aside."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=BIGGEST, backupCount=KEPT, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=_private)

    def rotate(self, source: str, dest: str) -> None:
        """Put the full file aside."""
        # Windows refuses while another of our programs has it open; the next record tries again.
        with suppress(PermissionError):
            super().rotate(source, dest)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, stat.S_IRUSR | stat.S_IWUSR)
