"""What is pictured of files that come in: the sign over the window, columns, what a file would bring, a file that cannot be read."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.ui.rooms.incoming import IncomingRoom

_OWN = ("Ticket", "Day", "What", "License", "Serial no.", "Where", "Remark of the driver")
_TOWBOOK = ("Stock #", "Call #", "Account", "Vehicle", "Plate", "VIN", "Impound Date", "Release Date", "Towed From")


def incoming(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A table of somebody's own, then a list of TowBook's that names cars of this office, then what is no list."""
    room = next(each for each in stage.office.rooms if isinstance(each, IncomingRoom))
    if (drops := room.drops) is not None:
        drops.show_sign()
        yield "import-file-drop", stage.window
        drops.sign.hide()
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "Downloads"
        folder.mkdir()
        own, towbook, empty = _own(folder, stage), _towbook(folder, stage), folder / "empty.csv"
        empty.touch()
        room.take([own, towbook, empty])
        stage.settle()
        window = room.show_window()
        choices = window.columns.choices
        for place, label in enumerate(("Call number", "Towed (day, or day with time)", "Year, make and model in one", "Plate", "VIN")):
            choices[place].setCurrentIndex(choices[place].findText(label))
        choices[5].setCurrentIndex(choices[5].findText("Towed from"))
        yield "import-file-columns", window
        choices[6].setCurrentIndex(choices[6].findText("Plate"))
        yield "import-file-problem", window
        window.go_on()
        stage.settle()
        yield "import-file-preview", window
        window.go_on()
        stage.settle()
        yield "import-file-trouble", window
        window.close()
    stage.settle()


def _own(folder: Path, stage: Stage) -> Path:
    day = stage.office.desk.today() - timedelta(days=9)
    towed, car = f"{day.month}/{day.day}/{day.year}", "2011 Chevrolet Malibu (Gray)"
    rows = [
        (f"T-{number}", towed, car, f"XYZ{number:04}", f"1G1ZC5E08BF{number:06}", "9 Elm St, Burton, MI", "" if number % 3 else "flat tire")
        for number in range(1, 40)
    ]
    return _written(folder / "our own list.csv", [_OWN, *rows])


def _towbook(folder: Path, stage: Stage) -> Path:
    desk = stage.office.desk
    day = desk.today() - timedelta(days=2)
    rows = [
        (str(10000000 + number), str(61000 + number), ".PPI", "2002 Nissan Maxima (Gold)", f"ABC{number:04}", f"1G1ZZ5EU0AF{number:06}",
         f"{day.month}/{day.day}/{day.year} 10:00 AM", "", "123 Oak St, Burton, MI 48509")
        for number in range(1, 25)
    ]  # fmt: skip
    for place, row in enumerate(desk.vehicles(stage.office.vehicles.model.query).rows[:12]):
        fields = desk.card(row.custody_id).car.fields
        color = "Champagne" if place % 3 == 0 else fields.color
        car = f"{fields.year or ''} {fields.make or ''} {fields.model or ''} ({color})".strip()
        marks = (fields.plate or "", fields.vin or "")
        rows.append((str(20000000 + place), fields.call_number or "", fields.account or "", car, *marks, "", "", ""))
    rows.append(("", "", ".PPI", "2009 Ford Focus (Blue)", "NONUMBER", "1.2E+16", "", "", "Elm St"))
    return _written(folder / "impounds.csv", [_TOWBOOK, *rows])


def _written(path: Path, rows: list[tuple[str, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return path
