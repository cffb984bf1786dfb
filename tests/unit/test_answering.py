"""A cell of "What is already done?" takes dates as they are typed everywhere, and two plain words."""

from datetime import date

import pytest

from itow_desktop.domain.answering import read_answer
from itow_desktop.domain.past import Answer, Word

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", None),
        ("  ", None),
        ("t", Answer(TODAY)),
        ("-1", Answer(date(2026, 3, 3))),
        ("2/20", Answer(date(2026, 2, 20))),
        ("080525", Answer(date(2025, 8, 5))),
        ("12/28", Answer(date(2025, 12, 28))),
        ("d", Answer(word=Word.NOT_KNOWN)),
        ("?", Answer(word=Word.NOT_KNOWN)),
        ("Don\N{RIGHT SINGLE QUOTATION MARK}t  know", Answer(word=Word.NOT_KNOWN)),
        ("n", Answer(word=Word.NOT_DONE)),
        ("Not done", Answer(word=Word.NOT_DONE)),
    ],
)
def test_what_is_typed(typed: str, answer: Answer | None) -> None:
    assert read_answer(typed, TODAY) == answer


@pytest.mark.parametrize(("typed", "says"), [("3/9", "has not come yet"), ("soon", "d for don't know"), ("2/30", "not in the calendar")])
def test_what_cannot_be(typed: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_answer(typed, TODAY)
