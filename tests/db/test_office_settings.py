"""The office's settings on PostgreSQL: kept, audited, followed by the law, merged, refused to whoever may not."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Lock

import pytest
from sqlalchemy import text

from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.calendars import WEEK
from itow_desktop.domain.deadlines import ENGINE_VERSION
from itow_desktop.domain.errors import ChangedElsewhere, NotAllowed, Problems
from itow_desktop.domain.events import Event
from itow_desktop.domain.vehicle_facts import Description
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.law import Law
from itow_desktop.services.noticing import draft_tops
from itow_desktop.services.office import (
    follow_office,
    logo_of_file,
    office_settings,
    save_settings,
    settable_rules,
    words_offered,
    zones,
)  # fmt: skip
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.views import OfficeFacts
from itow_desktop.services.working import work_queue
from tests.builders import call
from tests.db.cars import bring, bring_one
from tests.db.offices import PASSWORD, OpenOffice, address_of
from tests.law import michigan
from tests.notices import logo

pytestmark = pytest.mark.both_servers


def facts(office: OpenOffice) -> OfficeFacts:
    return office_settings(office.shift).facts


@contextmanager
def clerk(office: OpenOffice) -> Iterator[Shift]:
    """Somebody who signs in with a clerk's rights."""
    name = f"{office.database}_pat"
    with office.admin() as admin, admin.begin() as connection:
        owner = connection.execute(text("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'itow'")).scalar_one()
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'"))
        connection.execute(text(f"GRANT {owner.removesuffix('_owner')}_clerk TO {name}"))
    engine = connect(address_of(office.server, office.database, name, PASSWORD))
    try:
        yield Shift(SqlDesk(engine), office.shift.law, office.clock)
    finally:
        engine.dispose()
        with office.admin() as admin, admin.begin() as connection:
            connection.execute(text(f"DROP ROLE {name}"))


def test_settings_come_back_as_they_were_kept_with_who_changed_what(private_office: OpenOffice) -> None:
    office = private_office
    before = facts(office)
    after = replace(
        before,
        phone="810-555-0199", closed_weekdays=("sunday",),
        closed_days={"2026-12-24": "Christmas Eve", "2026-07-03": "Inventory"},
        closed_on_holidays=False, own_numbers=True, chase_after=5,
        rule_days={"office.top": 2}, lists={"color": ("Gray", " Gray ", "Silver")},
    )  # fmt: skip
    save_settings(office.shift, before, after)
    kept = facts(office)
    assert kept == replace(
        after, closed_days={"2026-07-03": "Inventory", "2026-12-24": "Christmas Eve"}, lists={"color": ("Gray", "Silver")}
    )
    with office.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT row_id, s.name FROM audit a JOIN staff s ON s.id = a.staff_id WHERE deed_name = 'change the office settings'")
        ).all()
    assert {row.row_id for row in rows} == {
        "phone", "closed_weekdays", "closed_days", "closed_on_holidays", "own_numbers", "chase_after", "rule_days", "lists",
    }  # fmt: skip
    assert {row.name for row in rows} == {"Kim"}


