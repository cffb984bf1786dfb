"""A program that prints letters and stops dead while the print system takes one of them, for tests that kill it.

``python -m tests.db.printing_program HOST PORT DATABASE USER`` reads the password, the document ids, at which paper it
stops (JSON) from its standard input, and prints the name of each paper that the print system took.
"""

import json
import sys
from threading import Event

from itow_desktop.adapters.db.engine import Address, connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.law import Law
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.services.printing import kept, print_papers
from itow_desktop.services.shift import Shift
from tests.fakes import SetClock
from tests.law import michigan


class StandingPrinter:
    """Takes every paper; after the one that is numbered ``last`` it never says so."""

    def __init__(self, last: int) -> None:
        self._left = last

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("FrontDesk", default=True),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        print(title, flush=True)
        self._left -= 1
        if not self._left:
            Event().wait()


def main() -> None:
    host, port, database, user = sys.argv[1:]
    given = json.loads(sys.stdin.readline())
    desk = SqlDesk(connect(Address(host, int(port), database, user, given["password"])))
    with desk.look() as unit:
        kim = next(person for person in unit.staff.all() if person.name == "Kim")
    shift = Shift(desk, Law(michigan()), SetClock(), kim)
    printer, papers = StandingPrinter(given["last"]), kept(shift, given["papers"])
    for _ in print_papers(shift, printer, papers, PrinterChoice("FrontDesk"), kind=PaperKind.COURTESY_OWNER, pc="DESK-1"):
        pass


if __name__ == "__main__":
    main()
