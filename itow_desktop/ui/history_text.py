"""Words of a car's history: which thing, which field, from what to what."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from types import MappingProxyType
from typing import Any

from itow_desktop.domain.events import EventKind
from itow_desktop.domain.history import Change, HistoryEntry, HistoryPage, Step
from itow_desktop.domain.mail.pieces import MailClass, PieceState, ReturnReason
from itow_desktop.domain.parties.party import FoundBy, PartyRole, Purpose
from itow_desktop.domain.phone_log import Direction
from itow_desktop.domain.properties import SignCheck
from itow_desktop.ui import text
from itow_desktop.ui.place_text import CHECKS
from itow_desktop.ui.widgets.car.call_form import DIRECTION

FIELD: Mapping[str, str] = MappingProxyType(
    {
        "at": "When", "on": "Day", "note": "Note", "source": "How we know", "kind": "What", "person": "With", "badge": "Badge",
        "number_dialled": "Dialled", "complaint_no": "Complaint no.", "answer": "Answer", "to_whom": "To", "id_seen": "ID seen",
        "outcome": "Outcome", "hold": "Hold", "authority": "By whom", "letter": "Letter", "called": "Called", "arrived": "Arrived",
        "text": "Text", "due": "Day", "state": "State", "staff_id": "For", "void_reason": "Taken out because",
        "withdrawn_because": "Taken back because", "name": "Name", "number": "Number", "said": "Said", "direction": "Who called",
        "role": "Role", "address": "Address", "phone": "Phone", "remark": "Remark", "width": "Width", "height": "Height",
        "taken_at": "Taken", "release_answered": "TowBook's release looked into", "towbook_released": "TowBook says released",
        "since": "From", "until": "Until", "position": "Position", "contract_from": "Contract from", "contract_until": "Contract until",
        "contract": "Terms", "miles": "Miles to our lot", "sign_exempt": "No sign needed", "entrance": "Entrance", "seen_on": "Seen on",
        "our_phone": "Our phone can be read", "checked": "Checked", "from_whom": "From", "about": "About", "settled_on": "Settled on",
        "preferred": "Wants ours", "hours": "Hours", "place": "Place", "active": "Counts", "property_id": "Property",
        "reason": "Why", "moves": "Moved date", "to": "To", "confirms": "Confirmed", "keep": "Legal hold",
        "attention": "Attention", "email": "E-mail", "individual": "A person", "found_by": "From", "found_on": "Heard on",
        "void": "Taken out because", "typed": "As typed", "lines": "On the envelope", "country": "Country",
        "purpose": "May be used as", "good": "Mail arrives", "why_bad": "Bad because", "letters_here": "Letters go here",
        "keys_at": "Keys", "flagged": "Not the usual order", "row": "Row", "spot_id": "Spot",
        "block": "On the envelope", "mail_class": "How mailed", "card_number": "Green card no.", "price": "Postage",
        "printed_at": "Printed", "handed_over_on": "Mailed", "handed_over_at": "Time", "handed_over_by": "Taken by",
        "delivered_on": "Delivered", "signed_by": "Signed by", "returned_on": "Came back", "returned_for": "Came back because",
        "mailed_elsewhere": "Made elsewhere",
    }
)  # fmt: skip
"""Fields that are not the car's own."""

TABLE: Mapping[str, str] = MappingProxyType(
    {
        "vehicles": "Car", "custodies": "Car", "parties": "Owner or lienholder", "party_addresses": "Address", "attachments": "File",
        "reminders": "Reminder",
        "properties": "Property", "property_callers": "Caller", "property_signs": "Sign", "property_complaints": "Complaint",
        "property_spellings": "Other spelling", "agencies": "Police department", "agency_contacts": "Person there",
        "agency_aliases": "Other name", "agency_places": "Place", "phone_calls": "Phone call", "documents": "Paper", "events": "Event",
        "snoozes": "Snooze", "assignments": "Line", "pieces": "Letter",
    }
)  # fmt: skip
_UNTOLD_OF_NEW = frozenset({"active", "kind", "source", "width", "height", "taken_at", "good", "letters_here"})
_OWN = frozenset({"at", "on", "note", "hold", "authority", "letter"})
_MARKS = ("text", "name", "said", "entrance", "from_whom", "typed", "block")
_CHOSEN: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "found_by": {each: each.words for each in FoundBy},
        "purpose": {each: each.words for each in Purpose},
        "role": {each: each.words for each in PartyRole},
        "mail_class": {each: each.words for each in MailClass},
        "returned_for": {each: each.words for each in ReturnReason},
        "letter": text.DOCUMENT,
    }
)
_STATES = {"open": "open", "done": "done", **{state.value: state.words.lower() for state in PieceState}, "void": "taken out"}


