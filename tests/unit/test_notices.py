"""What a TOP notice needs before it may be printed, told in words for people."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itow_desktop.domain.notices import Absence, CallIn, Problem, TowList, can_print, file_name, preflight, said, tow_list_file_name
from tests.notices import FULL, OFFICE, notice


def fields(problems: tuple[Problem, ...], *, blocking: bool) -> list[str]:
    return [problem.field for problem in problems if problem.blocking is blocking]


def test_a_full_notice_has_no_problem() -> None:
    assert preflight(FULL) == ()
    assert can_print(FULL)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agency": None}, "agency"),
        ({"agency": "  "}, "agency"),
        ({"agency": "N/A"}, "agency"),
        ({"agency": "\u200b\u200f"}, "agency"),
        ({"towed_at": None}, "towed_at"),
        ({"towed_from": None}, "towed_from"),
        ({"towed_from": "(none)"}, "towed_from"),
        ({"office": replace(OFFICE, phone="")}, "office.phone"),
    ],
)
def test_what_is_mandatory_blocks(changes: dict[str, object], field: str) -> None:
    found = preflight(notice(**changes))
    assert fields(found, blocking=True) == [field]
    assert all(problem.sentence.endswith(".") for problem in found)
    assert not can_print(notice(**changes))


NOTHING = {"vin": None, "plate": None, "plate_state": None, "make": None, "model": None, "body_type": None}


@pytest.mark.parametrize("known", [{"vin": "1G1ZC5E13BF118341"}, {"plate": "ABC1234"}, {"make": "Ford"}, {"body_type": "trailer"}])
def test_one_of_vin_plate_or_description_is_enough(known: dict[str, object]) -> None:
    assert not can_print(notice(**NOTHING))
    assert can_print(notice(**{**NOTHING, **known}))


def test_colour_alone_describes_no_vehicle() -> None:
    assert fields(preflight(notice(**NOTHING)), blocking=True) == ["vehicle"]


def test_a_known_absence_does_not_stand_in_for_the_last_way_to_know_a_car() -> None:
    marked = notice(**NOTHING, no_plate=True, vin_unreadable=True)
    assert fields(preflight(marked), blocking=True) == ["vehicle"]


def test_missing_plate_and_vin_are_asked_with_the_answer_that_would_do() -> None:
    asked = preflight(notice(vin=None, plate=None))
    assert [(problem.field, problem.absence, problem.blocking) for problem in asked] == [
        ("vin", Absence.VIN_UNREADABLE, False),
        ("plate", Absence.NO_PLATE, False),
    ]
    answered = notice(vin=None, plate=None, **{problem.absence: True for problem in asked if problem.absence})
    assert preflight(answered) == ()


def test_a_day_without_time_needs_the_answer_that_the_time_is_not_known() -> None:
    day_only = notice(towed_at=None, towed_on=date(2026, 5, 8))
    (problem,) = preflight(day_only)
    assert (problem.absence, problem.blocking) == (Absence.TIME_NOT_KNOWN, True)
    assert preflight(replace(day_only, time_not_known=True)) == ()


def test_without_any_day_the_time_cannot_be_answered_away() -> None:
    (problem,) = preflight(notice(towed_at=None, time_not_known=True))
    assert problem.field == "towed_at"
    assert problem.absence is None


@pytest.mark.parametrize("changes", [{"no_plate": True}, {"vin_unreadable": True}])
def test_a_fact_and_its_absence_contradict_each_other(changes: dict[str, object]) -> None:
    assert not can_print(notice(**changes))


def test_a_tow_after_the_date_of_the_notice_blocks() -> None:
    assert fields(preflight(notice(dated=date(2026, 5, 7))), blocking=True) == ["towed_at"]
    # 01:44 UTC on the 9th is still the 8th in Michigan
    assert can_print(notice(dated=date(2026, 5, 8)))


def test_times_without_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        notice(towed_at=datetime(2026, 5, 8, 16, 44))  # noqa: DTZ001  # what is tested
    with pytest.raises(ValueError, match="aware"):
        notice(called_in=CallIn(datetime(2026, 5, 8, 16, 44)))  # noqa: DTZ001  # the same


def test_vehicle_in_one_line() -> None:
    assert FULL.vehicle == "2011 Chevrolet Malibu, gray, 4-door sedan"
    assert notice(year=None, model="N/A", body_type=None).vehicle == "Chevrolet, gray"
    assert notice(**NOTHING, year=None, color=None).vehicle is None


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "TOP_21359_ABC1234_Burton-Police-Department_2026-05-08.pdf"),
        ({"plate": None}, "TOP_21359_BF118341_Burton-Police-Department_2026-05-08.pdf"),
        ({"plate": None, "vin": None, "call_number": None}, "TOP_Burton-Police-Department_2026-05-08.pdf"),
        ({"agency": '../..\\Zoë: "CON"?*|<PD>. '}, "TOP_21359_ABC1234_Zoe-CON-PD_2026-05-08.pdf"),
        ({"agency": "北京"}, "TOP_21359_ABC1234_2026-05-08.pdf"),
        ({"towed_at": None, "towed_on": date(2026, 5, 6)}, "TOP_21359_ABC1234_Burton-Police-Department_2026-05-06.pdf"),
    ],
)
def test_file_names(changes: dict[str, object], name: str) -> None:
    assert file_name(notice(**changes)) == name


@given(call=st.text(), plate=st.text(), agency=st.text())
def test_file_names_are_safe_everywhere(call: str, plate: str, agency: str) -> None:
    name = file_name(notice(call_number=call, plate=plate, agency=agency))
    assert name.startswith("TOP_")
    assert name.endswith(".pdf")
    assert set(name[:-4]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(name) < 110


def test_tow_list_file_name() -> None:
    day = datetime(2026, 5, 8, tzinfo=UTC).date()
    assert tow_list_file_name(TowList(OFFICE, "Burton PD / Desk", day, ())) == "TOWLIST_Burton-PD-Desk_2026-05-08.pdf"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (None, None),
        ("", None),
        (" n/a ", None),
        ("None", None),
        ("\u200d", None),
        ("a\tb\r\nc\u00a0d", "a b c d"),
        ("\u202eabc\u202c", "abc"),
    ],
)
def test_said_is_what_is_worth_printing(text: str | None, printed: str | None) -> None:
    assert said(text) == printed
