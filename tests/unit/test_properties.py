"""Who may call for a tow, what a sign or a contract asks a person to look into."""

from datetime import date
from decimal import Decimal

import pytest

from itow_desktop.domain.agencies import agency_key
from itow_desktop.domain.properties import (
    Asked,
    Caller,
    ContractState,
    Property,
    Sign,
    caller_doubt,
    caller_of,
    contract_state,
    doubts,
)  # fmt: skip

TODAY = date(2026, 3, 31)
OAK = Property(1, "oak", "Oak Apts")
PAT = Caller(1, "Pat Doe", "manager", "(810) 555-0111")
FINE = Sign(1, "North gate", date(2026, 3, 1), our_phone=True, has_photo=True)


def asked(name: str | None = "Pat Doe", phone: str | None = None, day: date | None = date(2026, 3, 30)) -> Asked:
    return Asked(7, "ABC1234", day, name, phone)


def told(place: Property = OAK, callers: tuple[Caller, ...] = (PAT,), signs: tuple[Sign, ...] = (FINE,), *tows: Asked) -> list[str]:
    return [doubt.sentence for doubt in doubts(place, callers, signs, tows, TODAY)]


@pytest.mark.parametrize("name", ["Pat Doe", "PAT DOE", "Doe, Pat", "Pát  Doé", "Oak Apts / Pat Doe", "Pat Doe (manager)"])
def test_a_caller_is_known_by_name_in_any_order_and_case(name: str) -> None:
    assert caller_of([PAT], name, None, TODAY) is PAT


@pytest.mark.parametrize("name", ["Pat", "Pat Dole", "Patrick Doe", "", "manager"])
def test_part_of_a_name_is_not_the_name(name: str) -> None:
    assert caller_of([PAT], name, None, TODAY) is None


def test_one_word_is_a_name_only_by_itself() -> None:
    gate = Caller(2, "Gatehouse")
    assert caller_of([gate], "gatehouse", None, TODAY) is gate
    assert caller_of([gate], "the gatehouse again", None, TODAY) is None


@pytest.mark.parametrize(
    ("phone", "known"), [("810-555-0111", True), ("1 810 555 0111", True), ("555-0111", False), ("0111", False), ("", False)]
)
def test_a_caller_is_known_by_the_phone(phone: str, known: bool) -> None:
    assert (caller_of([PAT], None, phone, TODAY) is PAT) is known


def test_an_extension_alone_is_no_phone() -> None:
    assert caller_of([Caller(1, "Pat Doe", phone="x 12")], None, "12", TODAY) is None


@pytest.mark.parametrize(("day", "may"), [(1, False), (2, True), (3, True), (4, True), (5, False)])
def test_both_ends_of_the_time_count(day: int, may: bool) -> None:
    some = Caller(1, "Pat Doe", since=date(2026, 3, 2), until=date(2026, 3, 4))
    assert (caller_of([some], "Pat Doe", None, date(2026, 3, day)) is some) is may


def test_what_is_asked_about_the_caller() -> None:
    nobody = "Nobody on record may call for Oak Apts."
    gone = Caller(1, "Pat Doe", until=date(2026, 3, 1))
    assert caller_doubt("Oak Apts", [], asked(None), TODAY) == f"{nobody} Who asked for this tow?"
    assert caller_doubt("Oak Apts", [gone], asked(), TODAY) == f"{nobody} Pat Doe asked for this tow: who is that?"
    assert caller_doubt("Oak Apts", [PAT], asked(None), TODAY) == "It is not recorded who asked for this tow from Oak Apts."
    stranger = "Lee Roe asked for this tow, and is not on record as somebody who may call for Oak Apts."
    assert caller_doubt("Oak Apts", [PAT], asked("Lee Roe"), TODAY) == stranger
    assert caller_doubt("Oak Apts", [PAT], asked(), TODAY) is None
    assert caller_doubt("Oak Apts", [PAT], asked(day=None), TODAY) is None


def test_the_propertys_own_name_is_nobody() -> None:
    assert caller_doubt("Oak Apts", [], asked("OAK APTS"), TODAY) == "Nobody on record may call for Oak Apts. Who asked for this tow?"
    assert caller_doubt("Oak Apts", [PAT], asked("Oak Apts"), TODAY) == "It is not recorded who asked for this tow from Oak Apts."
    by_phone = caller_doubt("Oak Apts", [PAT], asked("Oak Apts", "810-555-0999"), TODAY)
    assert by_phone == "810-555-0999 asked for this tow, and is not on record as somebody who may call for Oak Apts."


