"""What is pictured of catching up: lines from paper, some not right yet."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.ui.rooms.catching_up import CatchUpRoom


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
