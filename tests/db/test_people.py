"""People on a real database: who may sign, what each may do, what a PIN proves."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text

from itow_desktop.adapters.db.backups import make_backup, verify_backup
from itow_desktop.adapters.db.engine import connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import NoLongerSigns, NotAllowed, NotFound, Problems, Refused, Trouble
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.people import Rights
from itow_desktop.services import people
from itow_desktop.services.editing import Edit, add_car, change_car, save_agency, save_office
from itow_desktop.services.founding import Founding, found_office
from itow_desktop.services.importing.from_towbook import ImportPlan, run_import
from itow_desktop.services.pins import new_pin, proof_of
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.shift import NOBODY, Shift
from itow_desktop.services.undoing import undo, undo_state
from itow_desktop.services.views import OfficeFacts, Person
from tests.builders import NOW, call
from tests.db.offices import OpenOffice, address_of
from tests.fakes import MemoryTowBook

PIN = "4071"
OTHER_PIN = "850296"


def everybody(shift: Shift) -> dict[str, Person]:
    return {person.name: person for person in people.staff(shift).people}


def with_rights(office: OpenOffice, rights: Rights) -> Shift:
    """The shift of a new person with these rights."""
    return office.shift.by(people.add_person(office.shift, f"Robin the {rights}", rights))


# --- the list ----------------------------------------------------------------------------------------------------------


def test_the_founding_person_is_the_admin_and_others_are_clerks(office: OpenOffice) -> None:
    people.add_person(office.shift, "Lee")
    found = everybody(office.shift)
    assert (found["Kim"].rights, found["Lee"].rights) == (Rights.ADMIN, Rights.CLERK)


def test_the_first_person_of_an_office_that_nobody_founded_is_the_admin(private_office: OpenOffice) -> None:
    with private_office.admin() as admin, admin.begin() as connection:
        connection.execute(text("UPDATE staff SET active = false"))
    unsigned = private_office.shift.by(None)
    assert people.add_person(unsigned, "Pat").rights is Rights.ADMIN
    assert people.add_person(unsigned, "Chris").rights is Rights.CLERK


def test_who_is_brought_back_has_the_rights_of_before(office: OpenOffice) -> None:
    lee = people.add_person(office.shift, "Lee", Rights.MANAGER)
    people.disable_person(office.shift, "Lee")
    assert not everybody(office.shift)["Lee"].active
    assert people.bring_back(office.shift, lee) == lee


def test_a_new_name_stands_under_everything_and_nobody_else_can_have_the_old_one(office: OpenOffice) -> None:
    lee = people.add_person(office.shift, "Lee")
    people.rename_person(office.shift, lee, " Lee Ames ")
    assert everybody(office.shift)["Lee Ames"].id == lee.id
    for taken in ("lee", "LEE AMES"):
        with pytest.raises(Refused, match="is or was called"):
            people.add_person(office.shift, taken)
        with pytest.raises(Refused, match="is or was called"):
            people.rename_person(office.shift, everybody(office.shift)["Kim"], taken)
    people.rename_person(office.shift, everybody(office.shift)["Lee Ames"], "Lee")
    for empty in ("", "  "):
        with pytest.raises(Problems, match="Enter a name"):
            people.rename_person(office.shift, lee, empty)


def test_the_last_admin_stays(office: OpenOffice) -> None:
    kim = everybody(office.shift)["Kim"]
    lee = people.add_person(office.shift, "Lee", Rights.MANAGER)
    with pytest.raises(Refused, match="Nobody would be left who may manage people"):
        people.change_rights(office.shift, kim, Rights.MANAGER)
    with pytest.raises(Refused, match="Nobody would be left"):
        people.disable_person(office.shift, "Kim")
    people.change_rights(office.shift, lee, Rights.ADMIN)
    people.change_rights(office.shift, kim, Rights.CLERK)
    assert {person.name: person.rights for person in people.staff(office.shift).people} == {"Kim": Rights.CLERK, "Lee": Rights.ADMIN}
    with pytest.raises(NotAllowed):
        people.change_rights(office.shift, kim, Rights.ADMIN)


def test_changes_of_people_are_in_the_audit_and_no_step_of_anybodys_undo(office: OpenOffice) -> None:
    people.change_rights(office.shift, people.add_person(office.shift, "Lee"), Rights.VIEWER)
    with office.engine.connect() as connection:
        written = connection.execute(
            text("SELECT before ->> 'rights', after ->> 'rights' FROM audit WHERE table_name = 'staff' AND deed_name = 'make Lee viewer'")
        ).all()
        assert [tuple(row) for row in written] == [("clerk", "viewer")]
        assert connection.execute(text("SELECT count(*) FROM deeds")).scalar_one() == 0


# --- rights at a desk that everybody shares ----------------------------------------------------------------------------


@pytest.mark.both_servers
@pytest.mark.parametrize(
    ("rights", "may"),
    [
        (Rights.VIEWER, set()),
        (Rights.CLERK, {"car"}),
        (Rights.MANAGER, {"car", "office"}),
        (Rights.ADMIN, {"car", "office", "people"}),
    ],
)
def test_the_database_knows_what_the_person_may_do_behind_the_login_of_all(office: OpenOffice, rights: Rights, may: set[str]) -> None:
    shift = with_rights(office, rights)
    facts = people.staff(shift)
    deeds: dict[str, Callable[[], object]] = {
        "car": lambda: add_car(shift, {"plate": "ABC1234"}),
        "office": lambda: people.set_house_rules(shift, pins=True, idle_minutes=facts.idle_minutes + 7),
        "people": lambda: people.add_person(shift, "Pat"),
    }
    before = contents(office)
    for name, deed in deeds.items():
        if name in may:
            deed()
        else:
            with pytest.raises(NotAllowed, match="Nothing was changed"):
                deed()
    changed = {name for name, count in contents(office).items() if count != before[name]}
    assert changed == {{"car": "custodies", "office": "office_facts", "people": "staff"}[name] for name in may}


def test_a_clerk_has_the_rights_for_a_days_work(office: OpenOffice) -> None:
    clerk = with_rights(office, Rights.CLERK)
    for _ in run_import(clerk, MemoryTowBook([call()]), ImportPlan((".PPI",)), never):
        pass
    with clerk.desk.look() as unit:
        car = unit.deadlines.open_cases()[0].custody_id
    change_car(clerk, Edit(car, {"spot": "C-4", "color": "Blue"}, {}))
    save_agency(clerk, Agency(0, "Invented Police Department"))
    record(clerk, car, Entry(EventKind.NOTE, note="keys in the office"))
    state = undo_state(clerk)
    assert state.undo is not None
    undo(clerk, state.undo.deed_id)
    with office.engine.connect() as connection:
        signed = connection.execute(
            text("SELECT DISTINCT s.name FROM audit LEFT JOIN staff s ON s.id = staff_id WHERE table_name = 'custodies'")
        )
        assert signed.scalars().all() == ["Robin the clerk"]


def contents(office: OpenOffice) -> dict[str, int]:
    with office.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in ("custodies", "office_facts", "staff")
        }


@pytest.mark.both_servers
def test_what_the_program_claims_of_rights_counts_for_nothing(office: OpenOffice) -> None:
    viewer = with_rights(office, Rights.VIEWER)
    assert viewer.person is not None
    boasting = viewer.by(replace(viewer.person, rights=Rights.ADMIN))
    with pytest.raises(NotAllowed):
        people.add_person(boasting, "Pat")


@pytest.mark.both_servers
def test_a_connection_that_served_a_viewer_serves_the_next_one_with_their_own_rights(office: OpenOffice) -> None:
    engine = connect(
        address_of(office.server, office.database, office.engine.url.username or "", office.engine.url.password or ""), pool_size=1
    )
    try:
        shift = replace(office.shift, desk=SqlDesk(engine))
        viewer = shift.by(people.add_person(shift, "Pat", Rights.VIEWER))
        for _ in range(3):
            with pytest.raises(NotAllowed):
                add_car(viewer, {"plate": "ABC1234"})
            add_car(shift, {"plate": "ABC1235"})
            with shift.desk.look() as unit:
                assert len(unit.staff.all()) == 2
    finally:
        engine.dispose()


@pytest.mark.both_servers
def test_deeds_of_nobody_keep_the_logins_rights(office: OpenOffice) -> None:
    unsigned = office.shift.by(None)
    assert add_car(unsigned, {"plate": "ABC1234"}).custody_id
    save_office(unsigned, replace(_facts(unsigned), name="Practice Towing LLC"))
    assert people.add_person(unsigned, "Pat", Rights.VIEWER).rights is Rights.VIEWER


def test_in_the_window_nobody_signs_nothing(office: OpenOffice) -> None:
    window = replace(office.shift.by(None), unsigned=False)
    deeds: tuple[Callable[[], object], ...] = (
        lambda: add_car(window, {"plate": "ABC1234"}),
        lambda: people.add_person(window, "Pat"),
    )
    for deed in deeds:
        with pytest.raises(Refused) as told:
            deed()
        assert str(told.value) == NOBODY
    assert add_car(window.by(office.shift.person), {"plate": "ABC1234"}).custody_id


@pytest.mark.both_servers
def test_disabled_while_working_the_next_deed_is_refused_by_name(office: OpenOffice) -> None:
    lee = office.shift.by(people.add_person(office.shift, "Lee"))
    add_car(lee, {"plate": "ABC1234"})
    people.disable_person(office.shift, "Lee")
    with pytest.raises(NoLongerSigns) as told:
        add_car(lee, {"plate": "ABC1235"})
    assert str(told.value) == "Lee may no longer sign. Nothing was changed; what you typed is still here."
    assert contents(office)["custodies"] == 1
    people.add_person(office.shift, "Lee")
    add_car(lee, {"plate": "ABC1235"})


def test_the_roles_are_those_of_the_schema_where_the_database_was_renamed(private_office: OpenOffice) -> None:
    """A template's copies have names of their own and the roles of the template; a restored copy does too."""
    assert not (private_office.engine.url.username or "").startswith(private_office.database)
    viewer = with_rights(private_office, Rights.VIEWER)
    with pytest.raises(NotAllowed):
        add_car(viewer, {"plate": "ABC1234"})


