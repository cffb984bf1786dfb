"""What is pictured of properties and police departments: lists, pages, the dialogs that hang on them, a call sheet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QDialog, QWidget
from shot_stage import Stage

from itow_desktop.domain.departments import Contact
from itow_desktop.domain.properties import Caller, Complaint, Sign, SignCheck
from itow_desktop.services.properties import PropertyRow
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.dialogs.places.caller import CallerDialog, EndCallerDialog
from itow_desktop.ui.dialogs.places.complaint import ComplaintDialog
from itow_desktop.ui.dialogs.places.department import ContactDialog, DepartmentDialog, NamesDialog
from itow_desktop.ui.dialogs.places.pick_one import JoinDialog
from itow_desktop.ui.dialogs.places.property_facts import PropertyDialog
from itow_desktop.ui.dialogs.places.property_window import PropertyWindow
from itow_desktop.ui.dialogs.places.sign import SignDialog
from itow_desktop.ui.dialogs.places.spelling import SpellingDialog
from itow_desktop.ui.rooms.places import PlacesRoom

_LONG = "Riverside Gardens at Mill Creek Senior Cooperative Apartments, Townhomes and Marina of Grand Blanc Charter Township"


def properties(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The list, the page of a property with something in each part, one with a long name, one nobody opened."""
    room = _room(stage)
    rows = sorted(stage.office.desk.places.properties(), key=lambda row: -row.open)
    _furnish(stage, rows)
    stage.office.bus.agencies_changed.emit()
    stage.window.show_pane(room.pane.key)
    stage.settle()
    room.pane.choose(rows[0].place.key)
    yield "properties", stage.window
    window = room.show_property(rows[0].place.key)
    stage.settle()
    for place, name in enumerate(("agreement", "callers", "signs", "tows", "complaints", "changes")):
        window.tabs.setCurrentIndex(place)
        yield f"property-{name}", window
    yield from _dialogs(stage, window)
    window.close()
    for name, row in (("property-long", rows[1]), ("property-new", rows[2])):
        other = room.show_property(row.place.key)
        stage.settle()
        yield name, other
        other.close()
    stage.settle()


def _dialogs(stage: Stage, window: PropertyWindow) -> Iterator[tuple[str, QWidget]]:
    page = window.page
    if page is None:
        raise AssertionError("the page was settled")
    window.edit()
    yield from _dialog(stage, "property-edit", PropertyDialog)
    window.deeds.join(page.place.key, window)
    yield from _dialog(stage, "property-same", JoinDialog)
    window.tows.caller_asked.emit(next(line.tow.custody_id for line in page.tows if line.doubt))
    yield from _dialog(stage, "property-caller", CallerDialog)
    window.callers.end_asked.emit(page.callers[0])
    yield from _dialog(stage, "property-caller-end", EndCallerDialog)
    window.signs.edit_asked.emit(page.signs[0])
    yield from _dialog(stage, "property-sign", SignDialog)
    window.complaints.add_asked.emit()
    yield from _dialog(stage, "property-complaint", ComplaintDialog)


def departments(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The list, the page of the department with most cars, its dialogs, its call sheet."""
    desk, kim, room = stage.office.desk.places, stage.office.who.person, _room(stage)
    row = max(desk.departments(), key=lambda each: (each.to_call, each.uses.cars))
    desk.save_department(kim, replace(row.agency, phone="555-555-0100", fax="555-555-0101", hours="day and night", preferred="phone"))
    desk.save_contact(kim, row.agency.id, Contact(0, "Sgt. Roe", "records", "555-555-0102", "records@police.example"))
    desk.save_names_and_places(kim, row.agency.id, ["BPD"], desk.department(row.agency.id).places)
    stage.office.bus.agencies_changed.emit()
    listed = room.show_departments()
    stage.settle()
    listed.list.choose(row.agency.id)
    yield "departments", listed
    window = room.show_spellings()
    stage.settle()
    yield "spellings", window
    window.tried.setText("MMTWP (north of Coldwater Rd)")
    window.add()
    yield from _dialog(stage, "spelling", SpellingDialog)
    window.close()
    page = room.show_department(row.agency.id)
    stage.settle()
    for place, name in enumerate(("reach", "people", "changes")):
        page.tabs.setCurrentIndex(place)
        yield f"department-{name}", page
    page.edit()
    yield from _dialog(stage, "department-edit", DepartmentDialog)
    if page.page is not None:
        room.departments.names(page.page, page)
        yield from _dialog(stage, "department-names", NamesDialog)
    room.departments.contact(row.agency, None, page)
    yield from _dialog(stage, "department-contact", ContactDialog)
    room.departments.join(row.agency.id, page)
    yield from _dialog(stage, "department-same", JoinDialog)
    room.departments.call_sheet(row.agency.id, row.agency.name, page)
    yield from _dialog(stage, "call-sheet", PaperDialog)
    page.close()
    listed.close()
    stage.settle()


def _furnish(stage: Stage, rows: list[PropertyRow]) -> None:
    desk, kim, today = stage.office.desk.places, stage.office.who.person, stage.office.desk.today()
    place, long, tow = rows[0].place, rows[1].place, desk.property(rows[0].place.key).tows[0].tow
    agreed = replace(
        place, phone="555-555-0140", contract="Signed by the owner, paper in folder P-12. Call the office before weekends.",
        contract_from=today - timedelta(days=345), contract_until=today + timedelta(days=20), miles=Decimal("4.5"),
    )  # fmt: skip
    desk.save_property(kim, agreed)
    desk.save_property(kim, replace(long, name=_LONG, miles=Decimal("17.2"), contract_until=today - timedelta(days=3)))
    desk.save_caller(kim, place.key, Caller(0, "Pat Doe", "manager", tow.requested_by_phone or "555-555-0141"))
    desk.save_caller(kim, place.key, Caller(0, "Lee Roe", "security", "555-555-0142", until=today - timedelta(days=60)))
    everything = frozenset(SignCheck)
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "sign.png"
        photo.write_bytes(_sign())
        desk.save_sign(kim, place.key, Sign(0, "North gate", today - timedelta(days=40), True, everything), photo)
        some = frozenset({SignCheck.WORDS, SignCheck.SERVICE})
        desk.save_sign(kim, place.key, Sign(0, "Drive from the back street", today - timedelta(days=400), None, some, "Bent"), photo)
    desk.save_complaint(kim, place.key, Complaint(0, today - timedelta(days=1), "Sam Poe", "Says he had a permit.", tow.custody_id))
    settled = Complaint(0, today - timedelta(days=30), "Kit Moe", "Wanted a refund.", answer="Sign shown.", settled_on=today)
    desk.save_complaint(kim, place.key, settled)


def _sign() -> bytes:
    picture = Image.new("RGB", (900, 675), (120, 150, 120))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((250, 120, 650, 520), fill="white", outline=(180, 20, 20), width=16)
    draw.text((300, 200), "TOW-AWAY ZONE", fill=(180, 20, 20), font_size=40)
    draw.text((300, 300), "555-555-0100", fill="black", font_size=44)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _dialog(stage: Stage, name: str, kind: type[QDialog]) -> Iterator[tuple[str, QWidget]]:
    dialog = stage.dialog(kind)
    yield name, dialog
    dialog.done(0)
    stage.settle()


def _room(stage: Stage) -> PlacesRoom:
    return next(each for each in stage.office.rooms if isinstance(each, PlacesRoom))
