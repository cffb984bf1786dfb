"""Every kind of paper that the terminal can write, with how each is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itow_desktop.cli.office import Office
from itow_desktop.domain.errors import Problems, Refused
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.office_papers.sales import SALE_TITLES, AdForm
from itow_desktop.services.browsing import find_car
from itow_desktop.services.charges.statements import draw_statement, keep_statement
from itow_desktop.services.letters.writing import LetterWish, draft_letters, offered_letters, write_letters
from itow_desktop.services.mail.sheets import firm_sheets
from itow_desktop.services.noticing import KeptPaper, draft_tops, draft_tow_lists, keep_tops, keep_tow_lists
from itow_desktop.services.office_papers.ads import SalePlan, draw_sale, keep_sale
from itow_desktop.services.office_papers.evening import draw_evening_report
from itow_desktop.services.office_papers.lights_out import draw_lights_out
from itow_desktop.services.office_papers.sales import by_sale, sales
from itow_desktop.services.office_papers.sheets import KINDS as SHEETS
from itow_desktop.services.office_papers.sheets import draw_sheet, keep_sheet
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.proof.packet import write_packet
from itow_desktop.services.shift import Shift
from itow_desktop.services.why_pages import draw_why, keep_why
from itow_desktop.services.working import work_queue


@dataclass(frozen=True, slots=True)
class PaperWish:
    """What was asked for: a kind, the car, whom a letter is to (part of the name), whether one more is meant."""

    kind: NoticeKind
    call: str | None = None
    to: str | None = None
    again: bool = False

    def car(self, opened: Office) -> int:
        """The custody id of the car; raises ``NotFound``."""
        return find_car(opened.ports.desk, self.call or "")


MakePaper = Callable[[Office, Shift, PaperWish], bytes]


@dataclass(frozen=True, slots=True)
class TerminalPaper:
    """How a kind is made. ``about_car``: it is about one car, which must be named; ``wrong`` says so."""

    make: MakePaper
    about_car: bool = True
    wrong: str = "this paper is about one car: notice KIND CALL --out FILE"


def _top(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    (draft,) = draft_tops(shift, [wish.car(opened)])
    if not draft.printable:
        raise Problems(tuple((each.field, each.sentence) for each in draft.problems if each.blocking))
    return keep_tops(shift, opened.ports.renderer, [draft])[0].content


def _why(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    return keep_why(shift, draw_why(shift, opened.ports.renderer, wish.car(opened))).content


def _statement(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    return keep_statement(shift, draw_statement(shift, opened.ports.renderer, wish.car(opened))).content


def _packet(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    steps = write_packet(shift, opened.ports.renderer, wish.car(opened))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            kept: KeptPaper = end.value
            return kept.content


def _tow_list(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    """The list that holds the car, with the other cars of its agency and day; without a car the only list there is."""
    everywhere = [line.item.custody_id for line in work_queue(shift).lines]
    wanted = wish.car(opened) if wish.call else None
    cars = dict.fromkeys([*everywhere, *([wanted] if wanted else [])])
    lists = [custody_ids for _, custody_ids in draft_tow_lists(shift, list(cars)) if wanted is None or wanted in custody_ids]
    if not lists:
        raise Refused("There is no tow list: no such car has both a police department and a tow date. Enter them first.")
    if len(lists) > 1:
        raise Refused(f"There are {len(lists)} tow lists, one for each police department and day. Name one of the cars on yours.")
    return keep_tow_lists(shift, opened.ports.renderer, lists[0])[0].content


def _letter(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    papers = write_asked(shift, opened.ports.renderer, wish.car(opened), wish)
    return papers[0].content if len(papers) == 1 else opened.ports.renderer.bind([paper.content for paper in papers], ())


def write_asked(shift: Shift, renderer: Renderer, custody_id: int, wish: PaperWish) -> tuple[KeptPaper, ...]:
    """A letter, written with its envelope as the window writes it. Of several parties one must be named.

    A notice that the law wants everybody to get is written to all who have none yet, the one that is asked for first.
    """
    offered = offered_letters(shift, [custody_id])
    drafts = [draft for draft in offered if draft.wish.kind is wish.kind]
    if wish.to:
        drafts = [draft for draft in drafts if wish.to.casefold() in draft.to.name.casefold()]
        if not drafts:
            raise Refused(f"This letter does not go to anybody called {wish.to}. Without --to it says to whom it can go.")
    drafts = drafts or list(draft_letters(shift, [LetterWish(custody_id, wish.kind)]))  # which says what is missing
    if LETTERS[wish.kind].required:
        drafts += [each for each in offered if each not in drafts and LETTERS[each.wish.kind].required and not each.written]
    elif len(drafts) > 1:
        names = ", ".join(draft.to.name for draft in drafts)
        raise Refused(f"This letter can go to {names}. Name one of them with --to.")
    return write_letters(shift, renderer, [draft.again() if wish.again else draft.wish for draft in drafts])


def _sheet(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    """Facts for a form that others issue, or the record of a scrap vehicle as far as it is on record."""
    return keep_sheet(shift, draw_sheet(shift, opened.ports.renderer, wish.kind, wish.car(opened))).content


def _of_sale(opened: Office, shift: Shift, wish: PaperWish) -> bytes:
    """The ad or the papers of the auction at which the car is planned to be sold."""
    car = wish.car(opened)
    known = sales(shift)
    terms = next((each.planned for each in known.cars if each.custody_id == car), None)
    if terms is None:
        raise Refused(
            "No sale is planned for this car. Plan one first, in the window under Mail, or with: event CALL sale_planned --on DATE "
            "--set time=... --set place=..."
        )
    drawn = draw_sale(shift, opened.ports.renderer, wish.kind, SalePlan(terms, AdForm.EACH, by_sale(known.cars)[terms], shift.today))
    return keep_sale(shift, drawn)[0].content


def _evening(opened: Office, shift: Shift, _wish: PaperWish) -> bytes:
    return draw_evening_report(shift, opened.ports.backups, opened.ports.renderer)[1]


def _lights_out(opened: Office, shift: Shift, _wish: PaperWish) -> bytes:
    return draw_lights_out(shift, opened.ports.renderer)[1]


def _firm_sheet(opened: Office, shift: Shift, _wish: PaperWish) -> bytes:
    """The sheets of the open run to the post office, those for certificates of mailing behind the others."""
    papers = firm_sheets(shift, opened.ports.renderer)
    return papers[0].content if len(papers) == 1 else opened.ports.renderer.bind([paper.content for paper in papers], ())


_PAPERS: Mapping[NoticeKind, TerminalPaper] = {
    NoticeKind.TOP: TerminalPaper(_top, wrong="a TOP notice is about one car: notice top CALL --out FILE"),
    NoticeKind.TOW_LIST: TerminalPaper(_tow_list, about_car=False),
    NoticeKind.WHY: TerminalPaper(
        _why, wrong="the page says why the dates of one car are what they are: notice why CALL --out FILE"
    ),
    NoticeKind.STATEMENT: TerminalPaper(_statement),
    NoticeKind.PACKET: TerminalPaper(_packet, wrong="a hearing packet is about one car: notice packet CALL --out FILE"),
    **{kind: TerminalPaper(_letter) for kind in LETTERS},
    **{kind: TerminalPaper(_sheet) for kind in SHEETS},
    **{kind: TerminalPaper(_of_sale) for kind in SALE_TITLES},
    NoticeKind.FIRM_SHEET: TerminalPaper(_firm_sheet, about_car=False),
    NoticeKind.EVENING_REPORT: TerminalPaper(_evening, about_car=False),
    NoticeKind.LIGHTS_OUT: TerminalPaper(_lights_out, about_car=False),
}  # fmt: skip
PAPERS: Mapping[NoticeKind, TerminalPaper] = MappingProxyType({kind: _PAPERS[kind] for kind in NoticeKind if kind in _PAPERS})
"""The kinds that ``notice`` writes; a new kind adds a line."""