def test_two_managers_change_different_things_and_are_asked_about_the_same_one(private_office: OpenOffice) -> None:
    office = private_office
    read = facts(office)
    save_settings(office.shift, read, replace(read, phone="810-555-0111"))
    save_settings(office.shift, read, replace(read, closed_days={"2026-12-24": "Christmas Eve"}))
    now = facts(office)
    assert (now.phone, dict(now.closed_days)) == ("810-555-0111", {"2026-12-24": "Christmas Eve"})
    with pytest.raises(ChangedElsewhere, match="Somebody else changed the phone in the meantime"):
        save_settings(office.shift, read, replace(read, phone="810-555-0222"))
    save_settings(office.shift, read, replace(read, phone="810-555-0111"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"zone": "America/Flint"}, "There is no time zone America/Flint"),
        ({"closed_weekdays": tuple(WEEK)}, "open on one day"),
        ({"closed_days": {"12/24": "x"}}, "is no date"),
        ({"rule_days": {"mi.sale": 1}}, "no rule of the house called mi.sale"),
        ({"rule_days": {"office.top": -1}}, "give 0 to 365 days"),
        ({"chase_after": 0}, "after 1 to 30 business days"),
        ({"lists": {"color": ("x" * 61,)}}, "at most 500 words"),
        ({"lists": {"vin": ("1",)}}, "no list for vin"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(private_office: OpenOffice, change: dict[str, object], sentence: str) -> None:
    before = facts(private_office)
    with pytest.raises(Problems, match=sentence):
        save_settings(private_office.shift, before, replace(before, phone="1", **change))  # type: ignore[arg-type]
    assert facts(private_office) == before


def test_a_clerk_may_look_and_the_database_refuses_the_change(office: OpenOffice) -> None:
    assert office_settings(office.shift).may_change
    with clerk(office) as shift:
        read = office_settings(shift)
        assert not read.may_change
        with pytest.raises(NotAllowed):
            save_settings(shift, read.facts, replace(read.facts, phone="810-555-0166"))
    assert facts(office).phone == "810-555-0100"


def test_a_closed_day_of_the_office_brings_work_forward_and_moves_no_legal_date(private_office: OpenOffice) -> None:
    office = private_office
    car = bring_one(office)  # towed on Monday, 2 March: the TOP goes out by Tuesday, and today is Wednesday, the 4th
    before = facts(office)
    legal = _legal_dates(office, car)
    save_settings(office.shift, before, replace(before, closed_days={"2026-03-05": "Inventory"}))
    day = office.shift.law.day(office.shift.today)
    assert day.due(date(2026, 3, 5))
    assert not day.due(date(2026, 3, 6))
    assert _legal_dates(office, car) == legal


def _legal_dates(office: OpenOffice, car: int) -> Mapping[str, object]:
    found = office.shift.law.deadlines(Description(CustodyKind.PRIVATE_PROPERTY), _events(office, car))
    return {each.rule_id: (each.date, each.at) for each in found}


def _events(office: OpenOffice, custody_id: int) -> tuple[Event, ...]:
    with office.shift.desk.look() as unit:
        return unit.events.of(custody_id)


def test_a_rule_s_days_and_the_zone_are_followed_at_once_by_every_car(private_office: OpenOffice) -> None:
    office = private_office
    car = bring_one(office)
    with office.shift.desk.look() as unit:
        (before,) = unit.deadlines.cases([car])
    top = next(each for each in before.deadlines if each.rule_id == "office.top")
    assert top.date == date(2026, 3, 3)
    read = facts(office)
    save_settings(office.shift, read, replace(read, rule_days={"office.top": 4}, zone="America/Menominee"))
    with office.shift.desk.look() as unit:
        (after,) = unit.deadlines.cases([car])
        assert unit.deadlines.stale(office.shift.law.version, ENGINE_VERSION) == ()
    assert next(each for each in after.deadlines if each.rule_id == "office.top").date == date(2026, 3, 6)
    assert office.shift.law.zone.key == "America/Menominee"
    assert next(each for each in after.deadlines if each.rule_id == "mi.lein_entry").at is not None


def test_settings_that_another_pc_changed_count_from_the_next_look_at_the_queue(private_office: OpenOffice) -> None:
    office = private_office
    elsewhere = Law(michigan())
    read = facts(office)
    save_settings(office.shift, read, replace(read, closed_days={"2026-03-05": "Inventory"}, rule_days={"office.top": 3}))
    assert not elsewhere.days
    work_queue(replace(office.shift, law=elsewhere))
    assert elsewhere.days == {"office.top": 3}
    assert elsewhere.version == office.shift.law.version
    assert elsewhere.day(office.shift.today).due(date(2026, 3, 5))


def test_an_undone_setting_is_followed_too(private_office: OpenOffice) -> None:
    office = private_office
    read = facts(office)
    save_settings(office.shift, read, replace(read, rule_days={"office.top": 3}, phone="810-555-0199"))
    done = undo_state(office.shift).undo
    assert done is not None
    undo(office.shift, done.deed_id)
    assert facts(office) == read
    assert follow_office(office.shift)
    assert not office.shift.law.days
    assert not follow_office(office.shift)


def test_only_rules_of_the_house_can_be_set(private_office: OpenOffice) -> None:
    rules = {rule.id: rule.standard for rule in settable_rules(private_office.shift)}
    assert rules == {"office.top": 1, "office.report_pickup": 1}


def test_the_logo_of_a_file_is_kept_and_heads_our_papers(private_office: OpenOffice, tmp_path: Path) -> None:
    office, renderer = private_office, PdfRenderer(Lock())
    file = tmp_path / "logo.png"
    file.write_bytes(logo(2000, 500))
    read = facts(office)
    save_settings(office.shift, read, read, logo_of_file(renderer, file))
    settings = office_settings(office.shift)
    assert settings.logo is not None
    assert settings.logo.startswith(b"\x89PNG")
    car = bring_one(office)
    (draft,) = draft_tops(office.shift, [car])
    assert draft.notice.office.logo == settings.logo
    save_settings(office.shift, settings.facts, replace(settings.facts, logo=None))
    assert office_settings(office.shift).logo is None
    file.write_text("no picture")
    with pytest.raises(Problems, match="cannot be read as a picture"):
        logo_of_file(renderer, file)
    with pytest.raises(Problems, match=r"missing\.png cannot be read"):
        logo_of_file(renderer, tmp_path / "missing.png")


def test_words_are_offered_from_the_office_s_list_first_then_by_use(private_office: OpenOffice) -> None:
    office = private_office
    bring(office, call(color="Teal"), call(color="Teal"), call(color="Gray"))
    read = facts(office)
    save_settings(office.shift, read, replace(read, lists={"color": ("Silver", "teal")}))
    assert words_offered(office.shift)["color"] == ("Silver", "teal", "Gray")


def test_the_zones_are_real_and_those_of_michigan_come_first() -> None:
    found = zones()
    assert found[:2] == ("America/Detroit", "America/Menominee")
    assert len(found) == len(set(found)) > 300
