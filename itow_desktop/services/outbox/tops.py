"""TOP notices to police departments, each by the way it wants them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Problems
from itow_desktop.domain.outbox.messages import NewMessage, OutKind, OutState, OutWay, fax_address, mail_address
from itow_desktop.domain.sentences import counted
from itow_desktop.services.noticing import KeptPaper, TopDraft, keep_tops, keep_tow_lists
from itow_desktop.services.outbox.putting import put_out
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.ports.stores import UnitOfWork
from itow_desktop.services.shift import Shift
from itow_desktop.services.views import OfficeFacts

_MOST = 25
"""Notices in one message; a department's mailbox or fax takes no more at once."""
_GONE = frozenset({OutState.WAITS, OutState.READY, OutState.SENT})
_NOT_THE_CALL = "This message takes the place of no telephone call."


@dataclass(frozen=True, slots=True)
class TopsOfAgency:
    """The notices that go to one police department.

    ``ways`` are the addresses by which they can go; ``wanted`` is the one the department prefers, None for paper, with
    ``why`` it is paper. ``already`` are the call numbers of cars whose notice is in the outbox or was sent before;
    ``approved``: a manager lets notices go there without being asked.
    """

    agency_id: int
    agency: str
    drafts: tuple[TopDraft, ...]
    ways: Mapping[OutWay, str] = field(default_factory=dict)
    wanted: OutWay | None = None
    why: str = ""
    already: tuple[str, ...] = ()
    approved: bool = False


