"""The settings of the office, which all its PCs share."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from itow_desktop.domain.calendars import WEEK
from itow_desktop.domain.cars import TOWBOOK_FIELDS
from itow_desktop.domain.errors import ChangedElsewhere, NotAllowed, Problems
from itow_desktop.domain.file_numbers import MOST, FileNumber
from itow_desktop.domain.impounds import cleaned
from itow_desktop.domain.impounds import problems as rule_problems
from itow_desktop.domain.letters.window import Window
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.domain.vehicles import present, present_lines
from itow_desktop.services.outbox.settings import mail_cleaned, mail_problems
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import refresh_projections
from itow_desktop.services.views import OfficeFacts

_log = logging.getLogger(__name__)

LISTS: Mapping[str, str] = MappingProxyType({"reason": "Reasons", "color": "Colors", "body_type": "Body types", "make": "Makes"})
"""Fields of a car whose words the office may keep, with what they are called."""

_LONGEST_LIST = 500
_LONGEST_WORD = 60
_MOST_DAYS = 365
_HEAVIEST = 20_000_000
_SIZES = frozenset(size.name for size in fields(Window))
_PATIENCE = range(1, 31)
_WORDS = {
    "name": "the company's name", "address": "the address", "phone": "the phone", "zone": "the time zone", "logo": "the logo",
    "rule_days": "the days of house rules", "own_numbers": "our file numbers", "lists": "the lists", "chase_after": "when others are asked",
    "impound_rules": "which calls are impounds", "import_waits": "whether imports wait",
    "hours": "the opening hours", "signer": "who signs", "signature": "the signature", "envelope": "the envelope",
    "towbook_fills_once": "the fields that TowBook fills once", "mail_host": "the mail server", "mail_port": "the mail server",
    "mail_security": "the mail server", "mail_user": "the mail server", "mail_from": "the mail server", "fax_gateway": "the fax gateway",
    "digest_to": "who gets the work of the day", "digest_at": "when the work of the day is sent", "alerts_to": "who gets alerts",
    "closes_at": "the closing time", "charge_notices": "whose cars are charged what a notice costs",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SettableRule:
    """A rule of the house whose days the office decides: what is to be done, the days it has without a word of the office."""

    id: str
    step: str
    sentence: str
    standard: int


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Everything the settings show; ``next_number`` is what the next car would get, ``may_change`` whether the database allows it."""

    facts: OfficeFacts
    logo: bytes | None
    may_change: bool
    next_number: str
    rules: tuple[SettableRule, ...]
    signature: bytes | None = None


def office_settings(shift: Shift) -> OfficeSettings:
    """The settings as they stand."""
    year = shift.today.year
    with shift.desk.look() as unit:
        facts, logo, allowed = unit.office.get(), unit.office.logo(), unit.office.may_change()
        signature = unit.office.signature()
        if shift.person is not None:
            allowed = allowed and lacking(shift.person.rights, Rights.MANAGER) is None
        number = unit.lot.next_number(year)
    return OfficeSettings(facts, logo, allowed, str(FileNumber(year, min(number, MOST))), settable_rules(shift), signature)


def settable_rules(shift: Shift) -> tuple[SettableRule, ...]:
    """The rules of the pack that are a setting of the office, each once."""
    found = {rule.id: SettableRule(rule.id, rule.step, rule.sentence, rule.count) for rule in shift.law.pack.rules if rule.setting}
    return tuple(found.values())


def save_office(shift: Shift, facts: OfficeFacts) -> None:
    """Keep the facts of the office; the audit shows what changed. Raises ``Problems``, ``NotAllowed``."""
    clean = _checked(shift, facts)
    with shift.desk.begin(shift.deed("change the office settings")) as unit:
        unit.office.save(clean)
        unit.commit()
    follow_office(shift)


def save_settings(shift: Shift, before: OfficeFacts, after: OfficeFacts, logo: bytes | None = None, signature: bytes | None = None) -> None:
    """Keep what somebody changed from ``before`` to ``after``, over what others changed meanwhile.

    ``logo`` and ``signature`` are new, prepared pictures.

    Raises ``ChangedElsewhere`` where somebody else changed the same setting to something else, ``Problems``, ``NotAllowed``.
    """
    clean = _checked(shift, after)
    with shift.desk.begin(shift.deed("change the office settings")) as unit:
        if logo is not None:
            clean = replace(clean, logo=unit.office.keep_logo(logo))
        if signature is not None:
            clean = replace(clean, signature=unit.office.keep_logo(signature))
        now, was, will = unit.office.get(), asdict(before), asdict(clean)
        stands = asdict(now)
        changes = {name: getattr(clean, name) for name, value in will.items() if value != was[name]}
        clashes = [name for name in changes if stands[name] not in (was[name], will[name])]
        if clashes:
            named = ", ".join(_WORDS.get(name, "the closed days") for name in clashes)
            raise ChangedElsewhere(
                f"Somebody else changed {named} in the meantime. Nothing was saved, and what you typed is kept: open the settings "
                "again beside this window, look at both, then save."
            )
        unit.office.save(replace(now, **changes))
        unit.commit()
    follow_office(shift)


def follow_office(shift: Shift) -> bool:
    """Let the law follow the office's settings and checked rules as they stand now; answers whether dates were computed anew."""
    with shift.desk.look() as unit:
        changed = shift.law.follow(unit)
    if not changed:
        return False
    refresh_projections(shift.desk, shift.law)
    return True