class HistoryWords:
    """Puts entries into words; made for one page, since ids are named by it."""

    def __init__(self, page: HistoryPage, zone: tzinfo, today: date) -> None:
        self._page = page
        self._zone = zone
        self._today = today

    def when(self, entry: HistoryEntry) -> str:
        """The time of a deed."""
        return text.moment_text(entry.at, self._zone, self._today)

    def head(self, entry: HistoryEntry) -> str:
        """Who, and the deed's name."""
        who = entry.who or "the program"
        if entry.deed_name:
            return f"{who}: {entry.deed_name}"
        first = entry.steps[0]
        return f"{who}: {TABLE.get(first.table, _plain(first.table))}"

    def lines(self, entry: HistoryEntry) -> tuple[str, ...]:
        """What the deed changed, a line for each thing that is new and each field that changed."""
        return tuple(line for step in entry.steps for line in self._step(step))

    def _step(self, step: Step) -> tuple[str, ...]:
        if step.table == "events":
            return self._event(step)
        if step.table == "documents":
            return (f"Paper: {text.DOCUMENT.get(step.row['kind'], step.row['name'])}",)
        what = TABLE.get(step.table, _plain(step.table))
        if step.op == "insert":
            told = "; ".join(
                f"{self._name(change)}: {self._value(change.field, change.after)}"
                for change in step.changes
                if change.after not in (None, False, "open")
                and (change.field not in _UNTOLD_OF_NEW or step.table in {"custodies", "vehicles"})
            )
            return (f"New {what.lower()}: {told}" if told else f"New {what.lower()}",)
        # Which of several it is: the car is the only one of its kind.
        of = "" if what == "Car" else f"{what} {self._which(step)}: "
        return tuple(of + self._change(change) for change in step.changes)

    def _event(self, step: Step) -> tuple[str, ...]:
        name = text.EVENT[EventKind(step.row["kind"])]
        if step.op == "insert":
            told = ", ".join(self._fact(change.field, change.after) for change in step.changes if change.field not in {"kind", "source"})
            return (f"{name}: {told}" if told else name,)
        if step.row["kind"] == EventKind.SUPERSEDED:
            before = {change.field: change.before for change in step.changes if change.before is not None}
            gone = text.EVENT[EventKind(before["kind"])] if "kind" in before else "Event"
            said = ", ".join(self._fact(name, value) for name, value in before.items() if name not in {"kind", "source"})
            because = f". Why: {step.row['note']}" if step.row.get("note") else ""
            return (f"Taken back: {gone} ({said}){because}" if said else f"Taken back: {gone}{because}",)
        return tuple(f"{name} corrected: {self._change(change)}" for change in step.changes) or (f"{name} recorded anew",)

    def _fact(self, field: str, value: Any) -> str:
        """What is known of an event: its own time and note stand alone, all else is named."""
        told = self._value(field, value)
        return told if field in _OWN else f"{FIELD.get(field, _plain(field)).lower()} {told}"

    def _change(self, change: Change) -> str:
        before, after = self._value(change.field, change.before), self._value(change.field, change.after)
        return f"{self._name(change)}: {before} \N{RIGHTWARDS ARROW} {after}"

    def _name(self, change: Change) -> str:
        return FIELD.get(change.field) or text.FIELD.get(change.field) or _plain(change.field)

    def _which(self, step: Step) -> str:
        said = next((step.row[name] for name in _MARKS if step.row.get(name)), step.row_id)
        said = said[0] if isinstance(said, list) else said
        return f'"{said}"' if len(str(said)) <= 40 else f'"{str(said)[:39]}\N{HORIZONTAL ELLIPSIS}"'

    def _value(self, field: str, value: Any) -> str:
        if value is None or value == "":
            return "nothing"
        if field == "kind" and value in set(EventKind):
            return text.EVENT[EventKind(value)]
        if field == "kind" and value in text.DOCUMENT:
            return text.DOCUMENT[value]
        if isinstance(value, list):
            return ", ".join(CHECKS[each][1] if each in set(SignCheck) else str(each) for each in value) or "nothing"
        if field == "direction":
            return DIRECTION[Direction(value)]
        if field == "state" and value in _STATES:
            return _STATES[value]
        if field == "staff_id":
            return self._page.people.get(value, "another person")
        if field in _CHOSEN and value in _CHOSEN[field]:
            return _CHOSEN[field][value]
        if isinstance(value, str) and (told := self._time(value)):
            return told
        return text.value_text(field, value, self._page.agencies)

    def _time(self, value: str) -> str | None:
        """A day or a time as JSON writes it, in words; None for any other text."""
        try:
            if len(value) == 10:
                return text.day_text(date.fromisoformat(value), self._today)
            moment = datetime.fromisoformat(value) if len(value) > 18 and value[10] == "T" else None
        except ValueError:
            return None
        return text.moment_text(moment, self._zone, self._today) if moment and moment.tzinfo else None


def _plain(word: str) -> str:
    return word.replace("_", " ").capitalize()
