"""The words of a letter: blocks of text with named fields, kept version by version."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from itow_desktop.domain.letters.paper import Bullets, Heading, Paragraph, Part
from itow_desktop.domain.notices import NoticeKind

STANDARD_VERSION = 1
"""The words that the program brings; what an office writes itself counts on from there."""
LONGEST_TITLE, LONGEST_HEADING, LONGEST_TEXT = 90, 90, 3_000

_FIELD = re.compile(r"\{([^{}]*)\}")
_BULLET = "- "


class LetterField(StrEnum):
    """What a text may name between braces."""

    OFFICE = "office"
    OFFICE_ADDRESS = "office_address"
    OFFICE_PHONE = "office_phone"
    OFFICE_HOURS = "office_hours"
    TODAY = "today"
    NAME = "name"
    VEHICLE = "vehicle"
    PLATE = "plate"
    VIN = "vin"
    CALL_NUMBER = "call_number"
    FILE_NUMBER = "file_number"
    TOWED_ON = "towed_on"
    TOWED_FROM = "towed_from"
    REQUESTED_BY = "requested_by"
    AGENCY = "agency"
    AGENCY_PHONE = "agency_phone"
    OWED = "owed"
    PER_DAY = "per_day"
    GROWTH = "growth"
    DUE_SINCE = "due_since"
    POLICE_RELEASED_ON = "police_released_on"
    REQUEST_UNTIL = "request_until"
    CERTIFICATE_ON = "certificate_on"
    SALE_DATE = "sale_date"
    SALE_TIME = "sale_time"
    SALE_PLACE = "sale_place"
    RELEASED_ON = "released_on"
    RELEASED_TO = "released_to"
    TOWED_ON_SPANISH = "towed_on_spanish"
    TODAY_SPANISH = "today_spanish"

    @property
    def words(self) -> str:
        """What it stands for, for people who write the words."""
        return _MEANINGS[self]


_MEANINGS: Mapping[LetterField, str] = MappingProxyType(
    {
        LetterField.OFFICE: "the company's name",
        LetterField.OFFICE_ADDRESS: "the company's address",
        LetterField.OFFICE_PHONE: "the company's phone",
        LetterField.OFFICE_HOURS: "when the office is open",
        LetterField.TODAY: "the day of writing",
        LetterField.NAME: "whom the letter is to",
        LetterField.VEHICLE: "year, make, model, color",
        LetterField.PLATE: "plate with its state",
        LetterField.VIN: "VIN",
        LetterField.CALL_NUMBER: "call number",
        LetterField.FILE_NUMBER: "our file number",
        LetterField.TOWED_ON: "the day of the tow",
        LetterField.TOWED_FROM: "where it was towed from",
        LetterField.REQUESTED_BY: "who asked for the tow",
        LetterField.AGENCY: "police department",
        LetterField.AGENCY_PHONE: "its phone",
        LetterField.OWED: "what is owed on the day of writing",
        LetterField.PER_DAY: "what each further day adds",
        LetterField.GROWTH: "a sentence on how the amount grows",
        LetterField.DUE_SINCE: "since when the amount is due",
        LetterField.POLICE_RELEASED_ON: "the day of the police release",
        LetterField.REQUEST_UNTIL: "the last day for asking the police",
        LetterField.CERTIFICATE_ON: "the date of the certificate of foreclosure",
        LetterField.SALE_DATE: "the day of the planned sale",
        LetterField.SALE_TIME: "its time",
        LetterField.SALE_PLACE: "its place",
        LetterField.RELEASED_ON: "the day it was picked up",
        LetterField.RELEASED_TO: "who picked it up",
        LetterField.TOWED_ON_SPANISH: "the day of the tow, in Spanish",
        LetterField.TODAY_SPANISH: "the day of writing, in Spanish",
    }
)


class Fixed(StrEnum):
    """What stands on a letter whatever its words are."""

    VEHICLE = "vehicle"
    OWED = "owed"
    OWED_IF_KNOWN = "owed_if_known"
    RELEASE = "release"
    SIGNATURE = "signature"
    SIGN_LINES = "sign_lines"
    SPANISH = "spanish"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the words; ``name`` says which. A line that begins with ``- `` is a point of a list."""

    name: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterWords:
    """The words of one kind of letter. ``saved_*`` are empty of those that the program brings."""

    kind: NoticeKind
    version: int
    title: str
    blocks: tuple[Block, ...]
    saved_at: datetime | None = None
    saved_by: str | None = None

    def block(self, name: str) -> Block | None:
        """One block; None where these words lack it."""
        return next((each for each in self.blocks if each.name == name), None)

    def texts(self) -> Iterator[tuple[str, str]]:
        """(block name, text) of everything that is printed; the title has no name."""
        yield "", self.title
        for block in self.blocks:
            yield block.name, block.heading
            yield block.name, block.text

    def fields(self) -> frozenset[LetterField]:
        """The fields that the words name; unknown ones are left out."""
        named = {name.strip() for _, text in self.texts() for name in _FIELD.findall(text)}
        return frozenset(LetterField(name) for name in named if name in set(LetterField))

    def unknown(self) -> tuple[str, ...]:
        """What stands between braces and is no field, as in words that a later program or another hand wrote."""
        return tuple(name for _, text in self.texts() for name in _FIELD.findall(text) if name.strip() not in set(LetterField))