@dataclass(frozen=True, slots=True)
class TopsToSend:
    """Notices by department; ``server`` is empty where the office has no mail server. ``left_out`` have no department or lack something."""

    agencies: tuple[TopsOfAgency, ...]
    server: str
    left_out: tuple[TopDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class SendTops:
    """The notices of one department that shall go by this way."""

    tops: TopsOfAgency
    way: OutWay


@dataclass(frozen=True, slots=True)
class TopsPut:
    """What was put into the outbox: the messages, the kept notices, how many of the messages wait for approval."""

    messages: tuple[int, ...]
    papers: tuple[KeptPaper, ...]
    waiting: int

    @property
    def cars(self) -> tuple[int, ...]:
        """Whose notices they are."""
        return tuple(car for paper in self.papers for car in paper.custody_ids)


def tops_to_send(shift: Shift, drafts: Sequence[TopDraft]) -> TopsToSend:
    """Sort notices by police department, with the ways each can be reached."""
    by_agency: dict[int, list[TopDraft]] = {}
    left_out = []
    with shift.desk.look() as unit:
        facts, known = unit.office.get(), {agency.name: agency for agency in unit.agencies.all()}
        for draft in drafts:
            agency = known.get(draft.notice.agency or "")
            if agency is None or not draft.printable:
                left_out.append(draft)
            else:
                by_agency.setdefault(agency.id, []).append(draft)
        by_id = {agency.id: agency for agency in known.values()}
        tops = [_of_agency(unit, facts, by_id[each], tuple(found)) for each, found in by_agency.items()]
    server = facts.mail_server
    return TopsToSend(tuple(sorted(tops, key=lambda each: each.agency.casefold())), server.host if server else "", tuple(left_out))


def send_tops(shift: Shift, renderer: Renderer, wishes: Sequence[SendTops], *, approve: bool, tow_list: bool = False) -> TopsPut:
    """Write the notices, keep their bytes, put them into the outbox: a message for each department.

    ``approve``: this person lets them go at once; ``tow_list``: the list of each tow day goes with the first message.
    Raises ``Problems`` for a notice that lacks something or a way that a department has not. Nothing here is the call to
    the police.
    """
    for wish in wishes:
        if wish.way not in wish.tops.ways:
            raise Problems((("way", f"{wish.tops.agency} cannot be reached by {wish.way.words.lower()}. Choose another way."),))
    papers = keep_tops(shift, renderer, [draft for wish in wishes for draft in wish.tops.drafts])
    by_car = {paper.custody_ids[0]: paper for paper in papers}
    with shift.desk.look() as unit:
        office = unit.office.get()
    messages = []
    for wish in wishes:
        cars = [draft.custody_id for draft in wish.tops.drafts]
        lists = [kept.document.id for kept in keep_tow_lists(shift, renderer, cars)] if tow_list else []
        for first in range(0, len(cars), _MOST):
            message = _message(office, wish, [by_car[car] for car in cars[first : first + _MOST]])
            messages.append(message if first else replace(message, documents=(*message.documents, *lists)))
    put = put_out(shift, messages, approve=approve)
    with shift.desk.look() as unit:
        waiting = sum(unit.outbox.get(each).state is OutState.WAITS for each in put)
    return TopsPut(put, papers, waiting)


def _of_agency(unit: UnitOfWork, facts: OfficeFacts, agency: Agency, drafts: tuple[TopDraft, ...]) -> TopsOfAgency:
    found = {OutWay.EMAIL: mail_address(agency.email), OutWay.FAX: fax_address(facts.fax_gateway, agency.fax)}
    ways = {way: address for way, address in found.items() if address is not None}
    wanted = OutWay(agency.preferred) if agency.preferred in set(OutWay) else None
    return TopsOfAgency(
        agency.id,
        agency.name,
        drafts,
        ways,
        wanted if wanted in ways else None,
        _why_paper(agency, wanted, ways, facts),
        tuple(_name(draft) for draft in drafts if _is_gone(unit, draft.custody_id)),
        unit.outbox.standing(OutKind.TOP, agency.id) is not None,
    )


def _why_paper(agency: Agency, wanted: OutWay | None, ways: Mapping[OutWay, str], facts: OfficeFacts) -> str:
    if wanted in ways:
        return ""
    if wanted is OutWay.EMAIL:
        return "it wants e-mail, but its address is missing or wrong"
    if wanted is OutWay.FAX:
        return (
            "it wants a fax, but its number is missing or wrong" if facts.fax_gateway else "it wants a fax, but no fax gateway is entered"
        )
    return "it wants paper" if agency.preferred == "print" else "nobody entered that it wants e-mail or fax"


def _is_gone(unit: UnitOfWork, custody_id: int) -> bool:
    return any(each.kind is OutKind.TOP and each.state in _GONE for each in unit.outbox.of(custody_id))


def _message(office: OfficeFacts, wish: SendTops, papers: Sequence[KeptPaper]) -> NewMessage:
    cars = counted(len(papers), "vehicle", "vehicles")
    drafts = {draft.custody_id: draft for draft in wish.tops.drafts}
    lines = [f"  {_line(drafts[paper.custody_ids[0]])}" for paper in papers]
    attached = f"attached {'is the notice' if len(papers) == 1 else 'are the notices'} of {cars} towed off private property:"
    said = [
        f"{wish.tops.agency}:", "", attached,
        "", *lines, "", _NOT_THE_CALL, "", *(part for part in (office.name, office.address, office.phone) if part), "",
    ]  # fmt: skip
    subject = f"Tow-off-property {'notice' if len(papers) == 1 else 'notices'}: {cars}, {office.name or 'tow company'}"
    documents = tuple(paper.document.id for paper in papers)
    return NewMessage(OutKind.TOP, wish.tops.ways[wish.way], subject, "\n".join(said), documents, wish.way, wish.tops.agency_id)


def _line(draft: TopDraft) -> str:
    notice = draft.notice
    described = " ".join(str(part) for part in (notice.color, notice.year, notice.make, notice.model) if part)
    plate = " ".join(part for part in (notice.plate, notice.plate_state) if part)
    vin = f"VIN {notice.vin}" if notice.vin else ""
    return ", ".join(part for part in (_name(draft), described, plate, vin) if part)


def _name(draft: TopDraft) -> str:
    return draft.notice.call_number or draft.notice.file_number or f"#{draft.custody_id}"
