"""The office as a command opens it."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from itow_desktop.domain.errors import PrinterTrouble, Refused, Trouble
from itow_desktop.services.browsing import people
from itow_desktop.services.error_numbers import new_error_number
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import Person

if TYPE_CHECKING:
    from itow_desktop.opening import Machine
    from itow_desktop.services.ports.office import Ports

_log = logging.getLogger(__name__)


class OurMistake(Trouble):
    """The program did something wrong."""


@dataclass(frozen=True)
class Office:
    """What a command works with; ``shift`` is signed by nobody yet."""

    machine: "Machine"
    ports: "Ports"
    shift: Shift

    def signed(self, name: str | None) -> Shift:
        """The shift of whoever does the deed; raises ``Refused`` where that is not clear.

        On a shared database that is the person of the sign-in, whom the database knows itself.
        """
        staff = people(self.ports.desk)
        if name is None and not self.machine.private:
            staff = tuple(person for person in staff if person.login == self.machine.login)
        return self.shift.by(_who(staff, name))


@contextmanager
def this_machine() -> Iterator["Machine"]:
    """This PC with its settings and its log; what goes wrong within is noted there."""
    from itow_desktop import opening

    with opening.started(os.environ) as machine, noted(machine.log.path):
        yield machine


@contextmanager
def this_office() -> Iterator[Office]:
    """The office of this PC, its database open."""
    with this_machine() as machine, office_on(machine) as office:
        yield office


@contextmanager
def office_on(machine: "Machine") -> Iterator[Office]:
    """The office on one machine's database."""
    from itow_desktop import opening

    with opening.opened(machine, NoPrinter(), Lock()) as ports:
        yield Office(machine, ports, Shift(ports.desk, ports.law, ports.clock))


class NoPrinter:
    """Implements the port ``Printer`` for the terminal, which writes PDF files and prints none."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """None: the system's printers are the window's."""
        return ()

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Refuse; nothing was printed."""
        raise PrinterTrouble(f"The terminal does not print {title} ({len(pdf)} bytes) on {choice.printer}; print it in the window.")


class noted:  # noqa: N801 - used like a function
    """Whatever a command raises goes to the log; a bug becomes one line with a number to quote."""

    def __init__(self, log: Path) -> None:
        self._path = log

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if isinstance(error, Trouble):
            _log.warning("%s: %s", type(error).__name__, error, exc_info=error.__cause__)
        elif isinstance(error, Exception) and not isinstance(error, BrokenPipeError):
            number = new_error_number()
            _log.error("error %s", number, exc_info=error)
            raise OurMistake(
                f"The program made a mistake (error {number}). Everything saved before stands. Quote the number; it is in {self._path}."
            ) from error


def _who(people: tuple[Person, ...], name: str | None) -> Person | None:
    if name is None:
        if len(people) > 1:
            names = ", ".join(person.name for person in people)
            raise Refused(f"Several people work here: {names}. Nothing was changed. Say who does this with --person NAME.")
        return people[0] if people else None
    found = [person for person in people if person.name.casefold() == name.strip().casefold()]
    if not found:
        raise Refused(f"There is nobody called {name} on the list. Nothing was changed. See 'staff list'.")
    return found[0]
