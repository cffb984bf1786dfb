"""A changed law on a real database: what it would move, who may take it into use, every program takes it up, the former comes back."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from itow_desktop.adapters.packs import read_pack
from itow_desktop.domain.errors import NotAllowed, Problems, Refused, RulesTrouble
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.domain.people import Rights
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.changing_packs import (
    Candidate,
    PackPreview,
    PreviewProgress,
    confirm_pack,
    former_candidate,
    packs_in_use,
    preview_pack,
    read_candidate,
    take_into_use,
)
from itow_desktop.services.law import Law
from itow_desktop.services.people import add_person, set_pin
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import Shift
from itow_desktop.services.working import sort_cars
from tests.db.cars import audited, bring_one, count
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice
from tests.law import RULES, michigan

SHIPPED = (RULES / "us-mi.toml").read_text("utf-8")
WHY = "Bill 1234 took effect on the first."


def changed(version: str, *swaps: tuple[str, str]) -> str:
    """The shipped pack with another version and other words."""
    made = SHIPPED.replace('version = "2026.1"', f'version = "{version}"')
    for old, new in swaps:
        assert old in made
        made = made.replace(old, new)
    return made


def rule_with(rule: str, old: str, new: str) -> tuple[str, str]:
    """A swap within one rule."""
    start = SHIPPED.index(f'id = "{rule}"')
    whole = SHIPPED[start : SHIPPED.index("[[", start)]
    return whole, whole.replace(old, new)


LATER = changed("2027.1", rule_with("mi.bill_of_sale_request", "count = 25", "count = 30"), ("date = 2026-04-03,", "date = 2026-04-08,"))
SOONER = changed("2027.2", rule_with("mi.garage_sale", "count = 75", "count = 60"), ("date = 2026-05-16,", "date = 2026-05-01,"))


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    return tmp_path / "changed.toml"


def at(office: OpenOffice) -> Shift:
    """The desk of a program that reads other packs, as the program itself does."""
    shift = replace(office.shift, law=Law(michigan(), read=read_pack))
    with shift.desk.look() as unit:
        shift.law.follow(unit)
    return shift


def candidate(shift: Shift, file: Path, made: str) -> Candidate:
    file.write_text(made, "utf-8")
    return read_candidate(shift, file)


def preview(shift: Shift, given: Candidate) -> PackPreview:
    work = preview_pack(shift, given)
    seen: list[PreviewProgress] = []
    while True:
        try:
            seen.append(next(work))
        except StopIteration as end:
            shown: PackPreview = end.value
            assert seen[-1] == PreviewProgress(shown.cars, shown.cars)
            return shown


def noticed(office: OpenOffice) -> int:
    car = bring_one(office)
    record(office.shift, car, Entry(EventKind.SOS_NOTICE_DATED, on=date(2026, 3, 4)))
    return car


def in_garage(office: OpenOffice) -> int:
    car = bring_one(office)
    sort_cars(office.shift, [car], CustodyKind.GARAGE_LIEN)
    record(office.shift, car, Entry(EventKind.LIEN_ATTACHED, on=date(2026, 3, 3)))
    record(office.shift, car, Entry(EventKind.CERTIFICATE_DATED, on=date(2026, 3, 4)))
    return car


def kept_days(shift: Shift, car: int, rule: str) -> date | None:
    with shift.desk.look() as unit:
        (case,) = unit.deadlines.cases([car])
    return next((each.first_day for each in case.deadlines if each.rule_id == rule), None)


def test_what_would_move_is_listed_and_nothing_is_written(office: OpenOffice, office_file: Path) -> None:
    moving, _still = noticed(office), bring_one(office)
    shift = at(office)
    before = count(office, "audit"), kept_days(shift, moving, "mi.bill_of_sale_request")
    shown = preview(shift, candidate(shift, office_file, LATER))
    (car,) = shown.moved
    (change,) = car.changes
    assert (car.custody_id, shown.cars, shown.before, shown.sells_earlier) == (moving, 2, "2026.1", False)
    assert (change.rule_id, change.step) == ("mi.bill_of_sale_request", "Request TR-52L")
    assert (change.old_day, change.new_day) == (date(2026, 3, 29), date(2026, 4, 3))
    assert (change.old, change.new) == ("Sun 29 Mar 2026", "Fri 3 Apr 2026")
    assert (count(office, "audit"), kept_days(shift, moving, "mi.bill_of_sale_request")) == before
    assert shift.law.pack.version == "2026.1"


@pytest.mark.both_servers
def test_taken_into_use_it_counts_for_every_program_and_going_back_is_taking_the_former(office: OpenOffice, office_file: Path) -> None:
    car, shift, other = noticed(office), at(office), at(office)
    shown = preview(shift, candidate(shift, office_file, LATER))
    taken = take_into_use(shift, shown, WHY)
    assert (taken.version, taken.taken_by, taken.reason, taken.cars) == ("2027.1", "Kim", WHY, 1)
    assert taken.sha256 == hashlib.sha256(LATER.encode()).hexdigest()
    assert kept_days(shift, car, "mi.bill_of_sale_request") == date(2026, 4, 3)
    with other.desk.look() as unit:
        assert other.law.follow(unit)
        assert not other.law.follow(unit)
    assert (other.law.version, other.law.pack.version) == (shift.law.version, "2027.1")
    assert at(office).law.pack.version == "2027.1"
    back = preview(shift, former_candidate(shift, None))
    assert [(each.custody_id, each.changes[0].new_day) for each in back.moved] == [(car, date(2026, 3, 29))]
    take_into_use(shift, back, "The bill was stopped.")
    assert shift.law.pack.version == "2026.1"
    assert kept_days(shift, car, "mi.bill_of_sale_request") == date(2026, 3, 29)
    again = preview(shift, former_candidate(shift, taken))
    take_into_use(shift, again, "It was not stopped after all.")
    used = packs_in_use(shift)
    assert [each.version for each in used.history] == ["2027.1", "2026.1", "2027.1"]
    assert used.used == used.history[0]
    assert kept_days(shift, car, "mi.bill_of_sale_request") == date(2026, 4, 3)


def test_a_pack_that_sells_earlier_waits_for_another_person(private_office: OpenOffice, office_file: Path) -> None:
    car, shift = in_garage(private_office), at(private_office)
    kim = private_office.shift.person
    assert kim is not None
    shown = preview(shift, candidate(shift, office_file, SOONER))
    assert shown.sells_earlier
    assert [change.sells_earlier for change in shown.moved[0].changes] == [True]
    asked = take_into_use(shift, shown, WHY)
    used = packs_in_use(shift)
    assert (used.waiting, used.used, used.version) == (asked, None, "2026.1")
    assert kept_days(shift, car, "mi.garage_sale") == date(2026, 5, 18)
    pat = add_person(shift, "Pat", Rights.CLERK)
    with pytest.raises(Refused, match="Pat has no PIN"):
        confirm_pack(shift, asked, pat, "1234")
    set_pin(shift, pat, "2468")
    set_pin(shift, kim, "1357")
    with pytest.raises(Refused, match="Kim took it into use; somebody else must confirm it"):
        confirm_pack(shift, asked, kim, "1357")
    assert not confirm_pack(shift, asked, pat, "1111").accepted
    assert packs_in_use(shift).waiting == asked
    assert confirm_pack(shift, asked, pat, "2468").accepted
    used = packs_in_use(shift)
    assert used.used is not None
    assert (used.waiting, used.used.confirmed_by, used.version) == (None, "Pat", "2027.2")
    assert kept_days(shift, car, "mi.garage_sale") == date(2026, 5, 3)
    with pytest.raises(Refused, match="nothing to confirm"):
        confirm_pack(shift, asked, pat, "2468")


@pytest.mark.both_servers
def test_at_a_shared_database_the_second_person_is_another_sign_in(office: OpenOffice, office_file: Path) -> None:
    """Also where two of them press the button at one moment."""
    car, kim = in_garage(office), office.shift.person
    people = (("manager", "Mia"), ("clerk", "Ned"), ("clerk", "Oda"), ("viewer", "Vic"))
    with ExitStack() as stack:
        mia, ned, oda, vic = (at(replace(office, shift=stack.enter_context(signed_in(office, *who)))) for who in people)
        shown = preview(mia, candidate(mia, office_file, SOONER))
        with pytest.raises(NotAllowed):
            take_into_use(ned, shown, WHY)
        asked = take_into_use(mia, shown, WHY)
        assert (asked.taken_by, asked.waits) == ("Mia", True)
        for named in (mia.person, ned.person, kim):  # whoever is named, it is Mia's sign-in
            assert named is not None
            with pytest.raises(Refused, match="Mia took it into use; somebody else must confirm it"):
                confirm_pack(mia, asked, named)
        assert vic.person is not None
        with pytest.raises(NotAllowed):
            confirm_pack(vic, asked, vic.person)
        assert packs_in_use(vic).waiting == asked
        assert kept_days(vic, car, "mi.garage_sale") == date(2026, 5, 18)
        start = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            said = sorted(pool.map(lambda theirs: confirmed_at_once(theirs, asked, start), (ned, oda)))
        assert said == ["There is nothing to confirm. Nothing was changed.", "accepted"]
        used = packs_in_use(mia)
        assert used.used is not None
        assert (used.waiting, used.used.taken_by, used.version) == (None, "Mia", "2027.2")
        assert used.used.confirmed_by in {"Ned", "Oda"}
        assert [kept_days(each, car, "mi.garage_sale") for each in (mia, vic)] == [date(2026, 5, 3)] * 2
        signed = [person for table, person in audited(office, "confirm rules 2027.2") if table == "packs_in_use"]
        assert signed == [used.used.confirmed_by]


def confirmed_at_once(shift: Shift, asked: PackInUse, start: Barrier) -> str:
    assert shift.person is not None
    start.wait()
    try:
        assert confirm_pack(shift, asked, shift.person).accepted
    except Refused as refused:
        return str(refused)
    return "accepted"


def test_also_without_such_a_car_the_worked_cases_tell_that_it_sells_earlier(private_office: OpenOffice, office_file: Path) -> None:
    shift = at(private_office)
    shown = preview(shift, candidate(shift, office_file, SOONER))
    assert shown.moved == ()
    assert shown.examples
    assert take_into_use(shift, shown, WHY).waits


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (SHIPPED[: SHIPPED.index('sentence = "') + 20], "is not whole TOML"),
        (changed("2027.1", rule_with("mi.bill_of_sale_request", "count = 25", "count = 30")), r"mi\.bill_of_sale_request: date should be"),
        (changed("2027.1", rule_with("mi.garage_sale", "count = 75", 'count = "many"')), r"rule mi\.garage_sale, field count"),
        (changed("2027.1", ("enabled = true", "enabled = false")), "is disabled"),
        ((RULES / "us-tx.toml").read_text("utf-8"), r"is the law of .*\(us-tx\); this office works by .*\(us-mi\)"),
    ],
    ids=["half-written", "an example that does not come out", "a wrong field", "disabled", "another state"],
)
def test_what_is_no_sound_law_of_this_office_is_refused(private_office: OpenOffice, office_file: Path, made: str, says: str) -> None:
    shift = at(private_office)
    with pytest.raises(RulesTrouble, match=says) as refused:
        candidate(shift, office_file, made)
    assert "The rules in use stay as they were" in str(refused.value)
    with pytest.raises(RulesTrouble, match="There is no rule file"):
        read_candidate(shift, office_file.with_name("nowhere.toml"))
    office_file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RulesTrouble, match="cannot be read"):
        read_candidate(shift, office_file)


def test_the_reason_the_version_and_what_was_shown_must_be_right(private_office: OpenOffice, office_file: Path) -> None:
    shift = at(private_office)
    shown = preview(shift, candidate(shift, office_file, LATER))
    with pytest.raises(Problems, match="Enter why"):
        take_into_use(shift, shown, "  ")
    same_version = LATER.replace('version = "2027.1"', 'version = "2026.1"')
    with pytest.raises(Refused, match=r"Other rules have the version 2026\.1 already"):
        take_into_use(shift, preview(shift, candidate(shift, office_file, same_version)), WHY)
    take_into_use(shift, shown, WHY)
    with pytest.raises(Refused, match="works by these rules already"):
        take_into_use(shift, shown, WHY)
    other = preview(shift, candidate(shift, office_file, SOONER))
    take_into_use(shift, preview(shift, former_candidate(shift, None)), WHY)
    with pytest.raises(Refused, match="changed since this was computed"):
        take_into_use(shift, other, WHY)
    assert len(packs_in_use(shift).history) == 2


@pytest.mark.both_servers
def test_a_clerk_looks_and_the_database_refuses_the_rest(office: OpenOffice, office_file: Path) -> None:
    shift = at(office)
    shown = preview(shift, candidate(shift, office_file, LATER))
    lee = shift.by(add_person(shift, "Lee", Rights.CLERK))
    assert not packs_in_use(lee).may_change
    with pytest.raises(NotAllowed):
        take_into_use(lee, shown, WHY)
    assert packs_in_use(shift).history == ()
    with pytest.raises(Refused, match="by a person who signs it"):
        take_into_use(shift.by(None), shown, WHY)


def test_what_was_taken_is_never_changed_and_its_text_is_what_its_hash_says(private_office: OpenOffice, office_file: Path) -> None:
    shift = at(private_office)
    take_into_use(shift, preview(shift, candidate(shift, office_file, LATER)), WHY)
    with private_office.engine.connect() as connection:
        for change in ("UPDATE packs_in_use SET reason = 'none'", "DELETE FROM packs_in_use"):
            with pytest.raises(DBAPIError, match="permission denied"), connection.begin():
                connection.execute(text(change))
    with private_office.admin() as admin, pytest.raises(DBAPIError, match="ck_packs_in_use_sha256"), admin.begin() as connection:
        connection.execute(text("UPDATE packs_in_use SET text = 'another law'"))


def test_a_program_that_cannot_read_the_rules_in_use_says_so_and_computes_nothing(private_office: OpenOffice, office_file: Path) -> None:
    shift = at(private_office)
    take_into_use(shift, preview(shift, candidate(shift, office_file, LATER)), WHY)

    def older(given: str, name: str) -> object:
        raise RulesTrouble(f"{name}, field if_late: this field is not known.")

    law = Law(michigan(), read=older)  # type: ignore[arg-type]
    with shift.desk.look() as unit, pytest.raises(RulesTrouble, match=r"version 2027\.1\) that this version of iTow cannot read.*if_late"):
        law.follow(unit)
    assert law.pack.version == "2026.1"
