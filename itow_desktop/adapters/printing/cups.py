"""Printing through CUPS: the PDF itself goes to the queue, so letters stay letters."""

import os
import shutil
import subprocess
import sys
from threading import Lock

from itow_desktop.domain.errors import PrinterSilent, PrinterTrouble
from itow_desktop.services.ports.printing import Duplex, PrinterChoice

_PATIENCE = 30  # seconds until lp must have handed over the job
_SIDES = {
    Duplex.ONE_SIDE: "one-sided",
    Duplex.LONG_EDGE: "two-sided-long-edge",
    Duplex.SHORT_EDGE: "two-sided-short-edge",
}


def can_print_vectors() -> bool:
    """Whether the program lp of CUPS is installed."""
    return shutil.which("lp") is not None


def print_vectors(pdf: bytes, choice: PrinterChoice, title: str, _pdfium: Lock) -> None:
    """Hand the PDF to ``lp`` at its true size; raises ``PrinterTrouble``."""
    try:
        done = subprocess.run(
            [*_command(choice, title), "-"],
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


def _command(choice: PrinterChoice, title: str) -> list[str]:
    options = ["media=Letter", "print-scaling=none", "fit-to-page=false"]
    if choice.duplex is not None:
        options.append(f"sides={_SIDES[choice.duplex]}")
    if choice.tray:
        options.append(f"InputSlot={choice.tray}")
    command = ["lp", "-d", choice.printer, "-n", str(choice.copies), "-t", title]
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