# --- PINs ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lee(office: OpenOffice) -> Shift:
    """Lee, a clerk with a PIN."""
    shift = office.shift.by(people.add_person(office.shift, "Lee"))
    assert people.set_own_pin(shift, "", PIN).accepted
    return shift


def person_of(shift: Shift) -> Person:
    assert shift.person is not None
    return shift.person


def test_a_pin_is_proved_and_only_by_itself(office: OpenOffice, lee: Shift) -> None:
    found = everybody(office.shift)
    assert (found["Lee"].has_pin, found["Kim"].has_pin) == (True, False)
    assert people.check_pin(office.shift, person_of(lee), PIN).accepted
    assert not people.check_pin(office.shift, person_of(lee), OTHER_PIN).accepted
    assert not people.check_pin(office.shift, person_of(lee), "").accepted
    assert people.check_pin(office.shift, person_of(office.shift), "anything").accepted, "who has no PIN needs none"


@pytest.mark.parametrize("weak", ["123", "1234567890123", "12a4", "١٢٣٤", "0000", "1234", "9876", ""])
def test_a_pin_that_anybody_would_try_is_none(office: OpenOffice, weak: str) -> None:
    with pytest.raises(Problems):
        people.set_own_pin(office.shift, "", weak)
    assert not everybody(office.shift)["Kim"].has_pin


