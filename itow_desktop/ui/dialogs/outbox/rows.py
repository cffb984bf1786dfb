"""Messages and approvals as rows and sentences."""

from collections.abc import Sequence
from datetime import tzinfo

from itow_desktop.domain.outbox.messages import Outcome, OutMessage, OutState, StandingApproval
from itow_desktop.services.outbox.letting_go import Outbox
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.models.text_rows import Cell, TextRow
from itow_desktop.ui.text import counted, list_moment

OPEN_HEADERS = ("State", "What", "To", "By", "Put in", "Why")
SENT_HEADERS = ("When", "What", "To", "By", "Let go by", "The server's answer")
APPROVAL_HEADERS = ("What", "Police department", "Since", "Given by", "Why", "Taken back")

_TONES = {
    OutState.WAITS: Tone.TODAY, OutState.READY: Tone.QUIET, OutState.REFUSED: Tone.LATE, OutState.CAME_BACK: Tone.LATE,
}  # fmt: skip
_OUTCOMES = {
    Outcome.BEGUN: "begun", Outcome.SENT: "taken by the server", Outcome.LATER: "not now", Outcome.REFUSED: "refused",
    Outcome.NO_SERVER: "no server",
}  # fmt: skip


def what(message: OutMessage) -> str:
    """The kind and how many papers go with it."""
    papers = len(message.papers)
    return f"{message.kind.words}, {counted(papers, 'paper', 'papers')}" if papers else message.kind.words


def to_whom(message: OutMessage) -> str:
    """The police department, else the address."""
    return message.agency or message.address


def open_rows(messages: Sequence[OutMessage], zone: tzinfo) -> list[TextRow]:
    """What somebody may have to see to."""
    return [
        TextRow(
            each.id,
            (
                Cell(each.state.words, tone=_TONES.get(each.state)),
                Cell(what(each), tip=each.subject),
                Cell(to_whom(each), tip=each.address),
                Cell(each.way.words),
                Cell(f"{list_moment(each.put_at, zone)}{f', {each.put_by}' if each.put_by else ''}", each.id),
                Cell(_why(each, zone), tip=_why(each, zone)),
            ),
        )
        for each in messages
    ]


def _why(message: OutMessage, zone: tzinfo) -> str:
    if message.state is OutState.READY and message.next_at is not None:
        return f"from {list_moment(message.next_at, zone)} on"
    return message.why or ""


def sent_rows(messages: Sequence[OutMessage], zone: tzinfo) -> list[TextRow]:
    """What is over."""
    return [
        TextRow(
            each.id,
            (
                Cell(list_moment(each.ended_at, zone) if each.ended_at else "", each.id),
                Cell(what(each), tip=each.subject),
                Cell(to_whom(each), tip=each.address),
                Cell(each.way.words),
                Cell(_let_by(each)),
                Cell(each.why or "" if each.state is OutState.SENT else f"{each.state.words}: {each.why or ''}", tip=each.why or ""),
            ),
            quiet=each.state is OutState.TAKEN_BACK,
        )
        for each in messages
    ]


def _let_by(message: OutMessage) -> str:
    if message.kind.own:
        return "the settings"
    return f"{message.approved_by or ''}, standing" if message.approval_id else message.approved_by or ""


def approval_rows(approvals: Sequence[StandingApproval], zone: tzinfo) -> list[TextRow]:
    """Every approval ever given."""
    return [
        TextRow(
            each.id,
            (
                Cell(each.kind.words),
                Cell(each.agency),
                Cell(list_moment(each.given_at, zone), each.id),
                Cell(each.given_by or ""),
                Cell(each.reason, tip=each.reason),
                Cell(f"{list_moment(each.revoked_at, zone)}, {each.revoked_by or ''}" if each.revoked_at else ""),
            ),
            quiet=each.revoked_at is not None,
        )
        for each in approvals
    ]


def standing_words(found: Outbox) -> str:
    """How the outbox stands, in a sentence."""
    if found.server is None:
        return "No mail server is entered, so nothing leaves: File, Office settings, E-mail."
    waits, ready = (sum(each.state is state for each in found.open) for state in (OutState.WAITS, OutState.READY))
    lost = len(found.open) - waits - ready
    told = f"{waits} wait for approval, {counted(ready, 'goes', 'go')} out by {found.server}"
    return f"{told}, {counted(lost, 'was', 'were')} not delivered." if lost else f"{told}."


def message_words(message: OutMessage, zone: tzinfo) -> str:
    """A message as it is read, with every paper and every try."""
    lines = [
        f"To: {message.address}{f' ({message.agency})' if message.agency else ''}", f"By: {message.way.words}",
        f"Subject: {message.subject}",
        f"State: {message.state.words}{f': {message.why}' if message.why else ''}",
    ]  # fmt: skip
    if message.approved_at is not None:
        lines.append(f"Let go: {list_moment(message.approved_at, zone)} by {_let_by(message)}")
    lines += ["", message.body.rstrip()]
    if message.papers:
        lines += ["", "Papers that go with it", *(f"  {each.name}, {each.size:,} bytes, SHA-256 {each.sha256}" for each in message.papers)]
    if message.attempts:
        lines += ["", "Tries"]
        lines += [
            f"  {list_moment(each.at, zone)} {each.pc}: {_OUTCOMES[each.outcome]}{f': {each.answer}' if each.answer else ''}"
            for each in message.attempts
        ]
    return "\n".join(lines)
