"""What is pictured: each pane and dialog of the demo office, brought about as a person would."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from PySide6.QtCore import QEventLoop, QPoint
from PySide6.QtWidgets import QDialog, QWidget
from shot_beginning import beginning, same_car
from shot_cars import cars_files
from shot_charges import charges, fees
from shot_checking import checking
from shot_desk import desk_work, two_people
from shot_editing import editing
from shot_imports import imports_by_themselves
from shot_incoming import incoming
from shot_law import dotted, law
from shot_letters import letter_words, letters
from shot_mail import mail_run
from shot_mail_back import mail_back
from shot_office import evening_papers, public_sales
from shot_old import old_database
from shot_outbox import outbox
from shot_paper import catching_up, taking_files
from shot_parties import parties
from shot_people import database, people
from shot_places import departments, properties
from shot_printing import printing
from shot_proof import proof
from shot_queue import queue_work
from shot_record import recording
from shot_reports import reports
from shot_rules import rules_in_use
from shot_stage import Screen, Stage
from shot_yard import lot, lot_walk, office_settings

from itow_desktop.cli.practice_office import FOUNDING
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.events import EventKind, EventSource
from itow_desktop.domain.filters import Missing
from itow_desktop.services.editing import Edit
from itow_desktop.services.recording import Entry
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.about import show_about
from itow_desktop.ui.dialogs.car_form import CarForm
from itow_desktop.ui.dialogs.finding.pick import PickDialog
from itow_desktop.ui.dialogs.first_run import FirstRunSheet
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.dialogs.trouble import show_trouble
from itow_desktop.ui.queue_text import WRITTEN, Verb
from itow_desktop.ui.rooms.finding import FindingRoom
from itow_desktop.ui.rooms.help import HelpRoom

# The first asks nothing, the others are pictured with their own screens and with the desk's work.
_ELSEWHERE = {
    Verb.STILL_HERE, Verb.ALREADY_DONE, Verb.SAME, Verb.LIFT, Verb.HOLD, Verb.PUBLIC_SALE, Verb.TR52LR_FACTS, *WRITTEN,
}  # fmt: skip
_DIALOG_VERBS = [verb for verb in Verb if verb not in _ELSEWHERE]
_FOR_ONE = {Verb.PICKED_UP, Verb.WHY}
_LONG_NOTE = "He said the car belongs to his cousin, that the plates are in the trunk and that he will be back on Tuesday. " * 3


def first_minutes(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The sheet of a new office, then each pane with nothing in it."""
    sheet = stage.dialog(FirstRunSheet)
    sheet.folder.setText(r"D:\iTow backups")
    yield "first-run", sheet
    sheet.reject()
    person = stage.office.desk.found(FOUNDING)
    stage.office.who.become(person)
    stage.office.bus.people_changed.emit()
    for pane in stage.window.all_panes:
        stage.window.show_pane(pane.key)
        yield f"{pane.key}-empty", stage.window


