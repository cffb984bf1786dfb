"""Words of the queue: urgencies, verbs, what a line says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from enum import Enum
from types import MappingProxyType

from itow_desktop.domain.events import EventKind
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.questions import Question
from itow_desktop.domain.queue import Item
from itow_desktop.domain.rules import Actor
from itow_desktop.domain.urgency import Urgency
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.ports.stores import OpenCase
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.text import day_text, moment_text


@dataclass(frozen=True, slots=True)
class UrgencyLook:
    """How an urgency is shown: word, word on its chip, picture, tone."""

    word: str
    chip: str
    picture: str
    tone: Tone | None


ASLEEP = "asleep"
"""Stands beside the urgency words for what is put off until another day."""

URGENCY: Mapping[str, UrgencyLook] = MappingProxyType(
    {
        Urgency.LATE: UrgencyLook("Late", "Late", "warning-octagon", Tone.LATE),
        Urgency.TODAY: UrgencyLook("Today", "Today", "clock", Tone.TODAY),
        Urgency.ASK: UrgencyLook("Question", "Questions", "question", Tone.ACCENT),
        Urgency.SOON: UrgencyLook("Soon", "Soon", "calendar-blank", None),
        Urgency.UPCOMING: UrgencyLook("Upcoming", "Upcoming", "calendar-blank", Tone.QUIET),
        Urgency.WAITING: UrgencyLook("Waiting", "Waiting", "hourglass-medium", Tone.QUIET),
        Urgency.CHASE: UrgencyLook("Chase up", "Chase up", "phone-call", Tone.TODAY),
        Urgency.READY: UrgencyLook("Wait over", "Can be scheduled", "flag", Tone.ACCENT),
        Urgency.STOPPED: UrgencyLook("Stopped", "Stopped", "hand", Tone.QUIET),
        Urgency.NONE: UrgencyLook("No step", "No next step", "warning", Tone.TODAY),
        ASLEEP: UrgencyLook("Snoozed", "Snoozed", "moon", Tone.QUIET),
    }
)
WORDS: tuple[str, ...] = (*Urgency, ASLEEP)
"""Under which a line can stand, from the most pressing."""

ALWAYS = (Urgency.LATE, Urgency.TODAY, Urgency.ASK, Urgency.SOON, Urgency.WAITING, Urgency.READY)
"""Chips that are shown also when they count nothing."""

FOLDED: frozenset[str] = frozenset({Urgency.WAITING, Urgency.UPCOMING, Urgency.STOPPED, ASLEEP})
"""Groups that start closed: nobody has to do anything there today."""


class Verb(Enum):
    """What can be done from the queue: words with their access key, which is also the letter that runs it."""

    CALLED_IN = "&Called in..."
    PRINT_TOP = "&Print TOP..."
    NOT_CALLED = "&Not called in..."
    SOS_DATE = "&SOS notice date..."
    LEIN = "&LEIN entry..."
    WRITE_REQUEST = "Wri&te the request..."
    ABANDONMENT = "&Asked for it..."
    TR52LR_FACTS = "TR-52LR f&acts..."
    TR52L_ASKED = "TR-52L &requested..."
    TR52L_IN = "TR-52L &in..."
    TR208_IN = "TR-208 &in..."
    PUBLIC_SALE = "Pu&blic sale..."
    WRITE_NOTICES = "Wri&te the notices..."
    REPORTED = "&Reported..."
    PICKED_UP = "Picked &up..."
    STILL_HERE = "Still &here"
    AGENCY = "Police &department..."
    KIND = "Sort &kind..."
    TOW_TIME = "Tow &time..."
    PHONE = "Add p&hone..."
    CALL_SHEET = "Sheet &for calling..."
    ALREADY_DONE = "Already d&one..."
    SAME = "Sa&me car?..."
    LOOK_UP = "L&ook up..."
    CHASE = "Chas&e up..."
    LIFT = "&Lift hold..."
    HOLD = "Put on hold a&gain..."
    WHY = "&Why this date..."

    @property
    def letter(self) -> str:
        """The key that runs it."""
        return self.value[self.value.index("&") + 1].upper()

    @property
    def plain(self) -> str:
        """Without access key and dots."""
        return self.value.replace("&", "").removesuffix("...")


DATED: Mapping[Verb, EventKind] = MappingProxyType(
    {
        Verb.SOS_DATE: EventKind.SOS_NOTICE_DATED,
        Verb.NOT_CALLED: EventKind.CALL_IN_MISSED,
        Verb.LEIN: EventKind.LEIN_ENTERED,
        Verb.ABANDONMENT: EventKind.ABANDONMENT_REQUESTED,
        Verb.TR52L_ASKED: EventKind.BILL_OF_SALE_REQUESTED,
        Verb.TR52L_IN: EventKind.BILL_OF_SALE_RECEIVED,
        Verb.TR208_IN: EventKind.SCRAP_CERTIFICATE_RECEIVED,
        Verb.REPORTED: EventKind.DISPOSITION_REPORTED,
    }
)
"""Verbs that record one date for each car."""

WRITTEN: Mapping[Verb, tuple[NoticeKind, ...]] = MappingProxyType(
    {
        Verb.WRITE_REQUEST: (NoticeKind.ENTRY_REQUEST,),
        Verb.WRITE_NOTICES: (NoticeKind.GARAGE_OWNER, NoticeKind.GARAGE_LIENHOLDER),
    }
)
"""Verbs that write letters of these kinds."""

_SALE = (Verb.PUBLIC_SALE, Verb.TR52LR_FACTS, Verb.TR52L_ASKED, Verb.TR52L_IN, Verb.WHY)
"""A sale can be planned long before its TR-52L is in; the line that asks for that one stands behind it."""
_BY_RULE: Mapping[str, tuple[Verb, ...]] = MappingProxyType(
    {
        "mi.police_notice": (Verb.CALLED_IN, Verb.PRINT_TOP, Verb.NOT_CALLED, Verb.CALL_SHEET),
        "office.top": (Verb.PRINT_TOP, Verb.CALLED_IN, Verb.CALL_SHEET),
        "mi.lein_entry": (Verb.LEIN, Verb.SOS_DATE),
        "mi.lein_abandoned": (Verb.LEIN, Verb.SOS_DATE),
        "mi.request_abandonment": (Verb.WRITE_REQUEST, Verb.ABANDONMENT),
        "mi.sos_notice": (Verb.LOOK_UP, Verb.SOS_DATE),
        "mi.redeem_or_petition": (Verb.PICKED_UP,),
        "mi.secured_party_redeem": (Verb.PICKED_UP,),
        "mi.redeem_after_hearing": (Verb.PICKED_UP,),
        "mi.sale": _SALE,
        "mi.sale_after_ad": _SALE,
        "mi.ad_before_sale": (Verb.PUBLIC_SALE,),
        "mi.bill_of_sale_request": (Verb.TR52LR_FACTS, Verb.TR52L_ASKED, Verb.TR52L_IN),
        "mi.scrap_certificate": (Verb.TR208_IN,),
        "mi.garage_notice": (Verb.WRITE_NOTICES,),
        "office.report_pickup": (Verb.REPORTED,),
    }
)
_BY_QUESTION: Mapping[Question, tuple[Verb, ...]] = MappingProxyType(
    {
        Question.SAME: (Verb.SAME,),
        Question.PAST: (Verb.ALREADY_DONE, Verb.PRINT_TOP, Verb.CALLED_IN),
        Question.RELEASED: (Verb.PICKED_UP, Verb.STILL_HERE),
        Question.CUSTODY: (Verb.KIND,),
        Question.AGENCY: (Verb.AGENCY,),
        Question.HOLD: (Verb.LIFT, Verb.HOLD),
        Question.TOW_TIME: (Verb.TOW_TIME,),
    }
)
ANY_CAR = (Verb.CALLED_IN, Verb.PRINT_TOP, Verb.CALL_SHEET, Verb.SOS_DATE, Verb.LEIN, Verb.PICKED_UP, Verb.AGENCY, Verb.KIND, Verb.WHY)
"""What the menu of any car on the lot offers, whatever its next step is."""

_CHASING: Mapping[Actor, tuple[Verb, ...]] = MappingProxyType(
    {
        Actor.POLICE: (Verb.CHASE, Verb.LEIN, Verb.SOS_DATE, Verb.CALL_SHEET),
        Actor.STATE: (Verb.LOOK_UP, Verb.SOS_DATE, Verb.CHASE),
    }
)
"""What can come of asking somebody again who is past their time."""

ONE_CAR = frozenset({Verb.PICKED_UP, Verb.SAME, Verb.TR52LR_FACTS, Verb.WHY})
"""Verbs that are about a single car."""

WITH_POLICE = frozenset({"mi.police_notice", "office.top", "mi.lein_entry", "mi.lein_abandoned", "mi.request_abandonment"})
"""Rules whose work is done with one police department at a time; the queue parts their cars by it."""


def owed_by(item: Item, agency: str | None) -> str:
    """Who must act: ``Burton PD``, ``the Secretary of State``."""
    return agency or _ACTORS_NAMED.get(item.actor, f"the {item.actor.value}")


def chased(item: Item, agency: str | None) -> str:
    """``Chase up Burton PD``: one line for everything that somebody owes us."""
    return f"Chase up {owed_by(item, agency)}"


def title_of(item: Item, agency: str) -> str:
    """``Call in to Burton PD``: the step and with whom it is done."""
    joint = {"mi.police_notice": " to ", "office.top": " for "}.get(item.rule or "", ": ")
    return f"{item.step}{joint}{agency}"


def verbs_of(item: Item) -> tuple[Verb, ...]:
    """What the head of the item's group offers, first the main one."""
    if item.question is not None:
        return _BY_QUESTION[item.question]
    if item.urgency is Urgency.CHASE:
        return _CHASING.get(item.actor, (Verb.CHASE,))
    return _BY_RULE.get(item.rule or "", (Verb.WHY,))


