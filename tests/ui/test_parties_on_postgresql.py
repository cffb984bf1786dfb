"""Owners and lienholders entered in the window, over a real database: addresses as typed and in lines, sources, duplicates."""

from types import SimpleNamespace
from typing import Any, TypeVar, cast

from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from itow_desktop.adapters.addresses import Publication28
from itow_desktop.domain.parties.party import FoundBy, Party, PartyRole, Purpose
from itow_desktop.services.desks.car_files import CarFileDesk
from itow_desktop.services.desks.parties import PartyDesk
from itow_desktop.services.editing import add_car
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.parties.address_form import AddressForm
from itow_desktop.ui.dialogs.parties.dialog import AddressDialog, PartyDialog
from itow_desktop.ui.dialogs.parties.window import PartiesWindow
from itow_desktop.ui.memory import NoMemory, WindowMemory
from itow_desktop.ui.rooms.parties import PartyRoom
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.car.page import CarPageView
from itow_desktop.ui.widgets.places.parts import RecordList
from tests.db.offices import OpenOffice

D = TypeVar("D", bound=QDialog)


def dialog(qtbot: QtBot, window: PartiesWindow, kind: type[D]) -> D:
    """The dialog of a kind that is open over the window."""

    def found() -> list[D]:
        return [each for each in window.findChildren(kind) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def save(qtbot: QtBot, window: PartiesWindow, asked: QDialog) -> None:
    """Press the default button, wait until the window shows what was saved."""
    before = window.page
    with qtbot.waitSignal(cast("Any", asked).done_with):
        cast("Any", asked).primary.click()
    qtbot.waitUntil(lambda: window.page is not before)


def type_address(qtbot: QtBot, form: AddressForm, typed: str) -> None:
    form.typed.setPlainText(typed)
    qtbot.waitUntil(lambda: form.up_to_date)


def choose(form: Any, name: str, value: object) -> None:
    box = form.choices[name]
    box.setCurrentIndex(box.findData(value))


def cells(part: RecordList, column: int) -> list[str]:
    return [str(part.model.index(row, column).data()) for row in range(part.model.rowCount())]


def button(part: RecordList, words: str) -> QPushButton:
    return next(each for each in part.findChildren(QPushButton) if each.text().replace("&", "") == words)


def test_owner_and_lienholder_are_entered_and_corrected(qtbot: QtBot, office: OpenOffice, runner: TaskRunner, bus: Bus) -> None:
    shift = office.shift
    custody_id = add_car(shift, {"plate": "ABC1234", "plate_state": "MI", "towed_at": "2026-03-02 9:50"}).custody_id
    ports = cast("Any", SimpleNamespace(addresses=Publication28(), pictures=None))  # all that this asks of the outside
    who = Who(shift.person)
    cars = CarHouse(runner, bus, who, CarFileDesk(ports, shift))
    room = PartyRoom(House(runner, bus, who, WindowMemory(NoMemory())), PartyDesk(ports, shift), cars.wishes)
    view = CarPageView(cars, wide=True)
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.shown):
        view.read(custody_id)
    assert view.glance is not None
    view.glance.parties_asked.emit(custody_id)
    (window,) = room.open_cars
    qtbot.waitUntil(lambda: window.page is not None)
    assert "ABC1234" in window.windowTitle()

    # Somebody new: nothing is saved without name and source, the address comes in lines.
    window.add.click()
    new = dialog(qtbot, window, PartyDialog)
    assert new.address is not None
    assert new.form.choices["role"].currentData() == PartyRole.OWNER
    type_address(qtbot, new.address, "1 Elm Street apt. 4b, Saginaw Michigan")
    assert new.address.lines.toPlainText() == "1 ELM ST APT 4B\nSAGINAW MI"
    assert "did not find the ZIP code" in new.address.told.text()
    new.primary.click()
    qtbot.waitUntil(lambda: "Enter the name." in new.problems.text)
    for sentence in ("Say where the name comes from.", "Say where the address comes from.", "Say what we may use the address for."):
        assert sentence in new.problems.text
    new.form.lines["name"].setText("Pat <b>Doe</b>")
    choose(new.form, "found_by", FoundBy.LEIN)
    assert "LEIN" in new.address.source.text()
    new.primary.click()
    qtbot.waitUntil(lambda: "What LEIN tells" in new.problems.text)
    choose(new.form, "found_by", FoundBy.POLICE)
    choose(new.address.form, "found_by", FoundBy.POLICE)
    choose(new.address.form, "purpose", Purpose.TOWED)
    new.address.lines.setPlainText("1 Elm St\nSaginaw MI  48601")
    assert new.address.again.isVisibleTo(new), "the program's lines are offered"
    type_address(qtbot, new.address, "1 Elm Street, Saginaw Mich")
    assert new.address.lines.toPlainText() == "1 Elm St\nSaginaw MI  48601", "what a person wrote stays"
    save(qtbot, window, new)
    assert cells(window.people, 1) == ["Pat <b>Doe</b>"]
    assert cells(window.addresses, 0) == ["1 ELM ST, SAGINAW MI  48601"]
    assert window.party is not None
    assert window.address is not None
    assert window.address.typed == "1 Elm Street, Saginaw Mich"

    # The same once more is doubted.
    window.add.click()
    again = dialog(qtbot, window, PartyDialog)
    assert again.form.choices["role"].currentData() == PartyRole.LIENHOLDER
    choose(again.form, "role", PartyRole.OWNER)
    again.form.lines["name"].setText("pat <B>doe</B>")
    choose(again.form, "found_by", FoundBy.IN_PERSON)
    again.primary.click()
    qtbot.waitUntil(lambda: "is on this car already" in again.problems.text)
    again.standing_by.entry.setText("father and son")
    save(qtbot, window, again)
    assert cells(window.people, 0) == ["Owner", "Owner"]

    # Mail comes back; a new address abroad; the first is used again; somebody is taken out and counts again.
    window.people.choose(window.page.parties[0].id if window.page else None)
    button(window.addresses, "Mark bad...").click()
    bad = dialog(qtbot, window, ReasonDialog)
    bad.reason.setText("moved")
    save(qtbot, window, bad)
    assert cells(window.addresses, 1) == ["bad: moved"]
    window.add_address.click()
    abroad = dialog(qtbot, window, AddressDialog)
    abroad.form.country.setCurrentIndex(abroad.form.country.findText("Canada"))
    type_address(qtbot, abroad.form, "12 Rue Sainte-Anne\nMontréal QC  H2X 1Y4")
    assert abroad.form.lines.toPlainText() == "12 RUE SAINTE-ANNE\nMONTRÉAL QC H2X 1Y4\nCANADA"
    choose(abroad.form.form, "found_by", FoundBy.IN_PERSON)
    choose(abroad.form.form, "purpose", Purpose.CONSENT)
    save(qtbot, window, abroad)
    assert cells(window.addresses, 1) == ["bad: moved", "letters go here"]
    assert window.party is not None
    assert window.party.address is not None
    assert window.party.address.country == "CA"
    window.addresses.choose(window.party.addresses[0].id)
    page = window.page
    button(window.addresses, "Letters here").click()
    qtbot.waitUntil(lambda: window.page is not page)
    assert cells(window.addresses, 1) == ["letters go here", "kept"]
    button(window.people, "Take out...").click()
    out = dialog(qtbot, window, ReasonDialog)
    out.reason.setText("another car")
    save(qtbot, window, out)
    assert [party.void for party in _parties(window)] == [None, "another car"]
    window.people.choose(_parties(window)[1].id)
    page = window.page
    button(window.people, "Count again").click()
    qtbot.waitUntil(lambda: window.page is not page)
    assert [party.void for party in _parties(window)] == [None, None]
    window.close()
    assert room.open_cars == ()


def _parties(window: PartiesWindow) -> tuple[Party, ...]:
    return window.page.parties if window.page is not None else ()
