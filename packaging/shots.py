"""A picture of every pane and dialog, in light and dark, at the sizes and scales offices have."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMenu, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from itow_desktop.domain.errors import Trouble  # noqa: E402
from itow_desktop.domain.events import Event, EventKind  # noqa: E402
from itow_desktop.services.views import DocumentInfo  # noqa: E402
from itow_desktop.ui.assets import Styles, Tone  # noqa: E402
from itow_desktop.ui.bus import Bus  # noqa: E402
from itow_desktop.ui.dialogs.car_form import CarForm  # noqa: E402
from itow_desktop.ui.dialogs.car_forms import CarForms  # noqa: E402
from itow_desktop.ui.dialogs.questions import ask  # noqa: E402
from itow_desktop.ui.dialogs.trouble import show_trouble  # noqa: E402
from itow_desktop.ui.main_window import MainWindow  # noqa: E402
from itow_desktop.ui.memory import NoMemory, WindowMemory  # noqa: E402
from itow_desktop.ui.panes.details import DetailsPanel  # noqa: E402
from itow_desktop.ui.panes.vehicles import VehiclesPane  # noqa: E402
from itow_desktop.ui.tasks import TaskRunner  # noqa: E402
from itow_desktop.ui.theme import Theme  # noqa: E402
from itow_desktop.ui.who import Who  # noqa: E402
from itow_desktop.ui.widgets.status_lights import Light  # noqa: E402
from tests.ui.yard import PEOPLE, TODAY, ZONE, Yard  # noqa: E402


@dataclass(frozen=True, slots=True)
class Camera:
    """One way to look at everything: logical size and scale of the screen, light or dark."""

    name: str
    width: int
    height: int
    scale: float
    dark: bool


CAMERAS = tuple(
    Camera(f"{name}-{'dark' if dark else 'light'}", width, height, scale, dark)
    for name, width, height, scale in (("1366x768", 1366, 768, 1.0), ("1920x1080", 1920, 1080, 1.0), ("150", 1280, 720, 1.5))
    for dark in (False, True)
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The open window and what a screen needs to bring itself about."""

    window: MainWindow
    runner: TaskRunner
    settle: Callable[[], None]
    """Waits until nothing is under way and everything is drawn."""


Screen = Callable[[Stage], Iterator[tuple[str, QWidget]]]
"""Brings things about, yields a name and the widget to be pictured, tidies up."""


