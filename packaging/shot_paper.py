"""What is pictured of paper and files from outside: lines that are caught up with, photos that are taken along."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.services.taking_files import Offer
from itow_desktop.ui.rooms.catching_up import CatchUpRoom
from itow_desktop.ui.rooms.taking import TakingRoom


def catching_up(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A sheet as somebody copies it: right lines, a wrong one, two that need a word."""
    office = stage.office
    room = next(each for each in office.rooms if isinstance(each, CatchUpRoom))
    rows = [row for row in office.desk.vehicles(office.vehicles.model.query).rows if row.plate and row.towed_at][:6]
    room.open()
    stage.settle()
    window = room.window
    if window is None:
        raise LookupError("the window did not open")
    first, second, third, fourth = (row.call_number or row.plate or "" for row in rows[:4])
    day = f"{rows[0].towed_at:%m%d%y}"
    window.cells.paste(
        [
            [first, "call", day, "9:05", "Sgt. Lee", "26-4411", "from the tow sheet"],
            [second, "call", day, "?", "Sgt. Lee"],
            [third, "lein", "-1", "", "Burton PD"],
            [fourth, "hearing ask", "t", "", "67th District Court", "", "envelope in the drawer"],
            ["99999", "TR-52L in", "t"],
            [rows[4].plate or "", "picked up", "t", "16:20", "Jo Miller", "MI license"],
        ]
    )
    window.check()
    stage.settle()
    window.go_to((8, "mark"))
    stage.settle()
    yield "catch-up", window
    window.close()
    stage.settle()


def taking_files(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A folder of photos: most find their cars, two do not, one is there twice."""
    office = stage.office
    room = next(each for each in office.rooms if isinstance(each, TakingRoom))
    calls = [row.call_number for row in office.desk.vehicles(office.vehicles.model.query).rows if row.call_number][:3]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "Tow photos")
        names = (
            f"{calls[0]}.jpg",
            f"{calls[0]}_2.jpg",
            f"{calls[1]}/IMG_1.jpg",
            f"{calls[1]}/IMG_2.jpg",
            f"call {calls[2]} invoice.jpg",
            "door.jpg",
        )
        for shade, name in enumerate((*names, f"{calls[0]} {calls[2]}.jpg")):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (320, 240), (40 * shade, 90, 120)).save(path)
        (folder / f"{calls[0]}_3.jpg").write_bytes((folder / f"{calls[0]}.jpg").read_bytes())
        room.offer(Offer(folder))
        stage.settle()
        window = room.window
        if window is None:
            raise LookupError("the window did not open")
        window.where.setText(r"C:\Tow photos")
        window.table.selectRow(0)
        yield "photos", window
        window.take_all()
        stage.settle()
        yield "photos-taken", window
        window.close()
    stage.settle()
