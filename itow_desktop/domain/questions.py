"""What only a person can answer about a car, besides what a rule asks."""

from enum import StrEnum

from itow_desktop.domain.vehicles import CustodyKind


class Question(StrEnum):
    """The questions, in the order they are asked."""

    SAME = "same"
    RELEASED = "released"
    CUSTODY = "custody"
    AGENCY = "agency"
    HOLD = "hold"
    TOW_TIME = "tow_time"
    PAST = "past"

    @property
    def step(self) -> str:
        """The verb of the group."""
        return _QUESTIONS[self][0]

    @property
    def why(self) -> str:
        """What is wrong, in five words."""
        return _QUESTIONS[self][1]


_QUESTIONS = {
    Question.SAME: ("Is this the same car?", "TowBook has a car like it"),
    Question.RELEASED: ("Confirm release", "TowBook says released"),
    Question.CUSTODY: ("Sort custody", "Custody not sorted"),
    Question.AGENCY: ("Choose police department", "Police department unknown"),
    Question.HOLD: ("Lift or renew hold", "The hold's day is over"),
    Question.TOW_TIME: ("Enter tow time", "Tow time not known"),
    Question.PAST: ("What is already done?", "Before iTow: is it done?"),
}
_WITHOUT_POLICE = {CustodyKind.NOT_AN_IMPOUND, CustodyKind.UNKNOWN, CustodyKind.GARAGE_LIEN}


def questions_of(
    custody: CustodyKind, *, agency_known: bool, tow_time_known: bool, released_in_towbook: bool, maybe_same: bool = False
) -> tuple[Question, ...]:
    """What has to be asked about an open custody whatever the day is.

    What was done before the office began, its deadlines ask (``Question.PAST``); whether a hold is over, the day (``Question.HOLD``).
    """
    asked = {
        Question.SAME: maybe_same,
        Question.RELEASED: released_in_towbook,
        Question.CUSTODY: custody is CustodyKind.UNKNOWN,
        Question.AGENCY: not agency_known and custody not in _WITHOUT_POLICE,
        Question.TOW_TIME: not tow_time_known and custody is not CustodyKind.NOT_AN_IMPOUND,
    }
    return tuple(question for question, ask in asked.items() if ask)
