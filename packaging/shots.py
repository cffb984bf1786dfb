"""A picture of every pane and dialog, in light and dark, at the sizes and scales offices have."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from PySide6.QtCore import QMessageLogContext, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from shot_screens import SCREENS
from shot_stage import Stage

from itow_desktop.app import OfficeWindow
from itow_desktop.cli.practice_office import practice_machine
from itow_desktop.opening import opened, resources
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo, Tray
from itow_desktop.ui.assets import Styles
from itow_desktop.ui.theme import Theme

CALLS = 48


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


class PicturedPrinter:
    """The printer of an office that has one; nothing is sent to it."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        return (PrinterInfo("FrontDesk", "Front desk laser", default=True, trays=(Tray("Upper", "Upper"), Tray("Lower", "Lower"))),)

    def print_pdf(self, pdf: bytes, choice: PrinterChoice, title: str) -> None:
        """Pictures are taken before anything is printed."""
        raise NotImplementedError


def main(argv: list[str]) -> int:
    """Take all pictures, each camera in a process of its own, since Qt takes its scale at the start."""
    parser = argparse.ArgumentParser(prog="shots.py", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", metavar="WORD", default="", help="cameras whose name contains this, such as 1366x768-light")
    parser.add_argument("--camera", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.camera is not None:
        return take(next(camera for camera in CAMERAS if camera.name == options.camera), options.folder)
    cameras = [camera for camera in CAMERAS if options.only in camera.name]
    return next((code for camera in cameras if (code := taken_apart(camera, options.folder))), 0)


def taken_apart(camera: Camera, folder: Path) -> int:
    """Run one camera in a child whose screen has its size; answers the exit code."""
    width, height = round(camera.width * camera.scale), round(camera.height * camera.scale)
    screen = {"name": "shots", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary) / "screen.json"
        config.write_text(json.dumps({"screens": [screen]}), "utf-8")
        surroundings = os.environ | {"QT_SCALE_FACTOR": str(camera.scale), "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
        command = [sys.executable, __file__, str(folder), "--camera", camera.name]
        return subprocess.run(command, env=surroundings, check=False).returncode


def take(camera: Camera, folder: Path) -> int:
    """Picture every screen; answers 1 when a picture could not be written."""
    qInstallMessageHandler(_warn)
    app = QApplication([])
    theme = Theme(app, Styles(resources() / "styles"))
    theme.use(Qt.ColorScheme.Dark if camera.dark else Qt.ColorScheme.Light)
    with demo_office() as office:
        office.window.resize(QSize(camera.width, camera.height))
        office.show()
        stage = Stage(office)
        stage.settle()
        for screen in SCREENS:
            for name, widget in screen(stage):
                widget.activateWindow()
                stage.settle()
                path = folder / f"{name}-{camera.name}.png"
                if not widget.grab().save(str(path)):
                    print(f"{path} could not be written", file=sys.stderr)
                    return 1
                print(path)
    return 0


def _warn(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's messages, less those that say what a screen in memory cannot do."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


@contextmanager
def demo_office() -> Iterator[OfficeWindow]:
    """The window on a new practice office: a database, a TowBook, nobody known yet."""
    pdfium = Lock()
    with practice_machine(CALLS) as machine, opened(machine, PicturedPrinter(), pdfium) as ports:
        office = OfficeWindow(machine, ports)
        try:
            yield office
        finally:
            office.window.close()
            office.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