@pytest.mark.parametrize(
    ("first", "last", "terms", "state"),
    [
        (None, None, None, ContractState.NONE),
        (None, None, "by word of mouth", ContractState.RUNS),
        (date(2026, 4, 1), None, None, ContractState.COMING),
        (date(2025, 1, 1), date(2026, 5, 1), None, ContractState.RUNS),
        (None, date(2026, 4, 30), None, ContractState.ENDING),
        (None, date(2026, 3, 31), None, ContractState.ENDING),
        (None, date(2026, 3, 30), None, ContractState.ENDED),
    ],
)
def test_a_contract_warns_thirty_days_before_its_end(
    first: date | None, last: date | None, terms: str | None, state: ContractState
) -> None:
    assert contract_state(Property(1, "k", "n", contract_from=first, contract_until=last, contract=terms), TODAY) is state


def test_a_property_in_order_asks_nothing() -> None:
    assert told(OAK, (PAT,), (FINE,), asked()) == []


def test_nobody_who_may_call_is_asked_once_where_no_car_asks_it() -> None:
    assert told(OAK, ()) == ["Nobody is on record who may ask for tows."]
    assert told(OAK, (), (FINE,), asked()) == ["ABC1234: Nobody on record may call for Oak Apts. Pat Doe asked for this tow: who is that?"]


def test_signs_age_by_entrance_and_the_newest_photo_counts() -> None:
    old = Sign(2, "north GATE", date(2024, 1, 1), our_phone=False, has_photo=True)
    assert told(OAK, (PAT,), (FINE, old)) == []
    edge = Sign(3, "South gate", date(2025, 3, 31), our_phone=True, has_photo=True)
    assert told(OAK, (PAT,), (FINE, edge)) == []
    stale = Sign(3, "South gate", date(2025, 3, 30), our_phone=None, has_photo=True)
    assert told(OAK, (PAT,), (FINE, stale)) == [
        "South gate: the newest photo of the sign is of 3/30/2025, over 12 months ago.",
        "South gate: our phone may not be readable on the sign.",
    ]
    assert told(OAK, (PAT,), (Sign(1, "Gate", TODAY, our_phone=True),)) == ["There is no photo of a sign."]


def test_a_sign_must_be_up_a_day_before_the_tow() -> None:
    late = [sentence for sentence in told(OAK, (PAT,), (FINE,), asked(day=date(2026, 3, 1))) if "first photographed" in sentence]
    assert late == ["The sign was first photographed on 3/1/2026, not before the tow of ABC1234."]
    assert told(OAK, (PAT,), (FINE,), asked(day=date(2026, 3, 2))) == []


def test_an_exempt_property_is_asked_for_no_sign() -> None:
    exempt = Property(1, "oak", "Oak Apts", sign_exempt="two-family house")
    assert told(exempt, (PAT,), ()) == []


def test_a_leap_day_a_year_ago_is_no_error() -> None:
    assert doubts(OAK, (PAT,), (Sign(1, "Gate", date(2023, 2, 28), our_phone=True, has_photo=True),), (), date(2024, 2, 29)) == ()


@pytest.mark.parametrize(("miles", "asks"), [(None, False), ("15", False), ("15.1", True)])
def test_over_fifteen_miles_is_told_as_unchecked(miles: str | None, asks: bool) -> None:
    far = Property(1, "oak", "Oak Apts", miles=Decimal(miles) if miles else None)
    found = told(far)
    assert bool(found) is asks
    assert all("not yet checked by our attorney" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("City of Burton Police Department", "Burton P.D."),
        ("Genesee County Sheriff's Office", "genesee county sheriff"),
        ("Mt. Morris Township Police", "Mount Morris Twp PD"),
    ],
)
def test_one_department_in_two_writings(one: str, other: str) -> None:
    assert agency_key(one) == agency_key(other)


def test_a_city_is_not_its_township() -> None:
    assert agency_key("Flint Police") != agency_key("Flint Township Police")
    assert agency_key(" ") is None
