"""How long letters of a hundred cars take, from the check to the kept bytes; the packet of one for a hearing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Lock

from bench_figures import Figure, spent
from bench_import import fetched, finished
from bench_office import BenchServer
from bench_packet import packet

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.charges.fees import Fees
from itow_desktop.domain.mail.pieces import MailClass, PieceState
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.parties.party import FoundBy, MailAddress, Party, PartyRole, Purpose
from itow_desktop.services.letters.writing import LetterWish, draft_letters, preview_letter, write_letters
from itow_desktop.services.mail.numbering import put_number
from itow_desktop.services.mail.running import join_run
from itow_desktop.services.mail.sheets import firm_sheets
from itow_desktop.services.shift import Shift

LETTERS, LISTED = 100, 60
_KIND = NoticeKind.COURTESY_LIENHOLDER
"""One page; the letter to an owner has a second one in Spanish."""


def mail(server: BenchServer, runs: int) -> Iterator[Figure]:
    """Letters of 100 imported calls: checked, drawn, kept with their envelopes; the first page of a preview."""
    with server.new_office() as office:
        shift = office.shift
        finished(office, fetched(LETTERS, shift.law.zone, shift.today))
        with shift.desk.look() as unit:
            cars = [case.custody_id for case in unit.deadlines.open_cases()]
        wishes = [LetterWish(car, _KIND, party) for car, party in zip(cars, _lienholders(shift, cars), strict=True)]
        taken: list[float] = []
        sizes: list[float] = []
        looked: list[float] = []
        for _ in range(runs):
            renderer = PdfRenderer(Lock())
            looked.append(spent(lambda: _first_page(shift, renderer, wishes[0])).wall * 1000)  # noqa: B023  # at once
            taken.append(spent(lambda: sizes.extend(len(each.content) / 1024 for each in write_letters(shift, renderer, wishes))).wall)  # noqa: B023
            wishes = [replace(wish, again=True) for wish in wishes]
        yield from packet(shift, wishes[0], runs)
        sheets = _sheets(shift, runs)
    yield Figure("mail", f"{len(wishes)} letters checked, drawn, kept with their envelopes", "s", tuple(taken), 2.0)
    yield Figure("mail", "size of one letter", "KB", tuple(sizes), 40.0)
    yield Figure("mail", "click to the first page of a letter", "ms", tuple(looked), 300.0)
    yield Figure("mail", f"sheet of {LISTED} certified letters read, drawn, kept", "s", sheets, 0.3)


def _sheets(shift: Shift, runs: int) -> tuple[float, ...]:
    """The sheet for the post office, each time of the same run with one number changed, so that it is drawn anew."""
    with shift.desk.begin(shift.deed("number", undoable=False)) as unit:
        pieces = unit.mail.in_state([PieceState.PREPARED])[:LISTED]
        unit.mail.save([replace(piece, mail_class=MailClass.CERTIFIED, number=f"{serial:020}") for serial, piece in enumerate(pieces)])
        unit.commit()
    join_run(shift, [piece.id for piece in pieces])
    taken = []
    for serial in range(runs):
        put_number(shift, pieces[0].id, f"9{serial:019}", sure=True)
        renderer = PdfRenderer(Lock())
        taken.append(spent(lambda: firm_sheets(shift, renderer)).wall)  # noqa: B023  # at once
    return tuple(taken)


def _first_page(shift: Shift, renderer: PdfRenderer, wish: LetterWish) -> bytes:
    (draft,) = draft_letters(shift, [wish])
    return renderer.page_images(preview_letter(renderer, draft))[0]


def _lienholders(shift: Shift, cars: Sequence[int]) -> list[int]:
    """A fee schedule, and a lienholder with an address for each car; their ids."""
    lines = ("1 INVENTED ST", "FLINT MI  48502")
    with shift.desk.begin(shift.deed("furnish", undoable=False)) as unit:
        unit.charges.add_fees(Fees(0, date(2020, 1, 1), tow=Decimal("185.00"), storage=Decimal("35.00")))
        made = [
            unit.parties.add(Party(0, car, PartyRole.LIENHOLDER, f"Practice Bank {number}", found_by=FoundBy.SEARCH_FIRM))
            for number, car in enumerate(cars)
        ]
        for party in made:
            unit.parties.add_address(
                MailAddress(0, party, "\n".join(lines), lines, found_by=FoundBy.SEARCH_FIRM, found_on=shift.today, purpose=Purpose.TOWED)
            )
        unit.commit()
    return made
