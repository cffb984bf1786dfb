"""What is looked at when the first program's database is taken over, each rule with its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class OldRule(StrEnum):
    """One rule each; the report counts by them."""

    OUTCOME = "outcome"
    CONFLICT = "conflict"
    HERE_DIFFERS = "here_differs"
    CLOSED_HERE = "closed_here"
    TOP_BULK = "top_bulk"
    TOP_UNPROVEN = "top_unproven"
    BAD_DATE = "bad_date"
    NO_YEAR = "no_year"
    BEFORE_TOW = "before_tow"
    TOO_LATE = "too_late"
    NO_TOW_DATE = "no_tow_date"
    BAD_TIME = "bad_time"
    STATUS_UNKNOWN = "status_unknown"
    CLOSED_UNDATED = "closed_undated"
    OPEN_DATED = "open_dated"
    ARCHIVED = "archived"
    NUMBER_TWICE = "number_twice"
    NUMBER_WORDS = "number_words"
    CALL_TWICE = "call_twice"
    NO_CALL = "no_call"
    VIN_WRONG = "vin_wrong"
    VIN_MISSING = "vin_missing"
    VIN_TWICE = "vin_twice"
    BAD_VALUE = "bad_value"
    DEPARTMENT = "department"
    CONTACT = "contact"
    ORPHAN = "orphan"
    NOT_SENT = "not_sent"
    PAPER = "paper"
    LEFT_RAW = "left_raw"
    TEST_ROW = "test_row"
    ENCODING = "encoding"
    TABLE = "table"
    NOT_READ = "not_read"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        """A few words for lists."""
        return _WORDS[self][0]

    @property
    def means(self) -> str:
        """What was done about it, in a sentence."""
        return _WORDS[self][1]


_WORDS: Mapping[OldRule, tuple[str, str]] = MappingProxyType(
    {
        OldRule.OUTCOME: ("Files disagree how it ended", "The newest file counts, unless somebody chose the older one before Take over."),
        OldRule.CONFLICT: ("Files disagree", "The newest file counts, unless somebody chose otherwise before Take over."),
        OldRule.HERE_DIFFERS: ("iTow says something else", "What stands in iTow stays."),
        OldRule.CLOSED_HERE: ("Ended another way here", "What stands in iTow stays; nothing is closed over it."),
        OldRule.TOP_BULK: ("TOP dates stamped in bulk", "One day for many cars is no day of sending: an unverified note, no proof."),
        OldRule.TOP_UNPROVEN: ("TOP dates unproven", "Written when the page was made, not when it was sent: an unverified note, no proof."),
        OldRule.BAD_DATE: ("No date", "Left out; the text stays in the rows as they were read."),
        OldRule.NO_YEAR: ("Date without a year", "Left out; the text stays in the rows as they were read."),
        OldRule.BEFORE_TOW: ("Date before the tow", "Kept in the car's note only."),
        OldRule.TOO_LATE: ("Date far after the tow", "More than three years later, or yet to come: kept in the car's note only."),
        OldRule.NO_TOW_DATE: ("No tow date", "The car comes without a tow; the queue asks for it."),
        OldRule.BAD_TIME: ("No time", "The day counts without a time."),
        OldRule.STATUS_UNKNOWN: ("Status nobody knows", "The car stays on the lot until somebody says otherwise."),
        OldRule.CLOSED_UNDATED: ("Closed without a date", "Closed on a day not known."),
        OldRule.OPEN_DATED: ("On the lot with a release date", "The status counts; the date is kept in the car's note."),
        OldRule.ARCHIVED: ("'archived' contradicts the status", "The status counts, 'archived' is not looked at."),
        OldRule.NUMBER_TWICE: ("File number given twice", "The first tow keeps it, the others get it with -2, -3 behind it."),
        OldRule.NUMBER_WORDS: ("Complaint number that is none of ours", "Kept as the car's reference."),
        OldRule.CALL_TWICE: ("Call number twice in a file", "Taken as one car; the row saved last counts."),
        OldRule.NO_CALL: ("No call number", "Taken under the VIN and the tow day."),
        OldRule.VIN_WRONG: ("VIN that cannot be right", "Kept as it stands, and shown as such."),
        OldRule.VIN_MISSING: ("No VIN", "The car comes without one."),
        OldRule.VIN_TWICE: ("Same VIN twice", "Two stays of one vehicle."),
        OldRule.BAD_VALUE: ("Value that cannot be taken", "Left out; the text stays in the rows as they were read."),
        OldRule.DEPARTMENT: ("Police department nobody knows", "Its name is kept in the car's note and the queue asks. Other names help."),
        OldRule.CONTACT: ("Contact to look at", "Only what is missing here is filled in; the rest is listed."),
        OldRule.ORPHAN: ("Belongs to no car", "Kept in the holding area: the rows as they were read."),
        OldRule.NOT_SENT: ("Notification never sent", "The old program's own reminders; kept as rows only."),
        OldRule.PAPER: ("Paper that is only listed", "Its name is kept in the car's note; the file itself is not in the database."),
        OldRule.LEFT_RAW: ("No place for it here", "Kept in the rows as they were read."),
        OldRule.TEST_ROW: ("Test rows", "Skipped."),
        OldRule.ENCODING: ("Text in another encoding", "Read as Windows-1252."),
        OldRule.TABLE: ("Table or column missing", "Files of different months have different ones; nothing to do."),
        OldRule.NOT_READ: ("Tables never read", "Users, passwords, sessions and the program's own logs."),
        OldRule.VOIDED: ("Voided here since", "It stays void."),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a person may want to look at: which rule, of which car (empty for a whole file), what it is, in which file."""

    rule: OldRule
    car: str
    says: str
    file: str = ""
