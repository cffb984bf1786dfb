"""One command per chore: sets up whatever is missing, then runs, tests, checks, measures or pictures the program.

Standard library only, since it runs before anything is installed. Every step is safe to repeat and skipped when it is done already.
"""

from __future__ import annotations  # an older Python must get far enough to be told what is wrong

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import system_packages

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "set-up-from"
PYTHONS = ("3.11", "3.12", "3.13")
WINDOWS = "x86_64-pc-windows-msvc"
EVERY_CORE = ("--numprocesses", "logical", "--dist", "loadfile", "--no-loadscope-reorder", "--max-worker-restart", "0")
"""Tests of one file stay together; the files come in their order, or the longest tests, alone in their files, would come last.
After a crash the run ends with the name of its test: what goes on with a new worker may wait for it without end."""


def main(argv: list[str]) -> int:
    """Does one chore; returns the exit code of the first child that failed, else 0."""
    options, extra = command_line().parse_known_args(argv)
    if extra and options.chore not in ("test", "bench", "lock"):
        command_line().error(f"{options.chore} does not know {' '.join(extra)}")
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if running not in PYTHONS:
        say(f"iTow Desktop needs Python {PYTHONS[0]} to {PYTHONS[-1]}; {sys.executable} is Python {running}. Nothing was changed.")
        return 1
    missing = system_packages.missing(for_tests=options.chore == "test")
    if missing and not system_packages.install(missing):
        return 1
    code = set_up()
    if code:
        return code
    chores: dict[str, Callable[[], int]] = {
        "run": run,
        "test": lambda: in_venv("-m", "pytest", "-q", *EVERY_CORE, *extra),
        "lint": lint,
        "bench": lambda: in_venv("packaging/bench.py", *extra),
        "shots": lambda: in_venv("packaging/shots.py", options.folder),
        "lock": lambda: lock(extra),
    }
    return chores[options.chore]()


def command_line() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=(__doc__ or "").partition("\n")[0])
    chores = parser.add_subparsers(dest="chore", required=True, metavar="CHORE")
    chores.add_parser("run", help="open the window on a fictional office; without a display: its PDFs and screenshots")
    chores.add_parser("test", help="all tests (further arguments go to pytest)")
    chores.add_parser("lint", help="style, types, directions, and that the lock resolves for Windows")
    chores.add_parser("bench", help="the figures, as a table and JSON")
    chores.add_parser("shots", help="a picture of every pane and dialog").add_argument("folder")
    chores.add_parser("lock", help="write packaging/requirements.lock anew from pyproject.toml (further arguments go to uv)")
    return parser


def set_up() -> int:
    """Makes .venv hold exactly what the lock names, the program itself as a link to this folder. 0 when it does."""
    ingredients = sys.version.split()[0].rpartition(".")[0] + "\n" + LOCK.read_text("utf-8") + (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = hashlib.sha256(ingredients.encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return 0
    say("Setting up .venv from packaging/requirements.lock (some minutes the first time)")
    pip = [str(venv_python()), "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    steps = (
        [sys.executable, "-m", "venv", *([] if venv_fits() else ["--clear"]), str(VENV)],
        [*pip, "--require-hashes", "-r", str(LOCK)],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    )
    for step in steps:
        code = call(step)
        if code:
            say("The set-up did not finish; the next call starts it again.")
            return code
    STAMP.write_text(wanted, "utf-8")
    return 0


def venv_fits() -> bool:
    """Is .venv there, whole, and of the Python that runs this?"""
    ask = [str(venv_python()), "-c", "import pip, sys; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == str(sys.version_info[:2])


def run() -> int:
    """The window on the demo office; without a display the same day's work on paper and in pictures."""
    if has_display():
        return in_venv("-m", "itow_desktop", "demo", "--window")
    papers, pictures = ROOT / "build" / "demo" / "papers", ROOT / "build" / "demo" / "pictures"
    say("There is no display, so the demo office works in the terminal.")
    code = in_venv("-m", "itow_desktop", "demo", "--out", str(papers)) or in_venv(
        "packaging/shots.py", str(pictures), "--only", "1366x768-light"
    )
    if not code:
        say(f"The notices (PDF) lie in {papers}\nPictures of the window lie in {pictures}")
    return code


def lint() -> int:
    """Every check, also after one failed, so that one call shows all there is to do."""
    modules = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    codes = [in_venv("-m", *module) for module in modules]
    codes.append(call([str(venv_program("lint-imports")), "--no-logo"]))
    codes += [resolves_for_windows(python) for python in PYTHONS]
    return next((code for code in codes if code), 0)


def resolves_for_windows(python: str) -> int:
    """Has every locked package a wheel for 64-bit Windows? Without a network that stays open, and is said."""
    uv = [str(venv_program("uv")), "pip", "install", "--dry-run", "--quiet", "--require-hashes", "-r", str(LOCK), "--only-binary", ":all:"]
    target = ["--python-platform", WINDOWS, "--python-version", python, "--target", str(ROOT / "build" / "windows")]
    say(f"> does the lock resolve for Windows, Python {python}?")
    answer = subprocess.run(uv + target, cwd=ROOT, env=surroundings(), stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    if answer.returncode and "Failed to fetch" in answer.stderr:
        say("Not checked: the package index does not answer.")
        return 0
    say(answer.stderr.strip() or "Yes.")
    return answer.returncode


def lock(extra: list[str]) -> int:
    """One lock for Linux and Windows and all three Pythons: pins, hashes and markers, and nothing about where they come from."""
    silent = ["--quiet", "--no-header", "--no-annotate"]
    scope = ["--universal", "--python-version", PYTHONS[0], "--group", "dev", "--generate-hashes", "--output-file", str(LOCK)]
    return call([str(venv_program("uv")), "pip", "compile", "pyproject.toml", *silent, *scope, *extra])


def in_venv(*arguments: str) -> int:
    return call([str(venv_python()), *arguments])


def call(command: list[str]) -> int:
    say("> " + " ".join(command).replace(str(ROOT) + os.sep, ""))
    return subprocess.run(command, cwd=ROOT, env=surroundings(), check=False).returncode


def surroundings() -> dict[str, str]:
    """The environment of a child: no downloaded Pythons, and Qt draws into memory where there is no display."""
    no_display = {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}
    return {"UV_PYTHON_DOWNLOADS": "never", **no_display, **os.environ}


def has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def venv_python() -> Path:
    return venv_program("python")


def venv_program(name: str) -> Path:
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def say(text: str) -> None:
    print(text, flush=True)  # children write to the same place: keep the order


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