def take_up(shift: Shift) -> bool:
    """Go on with a database that took the place of this one, as after a restore; answers whether dates were computed anew.

    Its copy may be older than the rules; who may only read leaves its dates to others.
    """
    with shift.desk.look() as unit:
        shift.law.follow(unit)
    try:
        return bool(refresh_projections(shift.desk, shift.law))
    except NotAllowed:
        _log.info("this sign-in only reads; dates of the restored database are brought up to date by others")
        return False


def logo_of_file(renderer: Renderer, file: Path) -> bytes:
    """A picture made ready for the head of our papers; raises ``Problems`` where it is none, cannot be read or is far too large."""
    try:
        if file.stat().st_size > _HEAVIEST:
            raise Problems((("logo", f"{file.name} is larger than {_HEAVIEST // 1_000_000} MB. Choose a smaller picture."),))
        picture = file.read_bytes()
    except OSError as trouble:
        raise Problems((("logo", f"{file.name} cannot be read ({trouble.strerror}). Choose another picture."),)) from trouble
    return renderer.prepare_logo(picture)


def zones() -> tuple[str, ...]:
    """The time zones there are, those of the United States first."""
    known = sorted(available_timezones())
    near = [name for name in known if name.startswith("America/")]
    return tuple(dict.fromkeys(name for name in (*_FIRST, *near, *known) if "/" in name))


_FIRST = ("America/Detroit", "America/Menominee", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles")


def words_offered(shift: Shift) -> Mapping[str, tuple[str, ...]]:
    """What is offered while typing, by the name of the field: the office's own words first, then those in use, most used first."""
    with shift.desk.look() as unit:
        own, used = unit.office.get().lists, unit.lot.words(tuple(LISTS))
    return {name: _merged(own.get(name, ()), used.get(name, ())) for name in LISTS}


def _merged(own: Sequence[str], used: Sequence[str]) -> tuple[str, ...]:
    known = {word.casefold() for word in own}
    return (*own, *(word for word in used if word.casefold() not in known))


def _checked(shift: Shift, facts: OfficeFacts) -> OfficeFacts:
    """The facts as they are kept; raises ``Problems`` with all that is wrong."""
    problems = [
        *_zone_problems(facts),
        *_day_problems(shift, facts),
        *_list_problems(facts),
        *_envelope_problems(facts),
        *mail_problems(facts),
    ]
    rules = tuple(map(cleaned, facts.impound_rules))
    problems += [("impound_rules", sentence) for sentence in rule_problems(rules)]
    if problems:
        raise Problems(tuple(problems))
    lists = {name: tuple(dict.fromkeys(word for each in words if (word := present(each)))) for name, words in facts.lists.items()}
    return replace(
        mail_cleaned(facts),
        name=present(facts.name),
        address=present_lines(facts.address),
        phone=present(facts.phone),
        closed_weekdays=tuple(day for day in WEEK if day in facts.closed_weekdays),
        closed_days=dict(sorted(facts.closed_days.items())),
        lists={name: words for name, words in lists.items() if words},
        impound_rules=rules,
    )


def _zone_problems(facts: OfficeFacts) -> list[tuple[str, str]]:
    try:
        ZoneInfo(facts.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [("zone", f"There is no time zone {facts.zone}. Michigan's is America/Detroit.")]
    return []


def _day_problems(shift: Shift, facts: OfficeFacts) -> list[tuple[str, str]]:
    problems = []
    if set(WEEK) <= set(facts.closed_weekdays):
        problems.append(("closed_weekdays", "The office must be open on one day of the week at least."))
    for text in facts.closed_days:
        try:
            date.fromisoformat(text)
        except ValueError:
            problems.append(("closed_days", f"{text} is no date."))
    rules = {rule.id: rule for rule in settable_rules(shift)}
    for rule, days in facts.rule_days.items():
        if rule not in rules:
            problems.append(("rule_days", f"There is no rule of the house called {rule}."))
        elif not 0 <= days <= _MOST_DAYS:
            problems.append(("rule_days", f"{rules[rule].step}: give 0 to {_MOST_DAYS} days."))
    if unknown := sorted(set(facts.towbook_fills_once) - set(TOWBOOK_FIELDS)):
        problems.append(("towbook_fills_once", f"TowBook fills no field called {unknown[0]}."))
    if facts.chase_after not in _PATIENCE:
        problems.append(("chase_after", f"Others are asked again after {_PATIENCE[0]} to {_PATIENCE[-1]} business days."))
    return problems


def _envelope_problems(facts: OfficeFacts) -> list[tuple[str, str]]:
    wrong = Window(**facts.envelope).problem if set(facts.envelope) <= _SIZES else "There is no such size of an envelope."
    return [("envelope", wrong)] if wrong else []


def _list_problems(facts: OfficeFacts) -> list[tuple[str, str]]:
    problems = []
    for name, words in facts.lists.items():
        title = LISTS.get(name)
        if title is None:
            problems.append(("lists", f"There is no list for {name}."))
        elif len(words) > _LONGEST_LIST or any(len(word) > _LONGEST_WORD for word in words):
            problems.append(("lists", f"{title}: at most {_LONGEST_LIST} words of {_LONGEST_WORD} letters each."))
    return problems