def main(argv: list[str]) -> int:
    """Take all pictures, each camera in a process of its own, since Qt takes its scale at the start."""
    parser = argparse.ArgumentParser(prog="shots.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", help="camera or screen names that contain this")
    parser.add_argument("--camera", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.camera is not None:
        return take(next(camera for camera in CAMERAS if camera.name == options.camera), options.folder)
    cameras = [camera for camera in CAMERAS if options.only is None or options.only in camera.name]
    return next((code for camera in cameras if (code := taken_apart(camera, options.folder))), 0)


def taken_apart(camera: Camera, folder: Path) -> int:
    """Run one camera in a child with a screen of its size; answers the exit code."""
    width, height = round(camera.width * camera.scale), round(camera.height * camera.scale)
    screen = {"name": "shots", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary) / "screen.json"
        config.write_text(json.dumps({"screens": [screen]}), "utf-8")
        surroundings = os.environ | {"QT_SCALE_FACTOR": str(camera.scale), "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
        command = [sys.executable, __file__, str(folder), "--camera", camera.name]
        return subprocess.run(command, env=surroundings, check=False).returncode


def take(camera: Camera, folder: Path) -> int:
    """Picture every screen."""
    app = QApplication([])
    theme = Theme(app, Styles(ROOT / "resources" / "styles"))
    theme.use(Qt.ColorScheme.Dark if camera.dark else Qt.ColorScheme.Light)
    with opened() as stage:
        stage.window.resize(QSize(camera.width, camera.height))
        stage.window.show()
        stage.settle()
        for screen in SCREENS:
            for name, widget in screen(stage):
                stage.settle()
                path = folder / f"{name}-{camera.name}.png"
                if not widget.grab().save(str(path)):
                    print(f"{path} could not be written", file=sys.stderr)
                    return 1
                print(path)
    return 0


@contextmanager
def opened() -> Iterator[Stage]:
    """The window over an invented yard."""
    yard, bus, runner, who = Yard(312), Bus(), TaskRunner(), Who(PEOPLE[0])
    furnish(yard)
    long_names(yard)
    pane = VehiclesPane(runner, bus, yard.pages, zone=lambda: ZONE, today=lambda: TODAY, print_list=lambda *_: None)
    details = DetailsPanel(runner, bus, yard.card, yard.agencies, zone=lambda: ZONE, today=lambda: TODAY)
    forms = CarForms(runner, bus, yard.deeds(), who)
    window = MainWindow([pane], details, forms, who=who, memory=WindowMemory(NoMemory()), version="0.1")
    window.offer_people(PEOPLE)
    window.lights.set_light("Database", Light.GREEN, "this PC, connected")
    window.lights.set_light("TowBook", Light.AMBER, "not signed in")
    window.lights.set_light("Copy saved", Light.RED, "never")
    pane.start()
    try:
        yield Stage(window, runner, lambda: settle(runner))
    finally:
        runner.close()


def furnish(yard: Yard) -> None:
    """Cars that show every part of the details."""
    yard.towbook_says(1, "color", "Silver")
    made = datetime(2026, 5, 19, 21, 12, tzinfo=UTC)
    yard.documents[1] = (DocumentInfo(1, 1, "top", "TOP 21359.pdf", "0" * 64, 31_000, made, "Kim"),)
    yard.happened(1, Event("l1", EventKind.LETTER_PRINTED, at=made, data={"letter": "top"}, recorded_by="Kim"))
    held = {"hold": "police", "authority": "Flint Township Police Department"}
    yard.happened(
        2, Event("h1", EventKind.HOLD_PLACED, at=made - timedelta(hours=3), data=held, note="evidence, do not touch", recorded_by="Kim")
    )


def long_names(yard: Yard) -> None:
    """A car whose every field is longer than anybody planned for, right-to-left text and emoji among them."""
    car = yard.cars[3]
    facts = replace(
        car.fields,
        make="Freightliner Custom Chassis Corporation",
        model="XC-R Super Sport Extended Crew Cab Long Bed",
        color="two-tone burgundy metallic over champagne",
        spot="Overflow lot behind the old mill, row 12",
        business="Riverside Gardens at Mill Creek Senior Cooperative Apartments and Marina \N{SAILBOAT}",
        towed_from="12345 North Saginaw Boulevard Service Drive, Building 7, Mount Morris Charter Township, MI 48458",
        requested_by="\u05e9\u05dc\u05d5\u05dd Alexandria Fitzgerald-Montgomery, night manager",
        complaint_number="W" * 60,
        agency_id=None,
    )
    yard.cars[3] = replace(car, fields=facts)
    yard.rows[2] = replace(
        yard.rows[2], make=facts.make, model=facts.model, color=facts.color, spot=facts.spot, towed_from=facts.towed_from
    )
    note = "He said the car belongs to his cousin, that the plates are in the trunk and that he will come back on Tuesday. " * 3
    yard.happened(3, Event("n1", EventKind.NOTE, at=datetime(2026, 5, 19, 22, 5, tzinfo=UTC), note=note.strip(), recorded_by="Kim"))


def settle(runner: TaskRunner) -> None:
    """Turn the event loop until all work is done and the timers of the window have fired."""
    loop = QEventLoop()
    calm = QTimer()
    calm.setInterval(120)
    calm.timeout.connect(lambda: None if runner.busy else loop.quit())
    calm.start()
    loop.exec()


# --- the screens: whoever writes a pane adds its pictures here --------------------------------------------------------


def vehicles(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The list with details, several selected, empty, with news."""
    window = stage.window
    window.show_pane("vehicles")
    pane = vehicle_list(stage)
    pane.table.choose(0)
    yield "vehicles", window
    pane.table.choose(1)
    yield "vehicles-hold", window
    pane.table.choose(2)
    yield "vehicles-long", window
    pane.table.selectAll()
    pane.news.tell("The database does not answer. What you see is from 7:42.", Tone.LATE, "&Try again")
    yield "vehicles-selected", window
    pane.news.clear()
    window.find_box.setText("zzz")
    yield "vehicles-empty", window
    window.find_box.clear()
    pane.table.choose(0)


def vehicle_list(stage: Stage) -> VehiclesPane:
    """The pane with the list."""
    return next(pane for pane in stage.window.all_panes if isinstance(pane, VehiclesPane))


def menus(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Each menu, and the column chooser."""
    for menu in stage.window.menus:
        menu.popup(stage.window.mapToGlobal(QPoint(40, 40)))
        yield f"menu-{menu.title().replace('&', '').lower()}", menu
        menu.close()
    columns: QMenu = vehicle_list(stage).table.column_menu()
    columns.popup(stage.window.mapToGlobal(QPoint(40, 40)))
    yield "menu-columns", columns
    columns.close()


def car_forms(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Adding, editing, and what a form says about mistakes."""
    window = stage.window
    window.forms.add()
    stage.settle()
    new = window.forms.open_forms[0]
    yield "car-add", new
    spoil(new)
    yield "car-add-problems", new
    new.paper.put(dict.fromkeys(("year", "plate_state", "towed_at", "vin"), ""))
    new.close()
    stage.settle()
    window.forms.edit(1)
    stage.settle()
    yield "car-edit", window.forms.open_forms[-1]
    window.forms.close_all()


def spoil(form: CarForm) -> None:
    """Type some things that cannot be."""
    form.paper.put({"year": "20111"})
    form.paper.put({"plate_state": "MICH"})
    form.paper.put({"towed_at": "31/31"})
    form.paper.put({"vin": "1G1ZC5E00BF123456"})
    form.save()


def messages(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A trouble, a question."""
    trouble = show_trouble(stage.window, Trouble("The database does not answer. What you typed is still here. Try again in a minute."))
    yield "trouble", trouble
    trouble.close()
    question = ask(
        stage.window,
        "Edit",
        "What you typed is not saved yet.",
        [("&Save", None), ("&Discard what I typed", None), ("&Keep editing", None)],
    )
    yield "question", question
    question.close()


SCREENS: list[Screen] = [vehicles, menus, car_forms, messages]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
