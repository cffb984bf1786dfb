"""The program's own terminal, driven from tests in the same process."""

import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itow_desktop.__main__ import main


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """The one line on standard error of a command that met trouble."""
        assert self.code == 1, self
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


class NobodyThere(io.StringIO):
    """A standard input that must not be asked."""

    def read(self, size: int | None = -1, /) -> str:
        raise AssertionError("a command asked a question although nobody sits at the terminal")

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # the stubs disagree with themselves
        return self.read(size)


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal with an environment of its own."""

    environment: dict[str, str]

    def __call__(self, *words: str | Path, **more: str) -> Answer:
        """Do one command as the program does it."""
        out, err = io.StringIO(), io.StringIO()
        before, stdin = dict(os.environ), sys.stdin
        os.environ.update(self.environment | more)
        sys.stdin = NobodyThere()
        try:
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    code = main([str(word) for word in words])
                except SystemExit as wrong_usage:
                    code = int(str(wrong_usage.code))
        finally:
            sys.stdin = stdin
            os.environ.clear()
            os.environ.update(before)
        return Answer(code, out.getvalue(), err.getvalue())
