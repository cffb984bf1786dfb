"""What is pictured of the people: who works here, PINs, the covered window, the database."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.errors import PasswordNeeded
from itow_desktop.domain.people import Rights
from itow_desktop.services.desks.people import PeopleDesk
from itow_desktop.services.desks.sign_in import SignInState
from itow_desktop.services.people import Staff
from itow_desktop.services.ports.sign_in import Answer, SharedDatabase, Verdict
from itow_desktop.ui.dialogs.people.cover import CoverDialog
from itow_desktop.ui.dialogs.people.database import DatabaseDialog
from itow_desktop.ui.dialogs.people.opening import OpeningDialog
from itow_desktop.ui.dialogs.people.people import PeopleDialog
from itow_desktop.ui.dialogs.people.person import PersonForm
from itow_desktop.ui.dialogs.people.pin import NewPinDialog, PinDialog


def people(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Who works here, a person, PINs, the database, the covered window."""
    room, desk, kim = stage.office.people, stage.office.desk.staff, stage.office.who.person
    desk.add(kim, "Alexandria Fitzgerald-Montgomery", Rights.MANAGER)
    lee = desk.add(kim, "Lee", Rights.CLERK)
    desk.set_pin(kim, lee, "407182")
    desk.disable(kim, desk.add(kim, "Robin", Rights.VIEWER))
    desk.set_house_rules(kim, pins=True, idle_minutes=10)
    stage.office.bus.people_changed.emit()
    stage.settle()
    room.show_people()
    yield "people", stage.dialog(PeopleDialog)
    _close(stage)
    shared = PeopleDialog(_Elsewhere(desk.staff()), stage.office.who, runner=stage.office.runner, parent=stage.window)
    shared.open()
    stage.settle()
    yield "people-shared", shared
    shared.add.click()
    yield "person-shared", stage.dialog(PersonForm)
    _close(stage)
    room.add_person()
    yield "person", stage.dialog(PersonForm)
    _close(stage)
    room.sit(next(person for person in desk.staff().people if person.name == "Lee"))
    yield "pin", stage.dialog(PinDialog)
    _close(stage)
    room.set_own_pin()
    yield "new-pin", stage.dialog(NewPinDialog)
    _close(stage)
    if room.lock is not None:
        room.lock.cover()
        stage.settle()
        yield "covered", stage.window
        cover = stage.dialog(CoverDialog)
        yield "come-back", cover
        cover.back.emit(kim)
    desk.set_house_rules(kim, pins=False, idle_minutes=0)


def database(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The choice of the database, with an answer to a try; what is asked at the start where it cannot be opened."""
    shared = SharedDatabase("db.practice.example", 5432, "itow", "kim")
    answer = Answer(Verdict.NO_HOST, "No computer called db.practice.example was found. Check the name of the server.")
    dialog = DatabaseDialog(_Choice(shared, answer), runner=stage.office.runner, parent=stage.window)
    dialog.open()
    stage.settle()
    dialog.test.click()
    stage.settle()
    yield "database", dialog
    _close(stage)
    asked = OpeningDialog(_Choice(shared, answer), PasswordNeeded(""), runner=stage.office.runner)
    asked.show()
    stage.settle()
    yield "database-password", asked
    asked.reject()


def _close(stage: Stage) -> None:
    for dialog in stage.dialogs():
        dialog.reject()
    stage.settle()


class _Elsewhere(PeopleDesk):
    """The same people at a shared database; nobody presses anything in a picture."""

    def __init__(self, staff: Staff) -> None:  # no shift stands behind it
        logins = {"Kim Osterhout": "kim", "Lee": "lee"}
        people = tuple(replace(person, login=logins.get(person.name)) for person in staff.people)
        self._staff = replace(staff, people=people, login="kim", pins=False)

    def staff(self) -> Staff:
        return self._staff


class _Choice:
    """A database that nobody finds; keeps nothing."""

    def __init__(self, shared: SharedDatabase, answer: Answer) -> None:
        self._shared, self._answer = shared, answer

    def state(self) -> SignInState:
        return SignInState(self._shared, password_kept=True, fixed=False)

    def test(self, _given: SharedDatabase, _password: str | None) -> Answer:
        return self._answer

    def save(self, _given: SharedDatabase | None, _password: str | None, *, keep: bool) -> str:
        return f"Saved. {keep}"

    def keep_password(self, _password: str, *, keep: bool) -> str:
        return f"Saved. {keep}"