def words_problems(words: LetterWords, standard: LetterWords) -> tuple[tuple[str, str], ...]:
    """(block name, sentence) for what keeps words from being used; ``standard`` are those that the program brings."""
    problems = [*_shape_problems(words, standard)]
    for name, text in words.texts():
        problems += [(name, sentence) for sentence in _text_problems(text)]
        if banned := forbidden(words.kind, text):
            problems.append((name, f"“{banned}” may not stand here: the letter would look official or set a date of its own."))
    return tuple(dict.fromkeys(problems))


def _shape_problems(words: LetterWords, standard: LetterWords) -> Iterator[tuple[str, str]]:
    if not words.title.strip():
        yield "", "The letter needs a title."
    if len(words.title) > LONGEST_TITLE:
        yield "", f"The title may have {LONGEST_TITLE} characters."
    known = {block.name for block in standard.blocks}
    for block in words.blocks:
        if block.name not in known:
            yield block.name, f"This letter has no part called {block.name}."
        if len(block.heading) > LONGEST_HEADING or len(block.text) > LONGEST_TEXT:
            yield block.name, f"A heading may have {LONGEST_HEADING} characters, a text {LONGEST_TEXT}."
    for missing in sorted(known - {block.name for block in words.blocks if block.text.strip()}):
        yield missing, "This part may not be empty: the letter would lack something that it has to say."


def _text_problems(text: str) -> Iterator[str]:
    for name in _FIELD.findall(text):
        if name.strip() not in set(LetterField):
            yield f"There is no field {{{name}}}. Choose one from the list of fields."
    rest = _FIELD.sub("", text)
    if "{" in rest or "}" in rest:
        yield "A brace stands alone. A field is written like {vehicle}."


_OFFICIAL = (
    "notice of abandoned", "official notice from us", "will be sold", "final notice", "final warning", "final demand", "last notice",
    "days left", "days remain", "tr-52", "tr-208", "state of michigan", "warrant",
)  # fmt: skip
_FINAL = re.compile(r"\bfinal\b", re.IGNORECASE)
_COURTESY = frozenset({NoticeKind.COURTESY_OWNER, NoticeKind.COURTESY_LIENHOLDER})
_NUMBERED = re.compile(r"\bwithin\s+\{?\w+\}?\s+(calendar |business )?days\b", re.IGNORECASE)


def forbidden(kind: NoticeKind, text: str) -> str | None:
    """Words of a text that would make a letter look official, or a courtesy letter set a time limit; None where there are none."""
    plain = " ".join(text.split()).casefold()
    found = next((phrase for phrase in _OFFICIAL if phrase in plain), None)
    if found is None and (last := _FINAL.search(plain)):
        found = last[0]
    if found is None and kind in _COURTESY and (limit := _NUMBERED.search(plain)):
        found = limit[0]
    return found


def filled(text: str, values: Mapping[LetterField, str]) -> str:
    """A text with its fields; one that is not known keeps its name, which preflight asks for before anything is printed."""

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        return values.get(LetterField(name), found[0]) if name in set(LetterField) else found[0]

    return _FIELD.sub(value, text)


def parts_of(block: Block, values: Mapping[LetterField, str]) -> tuple[Part, ...]:
    """A block as it is put on paper: heading, paragraphs, lists."""
    parts: list[Part] = [Heading(filled(block.heading, values))] if block.heading.strip() else []
    points: list[str] = []
    for line in filled(block.text, values).splitlines():
        if line.startswith(_BULLET):
            points.append(line.removeprefix(_BULLET))
            continue
        if points:
            parts.append(Bullets(tuple(points)))
            points = []
        if line.strip():
            parts.append(Paragraph(line))
    return (*parts, Bullets(tuple(points))) if points else tuple(parts)


def edited_words(words: LetterWords, title: str, texts: Mapping[str, tuple[str, str]]) -> LetterWords:
    """The same words with another title; ``texts`` are (heading, text) by the name of the block."""
    blocks = []
    for block in words.blocks:
        heading, text = texts.get(block.name, (block.heading, block.text))
        blocks.append(Block(block.name, heading, text))
    return replace(words, title=title, blocks=tuple(blocks))