def importing(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Sign-in, an import under way, its result."""
    imports = stage.office.imports
    stage.window.show_pane(imports.key)
    stage.settle()
    imports.sign_in()
    yield "towbook-sign-in", stage.dialog(QDialog)
    _close_dialogs(stage)
    finished = QEventLoop()
    stage.office.bus.import_finished.connect(finished.quit)
    imports.button.click()
    finished.exec()
    stage.settle()
    yield "import-result", stage.window


def furnish(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A hold, a difference to TowBook, fields longer than anybody planned for, cars nobody sorted. No picture of its own."""
    desk, kim = stage.office.desk, stage.office.who.person
    first, second, third, *unsorted = (row.custody_id for row in desk.vehicles(stage.office.vehicles.model.query).rows[:6])
    desk.edits.change_car(kim, Edit(first, {"color": "Champagne"}, {}))
    held = {"hold": "police", "authority": "Flint Police Department"}
    now = stage.office.desk.ports.clock.now()
    desk.record(kim, second, Entry(EventKind.HOLD_PLACED, at=now, data=held, note="evidence", source=EventSource.MY_CALL))
    long_fields = {
        "make": "Freightliner Custom Chassis Corporation",
        "model": "XC-R Super Sport Extended Crew Cab Long Bed",
        "color": "two-tone burgundy metallic over champagne",
        "spot": "Overflow lot behind the old mill, row 12",
        "business": "Riverside Gardens at Mill Creek Senior Cooperative Apartments and Marina \N{SAILBOAT}",
        "towed_from": "12345 North Saginaw Boulevard Service Drive, Building 7, Mount Morris Charter Township, MI 48458",
        "requested_by": "\u05e9\u05dc\u05d5\u05dd Alexandria Fitzgerald-Montgomery, night manager",
        "complaint_number": "W" * 60,
    }
    desk.edits.change_car(kim, Edit(third, long_fields, {}))
    transport = "Flatbed transport to the dealer in Saginaw, keys with the night manager"
    clues = ({"reason": transport}, {"account": "Burton PD", "reason": ""}, {"account": "", "reason": ""})
    for car, told in zip(unsorted, clues, strict=True):
        desk.edits.change_car(kim, Edit(car, {"custody": "unknown", **told}, {}))
    desk.record(kim, third, Entry(EventKind.NOTE, at=now - timedelta(hours=2), note=_LONG_NOTE.strip(), source=EventSource.PAPER))
    stage.office.bus.cars_changed.emit(frozenset())
    stage.office.bus.queue_changed.emit()
    stage.settle()
    yield from ()


def queue(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The day's work, and the dialog of every verb it offers."""
    pane = stage.office.queue
    stage.window.show_pane(pane.key)
    head = pane.model.index(0, 0)
    pane.list.setCurrentIndex(pane.model.index(0, 0, head))
    stage.settle()
    yield "queue", stage.window
    first = pane.model.groups[0]
    for verb in _DIALOG_VERBS:
        group = next((group for group in pane.model.groups if verb in group.verbs), first)
        pane.deeds.begin(verb, group.lines[:1] if verb in _FOR_ONE else group.lines)
        stage.settle()
        for dialog in stage.dialogs():
            yield f"queue-{verb.name.lower().replace('_', '-')}", dialog
        _close_dialogs(stage)


def vehicles(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The list with details, a hold, long names, several selected, nothing found."""
    window, pane = stage.window, stage.office.vehicles
    window.show_pane(pane.key)
    for row, name in enumerate(("vehicles", "vehicles-hold", "vehicles-long")):
        pane.table.choose(row)
        yield name, window
    pane.table.choose(0)
    pane.table.selectAll()
    pane.news.tell("The database does not answer. What you see is from 7:42.", Tone.LATE, "&Try again")
    yield "vehicles-selected", window
    pane.news.clear()
    window.find_box.setText("zzz")
    yield "vehicles-nothing-found", window
    window.find_box.clear()
    stage.settle()
    pane.table.choose(0)


def finding(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """What is found for words, for a slip of the finger, for nothing at all; a person's own cars."""
    window, pane = stage.window, stage.office.vehicles
    window.show_pane(pane.key)
    window.activateWindow()
    for row in pane.model.rows[:3]:
        pane.car_opened.emit(row.custody_id)
        stage.settle()
    window.details.show_car(pane.model.rows[1].custody_id)
    stage.settle()
    next(each for each in stage.office.rooms if isinstance(each, FindingRoom)).star.turn()
    stage.settle()
    window.find_box.take_focus()
    for name, text in (("find-words", "jeep burton"), ("find-slip", "malibo"), ("find-nothing", "zzzqq"), ("find-number", "118")):
        window.find_box.setText(text)
        stage.settle()
        yield name, window
    window.find_box.clear()
    stage.settle()
    yield "find-own", window
    pane.entered()
    stage.settle()


def views(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A narrowed list and its new view, every command, the shortcut card, what a scanner read."""
    window, pane = stage.window, stage.office.vehicles
    window.show_pane(pane.key)
    if pane.views is not None:
        pane.filters.set_filter(missing=frozenset({Missing.VIN, Missing.SPOT}))
        stage.settle()
        yield "vehicles-filtered", window
        pane.filters.set_filter(missing=frozenset(Missing), towed_days=30, needs=True, account="Riverside Gardens at Mill Creek .PPI")
        stage.settle()
        yield "vehicles-filtered-much", window
        pane.views.add()
        yield "view-name", stage.dialog(QDialog)
        _close_dialogs(stage)
        pane.views.back()
    room = next(each for each in stage.office.rooms if isinstance(each, FindingRoom))
    room.offer_commands()
    picking = stage.dialog(PickDialog)
    picking.line.setText("pr")
    yield "command-box", picking
    _close_dialogs(stage)
    room.show_card()
    yield "shortcut-card", stage.dialog(QDialog)
    _close_dialogs(stage)
    car = pane.model.rows[1]
    room.scanner.scanned.emit(car.vin or car.plate or "")
    stage.settle()
    yield "scanned", window
    room.scanner.scanned.emit("2HGZE7AA43Z000197")
    stage.settle()
    yield "scanned-unknown", window
    pane.news.clear()


def menus(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Each menu, the column chooser."""
    for menu in stage.window.menus:
        menu.popup(stage.window.mapToGlobal(QPoint(40, 40)))
        yield f"menu-{menu.title().replace('&', '').lower()}", menu
        menu.close()
    columns = stage.office.vehicles.table.column_menu()
    columns.popup(stage.window.mapToGlobal(QPoint(40, 40)))
    yield "menu-columns", columns
    columns.close()


def car_forms(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Adding, what a form says about mistakes, editing."""
    forms = stage.window.forms
    forms.add()
    new = stage.dialog(CarForm)
    yield "car-add", new
    wrong = {"year": "20111", "plate_state": "MICH", "towed_at": "31/31", "vin": "1G1ZC5E00BF123456"}
    new.paper.put(wrong)
    new.save()
    yield "car-add-problems", new
    new.paper.put(dict.fromkeys(wrong, ""))
    new.close()
    stage.settle()
    forms.edit(stage.office.vehicles.model.rows[0].custody_id)
    yield "car-edit", stage.dialog(CarForm)
    forms.close_all()


def messages(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A trouble, a question, a new person, which program this is."""
    window = stage.window
    trouble = Trouble("The database does not answer. What you typed is still here. Try again in a minute.")
    choices = [("&Save", None), ("&Discard what I typed", None), ("&Keep editing", None)]
    made: dict[str, Callable[[], QDialog]] = {
        "trouble": lambda: show_trouble(window, trouble),
        "question": lambda: ask(window, "Edit", "What you typed is not saved yet.", choices),
        "about": lambda: show_about(window, "0.1"),
    }
    for name, make in made.items():
        dialog = make()
        dialog.show()
        yield name, dialog
        dialog.close()


def manual(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A page of the manual with a picture, the law as it is computed."""
    room = next(each for each in stage.office.rooms if isinstance(each, HelpRoom))
    for page in ("departments", "law"):
        room.show_page(page)
        stage.settle()
        if room.help is not None:
            yield f"help-{page}", room.help
    room.close()


def papers(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The list as it is printed."""
    stage.window.show_pane(stage.office.vehicles.key)
    stage.office.vehicles.print_shown()
    yield "paper-list", stage.dialog(QDialog)
    _close_dialogs(stage)


def _close_dialogs(stage: Stage) -> None:
    for dialog in stage.dialogs():
        dialog.reject()
    stage.settle()


SCREENS: list[Screen] = [
    first_minutes, importing, imports_by_themselves, beginning, same_car, furnish, queue, queue_work, vehicles, lot, lot_walk, properties,
    departments, office_settings, cars_files, finding, views, menus, car_forms, editing, recording, parties, catching_up, fees, charges,
    letters, letter_words, printing, mail_run, mail_back, taking_files, messages, manual, papers, dotted, law, rules_in_use, reports,
    evening_papers, public_sales, outbox, proof, desk_work, two_people,
    checking, incoming, old_database, people, database,
]  # fmt: skip
"""In this order: later ones find what earlier ones brought about."""
