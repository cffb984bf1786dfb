"""Printing through CUPS: the PDF itself goes to the queue, so letters stay letters."""

import logging
import os
import shutil
import subprocess
import sys
from threading import Lock

from itow_desktop.adapters.printing.sheets import Sheet, sheet_of
from itow_desktop.domain.errors import PrinterSilent, PrinterTrouble
from itow_desktop.services.ports.printing import Duplex, PrinterChoice, Tray

log = logging.getLogger(__name__)

_PATIENCE = 30  # seconds until lp must have handed over the job
_HINT_PATIENCE = 5
_PATIENT = "30"  # of 1 to 100; what is sent without a number has 50
_SIDES = {
    Duplex.ONE_SIDE: "one-sided",
    Duplex.LONG_EDGE: "two-sided-long-edge",
    Duplex.SHORT_EDGE: "two-sided-short-edge",
}


def can_print_vectors() -> bool:
    """Whether the program lp of CUPS is installed."""
    return shutil.which("lp") is not None


def trays(printer: str) -> tuple[Tray, ...]:
    """The trays that the printer tells of; empty where it tells none."""
    lines = _told(["lpoptions", "-p", printer, "-l"]).splitlines()
    slots = next((line.partition(":")[2] for line in lines if line.startswith("InputSlot/")), "")
    return tuple(Tray(name.lstrip("*"), name.lstrip("*")) for name in slots.split())


def why_stopped(printer: str) -> str:
    """What the print system says of a printer that stands still, as ``Out of paper``; empty where it says nothing."""
    _, *said = _told(["lpstat", "-p", printer]).splitlines() or [""]
    words = " ".join(line.strip() for line in said).strip()
    return "" if words.casefold() in {"", "paused", "reason unknown"} else words.rstrip(".")


def _told(command: list[str]) -> str:
    """What a command of CUPS answers; nothing where it cannot: these are only hints."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=_HINT_PATIENCE, check=False, env=_environment()).stdout
    except (subprocess.TimeoutExpired, OSError) as trouble:
        log.info("%s told nothing: %s", command[0], trouble)
        return ""


def print_vectors(pdf: bytes, choice: PrinterChoice, title: str, pdfium: Lock) -> None:
    """Hand the PDF to ``lp`` at its true size; raises ``PrinterTrouble``."""
    sheet, _ = sheet_of(pdf, pdfium)
    try:
        done = subprocess.run(
            [*_command(choice, title, sheet), "-"],
            input=pdf,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise PrinterSilent(
            f"The print system did not answer within {_PATIENCE} seconds. It may or may not have taken the job: "
            f"look into the queue of “{choice.printer}” before printing again."
        ) from error
    except OSError as error:
        raise PrinterTrouble(f"The print command lp could not be started ({error.strerror}). Nothing was printed.") from error
    if done.returncode != 0:
        said = " ".join(done.stderr.decode(errors="replace").split()).removeprefix("lp: ") or f"lp ended with {done.returncode}"
        raise PrinterTrouble(
            f"The printer “{choice.printer}” did not take the job: {said} Nothing was printed. Check the printer, or choose another one."
        )


def _command(choice: PrinterChoice, title: str, sheet: Sheet) -> list[str]:
    options = [f"media={sheet.cups}", "print-scaling=none", "fit-to-page=false"]
    if choice.duplex is not None:
        options.append(f"sides={_SIDES[choice.duplex]}")
    if choice.tray:
        options.append(f"InputSlot={choice.tray}")
    command = ["lp", "-d", choice.printer, "-n", str(choice.copies), "-t", title]
    if choice.patient:
        command += ["-q", _PATIENT]
    for option in options:
        command += ["-o", option]
    return command


def _environment() -> dict[str, str]:
    """As the system's programs expect it: a frozen program's library path is its own; messages are in English."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if getattr(sys, "frozen", False):
        original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if original is not None:
            environment["LD_LIBRARY_PATH"] = original
    return environment