def test_one_changes_ones_own_pin_with_the_old_one_and_an_admin_without(office: OpenOffice, lee: Shift) -> None:
    assert not people.set_own_pin(lee, OTHER_PIN, "5555551").accepted
    assert people.check_pin(office.shift, person_of(lee), PIN).accepted
    assert people.set_own_pin(lee, PIN, OTHER_PIN).accepted
    assert people.check_pin(office.shift, person_of(lee), OTHER_PIN).accepted
    with pytest.raises(NotAllowed):
        people.set_pin(lee, person_of(office.shift), PIN)
    people.set_pin(office.shift, person_of(lee), PIN)
    assert people.check_pin(office.shift, person_of(lee), PIN).accepted
    people.set_pin(office.shift, person_of(lee), None)
    assert not everybody(office.shift)["Lee"].has_pin


def test_after_five_wrong_ones_even_the_right_one_waits(office: OpenOffice, lee: Shift) -> None:
    answers = [people.check_pin(office.shift, person_of(lee), OTHER_PIN) for _ in range(5)]
    assert [answer.tries_left for answer in answers] == [4, 3, 2, 1, 0]
    assert [answer.wait_seconds for answer in answers] == [0, 0, 0, 0, 30]
    told = people.check_pin(office.shift, person_of(lee), PIN)
    assert not told.accepted
    assert 25 <= told.wait_seconds <= 30
    _let_pass(office, "15 seconds")
    assert not people.check_pin(office.shift, person_of(lee), PIN).accepted
    _let_pass(office, "16 seconds")
    assert people.check_pin(office.shift, person_of(lee), PIN).accepted
    assert people.check_pin(office.shift, person_of(lee), OTHER_PIN).tries_left == 4, "the right one begins the count anew"


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(office: OpenOffice, lee: Shift) -> None:
    waits = []
    for _ in range(12):
        waits.append(people.check_pin(office.shift, person_of(lee), OTHER_PIN).wait_seconds)
        _let_pass(office, "15 minutes 1 second")
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_a_clock_set_back_neither_ends_the_wait_nor_makes_it_endless(office: OpenOffice, lee: Shift) -> None:
    for _ in range(5):
        people.check_pin(office.shift, person_of(lee), OTHER_PIN)
    _let_pass(office, "-1 day")  # what was written down now lies in the future, as after a clock that was set back
    told = people.check_pin(office.shift, person_of(lee), PIN)
    assert not told.accepted
    assert 25 <= told.wait_seconds <= 30
    _let_pass(office, "31 seconds")
    assert people.check_pin(office.shift, person_of(lee), PIN).accepted