_WITH_RULE: Mapping[Verb, frozenset[str]] = MappingProxyType(
    {verb: frozenset(rule for rule, verbs in _BY_RULE.items() if verb in verbs[:2]) for verb in Verb}
)
_POLICE_CALL = frozenset({Verb.CALLED_IN, Verb.PRINT_TOP, Verb.CALL_SHEET})


def applies(verb: Verb, case: OpenCase) -> bool:
    """Whether a verb of any car means anything for this one: its law asks for it and it is not done yet."""
    on_lot = case.status is CustodyStatus.ON_LOT
    if verb is Verb.WHY:
        return case.custody is not CustodyKind.NOT_AN_IMPOUND
    if verb in {Verb.KIND, Verb.PICKED_UP}:
        return on_lot
    if verb is Verb.AGENCY:
        return on_lot and case.custody is not CustodyKind.NOT_AN_IMPOUND
    rules = _WITH_RULE[Verb.CALLED_IN] if verb in _POLICE_CALL else _WITH_RULE[verb]
    event = DATED.get(verb, verb)
    return on_lot and any(each.open and (each.rule_id in rules or each.needs == event) for each in case.deadlines)


def hindered(verb: Verb, case: OpenCase) -> str | None:
    """Why a verb that applies cannot be done now."""
    if verb is Verb.PICKED_UP and case.on_hold:
        return f"the car is on hold ({', '.join(name or 'kind not known' for name in case.on_hold)})."
    return None


