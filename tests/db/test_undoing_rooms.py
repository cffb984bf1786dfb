"""What each room of the office does goes back step by step and comes again: reminders, calls, files, spots, places, views."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Lock

from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.attachments import FileSource
from itow_desktop.domain.bin import Kind
from itow_desktop.domain.departments import Contact
from itow_desktop.domain.phone_log import Direction, standing_calls
from itow_desktop.domain.properties import Caller, Complaint
from itow_desktop.domain.reminders import ReminderState
from itow_desktop.services import attaching, departments, keeping_properties, keeping_views, lot, properties, reminding
from itow_desktop.services.phoning import CallNote, correct_call, log_call, phone_calls, withdraw_call
from itow_desktop.services.saved_views import SavedView, ViewDefinition
from itow_desktop.services.undoing import redo, undo, undo_state
from itow_desktop.services.voiding import bin_content, restore
from tests.builders import NOW
from tests.db.cars import agency_id, bring_one, card, columns
from tests.db.offices import OpenOffice
from tests.pictures import photo

PICTURES = FilePictures(Lock())
Steps = list[Callable[[], object]]


def back_and_forth(office: OpenOffice, state: Callable[[], object], steps: Steps) -> None:
    """Do it all, take it all back, do it all again, take it all back: after each step it is as it was there."""
    states = [state()]
    for step in steps:
        step()
        assert state() != states[-1]
        states.append(state())
    for _ in range(2):
        for place in reversed(range(len(steps))):
            last = undo_state(office.shift).undo
            assert last is not None
            assert undo(office.shift, last.deed_id).left == ()
            assert state() == states[place]
        for place in range(len(steps)):
            last = undo_state(office.shift).redo
            assert last is not None
            assert redo(office.shift, last.deed_id).left == ()
            assert state() == states[place + 1]


def test_reminders(private_office: OpenOffice) -> None:
    shift, car = private_office.shift, bring_one(private_office)

    def state() -> object:
        return [(each.text, each.due, each.state) for each in reminding.car_reminders(shift, car) if each.state is not ReminderState.VOID]

    def first() -> int:
        return reminding.car_reminders(shift, car)[0].id

    back_and_forth(
        private_office,
        state,
        [
            lambda: reminding.add_reminder(shift, "call the bank", date(2026, 3, 10), custody_id=car),
            lambda: reminding.move_reminder(shift, first(), date(2026, 3, 12)),
            lambda: reminding.reminder_done(shift, first()),
        ],
    )


def test_phone_calls(private_office: OpenOffice) -> None:
    shift, car = private_office.shift, bring_one(private_office)

    def standing() -> list[int]:
        return [call.id for call in standing_calls(phone_calls(shift, car))]

    def state() -> object:
        return [(call.said, call.name) for call in standing_calls(phone_calls(shift, car))]

    back_and_forth(
        private_office,
        state,
        [
            lambda: log_call(shift, car, CallNote(NOW, Direction.OUT, "The owner comes tomorrow.", "Pat Example")),
            lambda: correct_call(shift, car, standing()[0], CallNote(NOW, Direction.OUT, "The owner comes on Friday.", "Pat Example")),
            lambda: withdraw_call(shift, car, standing()[0], "It was about another car."),
        ],
    )


def test_files_and_the_bin_they_lie_in(private_office: OpenOffice) -> None:
    shift, car = private_office.shift, bring_one(private_office)

    def attach() -> None:
        for _ in attaching.attach(shift, PICTURES, car, [attaching.Pasted("front.jpg", photo())], FileSource.CLIPBOARD):
            pass

    def files() -> list[int]:
        return [file.id for file in attaching.attachments(shift, car)]

    def state() -> object:
        return files()

    back_and_forth(private_office, state, [attach, lambda: attaching.void_attachments(shift, files(), "blurred")])
    (thing,) = bin_content(shift)
    assert (thing.kind, thing.custody_id, thing.label, thing.reason, thing.by) == (Kind.FILE, car, "front.jpg (ABC1234)", "blurred", "Kim")
    assert thing.at is not None
    restore(shift, [thing])
    assert files() == [thing.id]
    assert bin_content(shift) == ()


def test_spots_and_keys(private_office: OpenOffice) -> None:
    shift, car = private_office.shift, bring_one(private_office)

    def state() -> object:
        held = columns(private_office, car)
        return held["spot"], held["keys"], held["key_tag"]

    back_and_forth(
        private_office,
        state,
        [
            lambda: lot.move_cars(shift, [car], "C-1"),
            lambda: lot.move_cars(shift, [car], "C-2"),
            lambda: lot.keep_keys(shift, [car], here=True, tag="hook 7"),
        ],
    )
    moved = [(move.from_spot, move.to_spot) for move in lot.moves(shift, car)]
    assert len(moved) == 2 + 2 * 4  # a car that goes back has moved too


def test_what_is_known_of_a_property(private_office: OpenOffice) -> None:
    shift, car = private_office.shift, bring_one(private_office)
    key = card(private_office, car).car.fields.property_key or ""

    def page() -> properties.PropertyPage:
        return properties.property_page(shift, key)

    def state() -> object:
        found = page()
        return replace(found.place, id=0), [replace(each, id=0) for each in found.callers], [each.about for each in found.complaints]

    back_and_forth(
        private_office,
        state,
        [
            lambda: keeping_properties.save_property(shift, replace(page().place, name="Oak Apartments", phone="810-555-0123")),
            lambda: keeping_properties.save_caller(shift, key, Caller(0, "Pat Example", "manager", "810-555-0123")),
            lambda: keeping_properties.save_complaint(shift, key, Complaint(0, date(2026, 3, 3), "Sam Example", "No sign at the gate.")),
            lambda: keeping_properties.save_property(shift, replace(page().place, name="Oak Apartments East", phone=None)),
        ],
    )


def test_how_a_department_is_reached(private_office: OpenOffice) -> None:
    shift, clio = private_office.shift, agency_id(private_office, "Clio Police Department")

    def state() -> object:
        found = departments.department_page(shift, clio)
        return [replace(each, id=0) for each in found.contacts], found.aliases, found.places

    places = departments.department_page(shift, clio).places
    back_and_forth(
        private_office,
        state,
        [
            lambda: departments.save_contact(shift, clio, Contact(0, "Sgt. Ames", "records", "810-555-0188")),
            lambda: departments.save_names_and_places(shift, clio, ["Clio PD"], [*places, "Vienna Township"]),
            lambda: departments.save_names_and_places(shift, clio, [], list(places)),
        ],
    )


def test_views(private_office: OpenOffice) -> None:
    shift = private_office.shift

    def state() -> object:
        return [(view.name, view.definition) for view in keeping_views.views_of(shift)]

    def mine() -> SavedView:
        return keeping_views.views_of(shift)[-1]

    back_and_forth(
        private_office,
        state,
        [
            lambda: keeping_views.add_view(shift, SavedView(0, "Elm cars", ViewDefinition(), shift.person.id if shift.person else None)),
            lambda: keeping_views.change_view(shift, replace(mine(), name="Elm Street")),
            lambda: keeping_views.void_view(shift, mine()),
        ],
    )