@pytest.mark.both_servers
def test_nobody_reads_what_proves_a_pin(office: OpenOffice, lee: Shift) -> None:
    with office.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM staff_pins")).scalar_one() == 0, "no row passes"
        kept = connection.execute(
            text("SELECT string_agg(coalesce(before::text, '') || coalesce(after::text, ''), ' ') FROM audit")
        ).scalar_one()
    with office.admin() as admin, admin.connect() as connection:
        verifier = connection.execute(text("SELECT encode(verifier, 'hex') FROM staff_pins")).scalar_one()
    assert "pin_since" in kept, "that there is one is no secret"
    assert verifier not in kept
    with office.engine.connect() as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute(text("UPDATE staff_pins SET wrong = 0"))


def test_a_proof_shows_in_no_error_and_no_repr(office: OpenOffice, lee: Shift) -> None:
    with office.shift.desk.look() as unit:
        salt = unit.staff.pin_salt(person_of(lee).id)
    assert salt is not None
    proof, new = proof_of(PIN, salt), new_pin(PIN)
    with office.admin() as admin, admin.begin() as connection:
        connection.execute(text("ALTER FUNCTION check_pin RENAME TO check_pin_away"))
    with pytest.raises(Trouble) as told:
        people.check_pin(office.shift, person_of(lee), PIN)
    shown = f"{told.value} {told.value.__cause__}"
    assert "[hidden]" in shown, "the statement is logged, so what went with it must be hidden"
    assert repr(proof)[2:20] not in shown
    assert repr(new.proof)[2:20] not in repr(new)


# --- sign-ins of their own at a shared server ----------------------------------------------------------------------------


@pytest.fixture
def sign_ins(office: OpenOffice) -> Iterator[list[str]]:
    """Names of sign-ins, dropped afterwards where a test made them."""
    names = [f"itow_{uuid4().hex[:8]}" for _ in range(2)]
    yield names
    with office.server.connect(office.database) as admin:
        for name in names:
            if admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                admin.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


