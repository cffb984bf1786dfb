"""Write the papers of a public sale: the notice for the newspaper, the auction list, the notice for the door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.paper import Bullets, Facts, Heading, LetterPaper, Listing, Paragraph, Part
from itow_desktop.domain.notices import NoticeKind, OfficeHead
from itow_desktop.domain.office_papers.ads import ad_text, car_line
from itow_desktop.domain.office_papers.days import day_in_full
from itow_desktop.domain.office_papers.newspapers import Newspaper
from itow_desktop.domain.office_papers.sales import SALE_TITLES, AdForm, SaleCar, SaleTerms, ad_problems
from itow_desktop.domain.outbox.messages import NewMessage, OutKind
from itow_desktop.domain.sentences import counted
from itow_desktop.services.noticing import KeptPaper, head_of
from itow_desktop.services.outbox.putting import put_in
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.shift import Shift

_FILES = {NoticeKind.AD: "AD", NoticeKind.AUCTION_LIST: "AUCTION-LIST", NoticeKind.AUCTION_NOTICE: "AUCTION-NOTICE"}
_BIDS = "The vehicles are sold by open bidding or by sealed bids. Whoever hands in a sealed bid gets a receipt for it (MCL 257.252g)."


@dataclass(frozen=True, slots=True)
class SalePlan:
    """A sale to be announced: its terms, the form of the notice, the cars, the day on which a newspaper prints it."""

    terms: SaleTerms
    form: AdForm
    cars: tuple[SaleCar, ...]
    published: date


@dataclass(frozen=True, slots=True)
class DrawnSale:
    """A paper of a sale as it would be kept on every car of it; ``text`` is what the newspaper prints."""

    kind: NoticeKind
    name: str
    content: bytes
    custody_ids: tuple[int, ...]
    text: str = ""
    newspaper: str = ""


def draw_sale(shift: Shift, renderer: Renderer, kind: NoticeKind, plan: SalePlan, newspaper: Newspaper | None = None) -> DrawnSale:
    """One of the three papers; an ad that must not be published raises ``Problems``."""
    if not plan.cars:
        raise Problems((("cars", "Tick the cars of the sale."),))
    if kind is NoticeKind.AD:
        blocking = [each for each in ad_problems(plan.terms, plan.form, plan.cars, plan.published) if each.blocking]
        if blocking:
            raise Problems(tuple((each.field, each.sentence) for each in blocking))
    with shift.desk.look() as unit:
        head = head_of(unit.office.get(), unit.office.logo())
    parts = _PARTS[kind](head, plan, newspaper)
    landscape = kind is NoticeKind.AUCTION_LIST
    paper = LetterPaper(kind, head, shift.today, SALE_TITLES[kind], tuple(parts), landscape=landscape)
    words = ad_text(head, plan.terms, plan.form, plan.cars) if kind is NoticeKind.AD else ""
    ids = tuple(car.custody_id for car in plan.cars)
    name = f"{_FILES[kind]}_{plan.terms.day:%Y-%m-%d}.pdf"
    return DrawnSale(kind, name, renderer.render_letter(paper), ids, words, newspaper.name if newspaper else "")


def keep_sale(shift: Shift, drawn: DrawnSale) -> tuple[KeptPaper, ...]:
    """Keep the paper on every car that it names; the bytes are there once."""
    with shift.desk.begin(shift.deed("write papers of a sale", undoable=False)) as unit:
        data = {"newspaper": drawn.newspaper} if drawn.newspaper else {}
        kept = tuple(
            KeptPaper(unit.documents.add(custody_id, drawn.kind, drawn.name, drawn.content, data), drawn.content, (custody_id,))
            for custody_id in drawn.custody_ids
        )
        unit.commit()
    return kept


def send_ad(shift: Shift, drawn: DrawnSale, newspaper: Newspaper) -> int:
    """Put the ad into the outbox for its newspaper, which whoever does it lets go at once; answers the message's id.

    The text stands in the message, the paper is kept on every car that it names and goes with it. Raises ``Problems``.
    """
    if not newspaper.email:
        raise Problems((("email", f"{newspaper.name} has no e-mail address. Enter it, or copy the text."),))
    with shift.desk.begin(shift.deed("send an ad to a newspaper", undoable=False)) as unit:
        office = unit.office.get()
        data = {"newspaper": newspaper.name}
        kept = [unit.documents.add(car, drawn.kind, drawn.name, drawn.content, data).id for car in drawn.custody_ids]
        body = (
            "Please print this notice once, and tell us the day of publication:\n\n"
            f"{drawn.text}\n\nPlease send us a clipping or proof of publication.\n{office.name or ''}\n{office.phone or ''}\n"
        )
        message = NewMessage(OutKind.AD, newspaper.email, f"Notice of public sale, {office.name or 'tow company'}", body, tuple(kept))
        put = put_in(unit, shift, message, approve=True)
        unit.commit()
    return put or 0


def _ad(head: OfficeHead, plan: SalePlan, newspaper: Newspaper | None) -> Sequence[Part]:
    terms = plan.terms
    sent_to = ", ".join(part for part in (newspaper.name, newspaper.county and f"{newspaper.county} County") if part) if newspaper else ""
    return (
        Facts(
            (
                ("Newspaper", sent_to or "not chosen"),
                ("To be printed on", day_in_full(plan.published)),
                ("Sale", ", ".join(part for part in (day_in_full(terms.day), terms.time) if part)),
                ("Form", plan.form.words),
            )
        ),
        Heading("Text to be printed once"),
        Paragraph(ad_text(head, terms, plan.form, plan.cars)),
    )


def _auction_list(_head: OfficeHead, plan: SalePlan, _newspaper: Newspaper | None) -> Sequence[Part]:
    heads = ("Lot", "Vehicle", "Color", "VIN", "Plate", "Key", "Drives", "Our file, call", "Highest bid", "Bidder")
    rows = tuple(
        (
            str(place), car.description or "not known", car.color, car.vin or "not readable",
            " ".join(part for part in (car.plate, car.plate_state) if part) or "none", _yes_no(car.keys), _yes_no(car.drivable),
            ", ".join(part for part in (car.file_number, car.call_number) if part), "", "",
        )
        for place, car in enumerate(plan.cars, start=1)
    )  # fmt: skip
    return (Facts(_when(plan.terms)), Listing(heads, rows))


def _auction_notice(head: OfficeHead, plan: SalePlan, _newspaper: Newspaper | None) -> Sequence[Part]:
    return (
        Facts((*_when(plan.terms), ("Held by", ", ".join(part for part in (head.name, head.phone) if part)))),
        Heading(counted(len(plan.cars), "vehicle", "vehicles")),
        Bullets(tuple(car_line(car) for car in plan.cars)),
        Heading("How it is sold"),
        Paragraph(_BIDS),
    )


_PARTS: Mapping[NoticeKind, Callable[[OfficeHead, SalePlan, Newspaper | None], Sequence[Part]]] = MappingProxyType(
    {NoticeKind.AD: _ad, NoticeKind.AUCTION_LIST: _auction_list, NoticeKind.AUCTION_NOTICE: _auction_notice}
)


def _when(terms: SaleTerms) -> tuple[tuple[str, str], ...]:
    told = (("Day", day_in_full(terms.day)), ("Time", terms.time), ("Place", terms.place), ("Full list", terms.website))
    return tuple((name, text) for name, text in told if text)


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"