def unchecked(line: QueueLine) -> bool:
    """Whether the line shows a date that rests on a rule which nobody checked."""
    return line.item.unverified and line.item.due is not None


def waits_for(item: Item) -> str | None:
    """``waiting on state``: whom, where the urgency is that somebody else must act."""
    if item.urgency not in {Urgency.WAITING, Urgency.CHASE}:
        return None
    return f"waiting on {_ACTORS.get(item.actor, item.actor.value)}"


_ACTORS_NAMED = {Actor.STATE: "the Secretary of State", Actor.COURT: "the court", Actor.POLICE: "the police"}
_ACTORS = {Actor.STATE: "state", Actor.US: "us", Actor.SELLER: "us"}


def due_text(item: Item, zone: tzinfo, today: date) -> str:
    """The date of a line: a day, a time where the law counts hours, the last day of an open window."""
    if item.at is not None:
        return moment_text(item.at, zone, today)
    if item.until is not None and item.due is not None and item.due <= today:
        return f"to {day_text(item.until, today)}"
    return "" if item.due is None else day_text(item.due, today)


def what_text(line: QueueLine, today: date) -> str:
    """What is wrong, and how many more steps run beside it; of a line that is put off until when and why."""
    item, case = line.item, line.case
    if line.asleep and case.snoozed_until is not None:
        return f"until {day_text(case.snoozed_until, today)}: {case.snooze_reason or item.why}"
    words = item.why
    if item.window_open and item.until is not None:
        words = f"window closes {_in_days((item.until - today).days)}"
    if item.before:
        words = f"before {item.before}: {words}"
    return f"{words} +{item.more}" if item.more else words


def _in_days(days: int) -> str:
    return "today" if not days else "tomorrow" if days == 1 else f"in {days} days"


def word_of(line: QueueLine) -> str:
    """The word a line stands under."""
    return ASLEEP if line.asleep else line.item.urgency


def plate_text(case: OpenCase) -> str:
    """``ABC1234 MI``, or that there is none."""
    return f"{case.plate} {case.plate_state or ''}".strip() if case.plate else "no plate"


def car_text(case: OpenCase) -> str:
    """One car in a sentence or a list: plate, what it is, call number."""
    parts = [plate_text(case), case.description, case.call_number and f"call {case.call_number}"]
    return ", ".join(part for part in parts if part)


def short_name(name: str) -> str:
    """``Kim O.``: a person where there is little room."""
    first, *rest = name.split()
    return f"{first} {rest[-1][0]}." if rest else first


def days_on_lot(case: OpenCase, zone: tzinfo, today: date) -> int | None:
    """Local days since the tow; None where the tow is not timed."""
    return None if case.towed_at is None else (today - case.towed_at.astimezone(zone).date()).days


def place_text(case: OpenCase) -> str:
    """The property's name, else where it was towed from."""
    return case.place or case.towed_from or ""