@contextmanager
def as_login(office: OpenOffice, login: str, password: str) -> Iterator[Shift]:
    engine = connect(address_of(office.server, office.database, login, password))
    try:
        yield replace(office.shift, desk=SqlDesk(engine), person=None)
    finally:
        engine.dispose()


@pytest.fixture
def master(office: OpenOffice) -> Iterator[Shift]:
    """The server's administrator at work in the office."""
    with office.admin() as admin:
        yield replace(office.shift, desk=SqlDesk(admin), person=None)


@pytest.mark.both_servers
def test_a_sign_in_made_here_has_the_rights_it_was_given_until_it_is_disabled(
    office: OpenOffice, master: Shift, sign_ins: list[str]
) -> None:
    name, _ = sign_ins
    assert people.staff(master).makes_logins
    people.make_login(master, name, "invented for now")
    with pytest.raises(Refused, match="already"):
        people.make_login(master, name, "invented for now")
    pat = people.add_person(master, "Pat", Rights.CLERK, name)
    assert (pat.login, pat.rights) == (name, Rights.CLERK)
    with as_login(office, name, "invented for now") as shift:
        seen = people.staff(shift)
        assert (seen.login, seen.makes_logins, [each.name for each in seen.offered]) == (name, False, ["Pat"])
        add_car(shift, {"plate": "ABC1234"})
        with office.engine.connect() as connection:
            signer = connection.execute(text("SELECT s.name FROM audit JOIN staff s ON s.id = staff_id WHERE table_name = 'custodies'"))
            assert signer.scalars().all() == ["Pat"]
        with pytest.raises(NotAllowed):
            people.set_house_rules(shift, pins=True, idle_minutes=5)
        people.change_rights(master, pat, Rights.MANAGER)
        people.set_house_rules(shift, pins=True, idle_minutes=5)
        people.change_rights(master, pat, Rights.VIEWER)
        with pytest.raises(NotAllowed):
            add_car(shift, {"plate": "ABC1235"})
        people.disable_person(master, "Pat")
        with pytest.raises(NoLongerSigns, match="what you typed is still here"):
            add_car(shift, {"plate": "ABC1235"})
        assert everybody(master)["Pat"].rights is None
        people.bring_back(master, pat)
        assert everybody(master)["Pat"].rights is Rights.VIEWER


@pytest.mark.both_servers
def test_a_sign_in_whose_rights_were_given_by_hand_is_refused_when_disabled(office: OpenOffice, master: Shift, sign_ins: list[str]) -> None:
    name, _ = sign_ins
    people.make_login(master, name, "invented for now")
    people.add_person(master, "Pat", Rights.CLERK, name)
    people.disable_person(master, "Pat")
    with office.server.connect(office.database) as connection:
        connection.execute(f"GRANT {_prefix(office)}_admin TO {name}")
    with as_login(office, name, "invented for now") as shift, pytest.raises(NoLongerSigns, match="Pat may no longer sign"):
        add_car(shift, {"plate": "ABC1235"})


@pytest.mark.both_servers
def test_a_person_of_before_gets_a_sign_in_once(office: OpenOffice, master: Shift, sign_ins: list[str]) -> None:
    name, other = sign_ins
    lee = people.add_person(office.shift, "Lee", Rights.MANAGER)
    with pytest.raises(Refused, match="knows no sign-in"):
        people.give_login(master, lee, name)
    for each in sign_ins:
        people.make_login(master, each, "invented for now")
    people.give_login(master, lee, name)
    found = everybody(office.shift)["Lee"]
    assert (found.id, found.login, found.rights) == (lee.id, name, Rights.MANAGER)
    with pytest.raises(Refused, match="has a sign-in already"):
        people.give_login(master, lee, other)
    with pytest.raises(Refused, match="is another person's"):
        people.give_login(master, everybody(office.shift)["Kim"], name)
    with pytest.raises(NoLongerSigns):
        add_car(office.shift.by(lee), {"plate": "ABC1234"})  # nobody picks at the PC who signs in elsewhere
    with as_login(office, name, "invented for now") as shift:
        assert [person.name for person in people.staff(shift).offered] == ["Lee"]


