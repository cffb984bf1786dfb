"""The vehicle side of the window over a real database: add, find, look at, edit."""

from dataclasses import fields
from functools import partial
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.vehicles import CustodyStatus
from itow_desktop.services import browsing
from itow_desktop.services.cars_to_edit import alike
from itow_desktop.services.desks.car_files import CarFileDesk
from itow_desktop.services.editing import Edit, add_car, change_car, entry_problem
from itow_desktop.services.people import add_person, disable_person
from itow_desktop.services.ports.vins import NoDecoder
from itow_desktop.services.reading_vins import advise
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car_form import CarDeeds, CarForm
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.main_window import MainWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.panes.details import DetailsPanel
from itow_desktop.ui.panes.vehicles import VehiclesPane
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.db.offices import OpenOffice
from tests.ui.yard import Notebook


class Front:
    """The window on an office."""

    def __init__(self, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
        shift = office.shift
        zone, today = (lambda: shift.law.zone), (lambda: shift.today)
        deeds = CarDeeds(
            card=partial(browsing.car_card, shift),
            agencies=partial(browsing.agencies, shift.desk),
            check=entry_problem,
            add=lambda person, values: add_car(shift.by(person), values),
            change=lambda person, edit: change_car(shift.by(person), edit),
            alike=partial(alike, shift),
            advise=lambda vin, year, body: advise(NoDecoder(), vin, shift.today.year, year, body),
            drafts=Notebook(),
            zone=zone,
            today=today,
        )
        self.who = Who(shift.person)
        self.forms = CarForms(runner, bus, deeds, self.who)
        self.pane = VehiclesPane(runner, bus, partial(browsing.vehicle_page, shift), zone=zone, today=today)
        nothing = cast("Any", None)  # what a page without photos never asks for
        self.details = DetailsPanel(CarHouse(runner, bus, self.who, CarFileDesk(nothing, shift)))
        self.window = MainWindow([self.pane], self.details, self.forms, who=self.who, memory=WindowMemory(NoMemory()), version="0.0.test")


@pytest.fixture
def front(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> Front:
    """The window, on the screen."""
    front = Front(office, runner, bus)
    qtbot.addWidget(front.window)
    front.window.show()
    with qtbot.waitSignal(front.pane.model.rows_changed):
        front.pane.start()
    return front


def form(qtbot: QtBot, front: Front, custody_id: int | None) -> CarForm:
    if custody_id is None:
        front.forms.add()
    else:
        front.forms.edit(custody_id)
    qtbot.waitUntil(lambda: bool(front.forms.open_forms))
    return front.forms.open_forms[-1]


def entered(qtbot: QtBot, front: Front, **typed: str) -> int:
    """Enter a car through the form; answers its custody id."""
    sheet = form(qtbot, front, None)
    sheet.paper.put(typed)
    stored: list[int] = []
    front.forms.stored.connect(lambda custody_id, _warnings: stored.append(custody_id))
    with qtbot.waitSignals([front.forms.stored, front.pane.model.rows_changed]):
        sheet.save()
    return stored[0]


MALIBU = {
    "plate": "abo 1234", "plate_state": "mi", "vin": "1g1zz5eu0af000001", "year": "2011", "make": "Chevrolet", "model": "Malibu",
    "color": "gray", "towed_at": "t 9:15", "towed_from": "123 Oak St, Burton, MI 48509", "city": "Burton",
    "custody": "private_property", "spot": "C-4", "keys": "yes", "notes": "dent in the left door",
}  # fmt: skip


def test_a_car_entered_in_the_form_is_found_and_shown(qtbot: QtBot, front: Front, office: OpenOffice) -> None:
    custody_id = entered(qtbot, front, **MALIBU)
    entered(qtbot, front, plate="XYZ99", make="Ford", model="Focus")
    assert front.pane.count.text() == "2 cars"
    front.window.find_box.setText("malib ab01")  # pieces in any order, O and 0 alike
    qtbot.waitUntil(lambda: [row.custody_id for row in front.pane.model.rows] == [custody_id])
    front.pane.table.choose(0)
    qtbot.waitUntil(lambda: front.details.card is not None and front.details.card.custody_id == custody_id)
    stored = browsing.car_card(office.shift, custody_id).car.fields
    assert (stored.plate, stored.plate_state, stored.vin, stored.keys) == ("ABO1234", "MI", "1G1ZZ5EU0AF000001", True)


def test_editing_one_field_touches_no_other(qtbot: QtBot, front: Front, office: OpenOffice) -> None:
    custody_id = entered(qtbot, front, **MALIBU)
    before = browsing.car_card(office.shift, custody_id)
    sheet = form(qtbot, front, custody_id)
    sheet.paper.put({"spot": "D-9"})
    with qtbot.waitSignal(front.forms.stored):
        sheet.save()
    after = browsing.car_card(office.shift, custody_id)
    changed = [each.name for each in fields(CarFields) if getattr(before.car.fields, each.name) != getattr(after.car.fields, each.name)]
    assert changed == ["spot"]
    assert after.events == before.events
    assert after.car.provenance["spot"].by == "Kim"


def test_two_at_once_lose_nothing(qtbot: QtBot, front: Front, office: OpenOffice, runner: TaskRunner) -> None:
    custody_id = entered(qtbot, front, **MALIBU)
    sheet = form(qtbot, front, custody_id)
    sheet.paper.put({"color": "silver"})
    change_car(office.shift.by(add_person(office.shift, "Lee")), Edit(custody_id, {"spot": "D-9"}, {}))
    with qtbot.waitSignal(front.forms.stored):
        sheet.save()
    stored = browsing.car_card(office.shift, custody_id).car.fields
    assert (stored.color, stored.spot) == ("silver", "D-9")


def test_the_lists_of_one_status_are_told_apart(qtbot: QtBot, front: Front) -> None:
    entered(qtbot, front, **MALIBU)
    with qtbot.waitSignal(front.pane.model.rows_changed):
        front.pane.filters.choose_status(CustodyStatus.PICKED_UP)
    assert front.pane.model.total == 0
    assert front.pane.empty.text == "No vehicle picked up yet."


def test_disabled_while_typing_the_form_says_so_and_loses_nothing(qtbot: QtBot, front: Front, office: OpenOffice) -> None:
    front.who.become(add_person(office.shift, "Lee"))
    sheet = form(qtbot, front, None)
    sheet.paper.put(MALIBU)
    disable_person(office.shift, "Lee")
    sheet.save()
    said = "Lee may no longer sign. Nothing was changed; what you typed is still here."
    qtbot.waitUntil(lambda: any(said in sentence for sentence in sheet.problems.sentences))
    assert sheet.isVisible()
    assert {name: sheet.changes[name] for name in ("plate", "model", "notes")} == {
        "plate": "ABO1234", "model": "Malibu", "notes": "dent in the left door",
    }  # fmt: skip
    front.who.become(office.shift.person)
    with qtbot.waitSignal(front.forms.stored):
        sheet.save()