@pytest.mark.both_servers
def test_only_who_may_make_roles_makes_sign_ins(office: OpenOffice, sign_ins: list[str]) -> None:
    """The login behind which people are picked makes none, whatever their rights in the office."""
    with pytest.raises(NotAllowed):
        people.make_login(office.shift, sign_ins[0], "invented for now")
    for name, password, said in (("Kim Ames", "invented for now", "small letters"), (sign_ins[0], "short", "10 characters")):
        with pytest.raises(Problems, match=said):
            people.make_login(office.shift, name, password)
    assert people.what_to_ask("kim") == "CREATE ROLE kim LOGIN PASSWORD 'choose one';"


@pytest.mark.both_servers
def test_a_person_for_a_sign_in_that_the_server_does_not_know_is_not_made(office: OpenOffice) -> None:
    with pytest.raises(Refused, match="knows no sign-in called nobody_here"):
        people.add_person(office.shift, "Pat", Rights.CLERK, "nobody_here")
    assert "Pat" not in everybody(office.shift)


@pytest.mark.both_servers
def test_who_founds_an_office_at_a_shared_server_is_its_admin_by_their_own_sign_in(
    office: OpenOffice, master: Shift, sign_ins: list[str]
) -> None:
    name, _ = sign_ins
    people.make_login(master, name, "invented for now")
    with office.server.connect(office.database) as connection:
        connection.execute(f"GRANT {_prefix(office)}_admin TO {name}")
    with as_login(office, name, "invented for now") as shift:
        made = found_office(shift.desk, Founding("Pat", "Practice Towing", "9 Yard Rd\nBurton, MI 48509", "810-555-0100"))
        assert (made.login, made.rights) == (name, Rights.ADMIN)
        assert people.staff(shift).offered == (made,)


def test_people_who_are_not_on_the_list_are_not_found(office: OpenOffice) -> None:
    with office.shift.desk.look() as unit, pytest.raises(NotFound):
        unit.staff.get(10_000)


@pytest.mark.both_servers
def test_raw_sql_of_a_person_has_the_persons_rights(office: OpenOffice) -> None:
    """The way the program begins a deed, done by hand: what follows is the role's, not the login's."""
    viewer = with_rights(office, Rights.VIEWER)
    name, password = office.engine.url.username, office.engine.url.password
    url = office.server.url(office.database, user=name, password=str(password))
    with psycopg.connect(url, options="-c search_path=itow,public") as connection:
        connection.execute("SELECT set_config('role', acting_role(%s), true)", [str(person_of(viewer).id)])
        assert connection.execute("SELECT session_user::text, current_user::text").fetchone() == (name, f"{_prefix(office)}_viewer")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("INSERT INTO agencies (name) VALUES ('Invented')")


def _facts(shift: Shift) -> OfficeFacts:
    with shift.desk.look() as unit:
        return unit.office.get()


def _let_pass(office: OpenOffice, span: str) -> None:
    """Move what was written down into the past, as if so much time had gone by on the server's clock."""
    with office.admin() as admin, admin.begin() as connection:
        connection.execute(text("UPDATE staff_pins SET wrong_at = wrong_at - CAST(:span AS interval)"), {"span": span})


def _prefix(office: OpenOffice) -> str:
    return str(office.engine.url.username).removesuffix("_desk")


@pytest.mark.both_servers
def test_a_copy_holds_the_pins_only_where_the_administrator_makes_it_and_fails_for_nobody(
    office: OpenOffice, lee: Shift, tmp_path: Path
) -> None:
    login = address_of(office.server, office.database, str(office.engine.url.username), str(office.engine.url.password))
    made = {
        "login": make_backup(login.conninfo(), tmp_path / "login", NOW),
        "administrator": make_backup(office.server.url(office.database), tmp_path / "administrator", NOW),
    }
    assert {who: dict(info.rows)["itow.staff_pins"] for who, info in made.items()} == {"login": 0, "administrator": 1}
    for info in made.values():
        assert verify_backup(info.file, office.server.url(office.database)).ok
