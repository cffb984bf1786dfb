"""What is pictured of the yard: the lot, a walk over it, the settings of the office."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw
from PySide6.QtWidgets import QDialog, QWidget
from shot_stage import Stage

from itow_desktop.domain.lot import row_of_spots
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.domain.walks import Finding
from itow_desktop.ui.dialogs.lot.keys import KeysDialog
from itow_desktop.ui.dialogs.lot.records import MovesDialog
from itow_desktop.ui.dialogs.lot.spots import SpotsDialog
from itow_desktop.ui.dialogs.lot.walk import WalkDialog
from itow_desktop.ui.dialogs.office.impound_rule import RuleDialog
from itow_desktop.ui.dialogs.office.settings import OfficeSettingsDialog
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.panes.lot import LotPane
from itow_desktop.ui.rooms.lot import LotRoom
from itow_desktop.ui.rooms.office import OfficeRoom


def lot(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """The lot with its rows, then the dialogs that hang on it."""
    desk, kim, room = stage.office.desk, stage.office.who.person, _room(stage)
    cars = [car.custody_id for car in desk.lot.lot().cars]
    rows = [*row_of_spots("C", 1, 8, position=0), *row_of_spots("D", 1, 5, position=8)]
    desk.settings.save_spots(kim, rows)
    stage.office.bus.office_changed.emit()
    places = ["C-1", "C-2", "C-4", "C-4", "C-6", "row D", "D-2", "by the fence"]
    for custody_id, place in zip(cars, places, strict=False):
        desk.lot.move(kim, [custody_id], place)
    desk.lot.keep_keys(kim, cars[1:3], here=True, tag="hook 7")
    desk.lot.give_file_numbers(kim, cars[:6])
    stage.window.show_pane(room.pane.key)
    room.pane.refresh()
    stage.settle()
    room.pane.choose_car(cars[1])
    room.pane.bar.place.setText("c4")
    yield "lot", stage.window
    room.pane.bar.place.clear()
    chosen = room.pane.model.cars(room.pane.table.selected_rows())
    room.ask_keys(chosen)
    yield from _dialog(stage, "lot-keys", KeysDialog)
    room.show_moves(chosen[0])
    yield from _dialog(stage, "lot-moves", MovesDialog)
    room.pane.spots_asked.emit()
    yield from _dialog(stage, "lot-spots", SpotsDialog)
    room.print_list()
    yield from _dialog(stage, "lot-list", PaperDialog)


def lot_walk(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """A walk in the middle, then what it came to."""
    room = _room(stage)
    cars = room.pane.view.cars if room.pane.view else ()
    room.walk()
    dialog = stage.dialog(WalkDialog)
    dialog.place.setText("C")
    for mark in (*(car.plate or "" for car in cars[:5]), "ZZZ 999"):
        dialog.take_scan(mark)
        stage.settle()
    yield "lot-walk", dialog
    desk, kim = stage.office.desk, stage.office.who.person
    if dialog.sheet is not None:
        rest = [line.custody_id for line in dialog.sheet.of(Finding.MISSING)[3:] if line.custody_id is not None]
        desk.lot.tick(kim, dialog.sheet.walk.id, rest, here=True, spot=None)
        walk_id = dialog.sheet.walk.id
        desk.lot.finish_walk(kim, walk_id)
        dialog.close()
        stage.settle()
        room.open_walk(walk_id)
        result = stage.dialog(WalkDialog)
        yield "lot-walk-result", result
        result.close()
    stage.settle()


def office_settings(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Each page of the settings."""
    room = next(each for each in stage.office.rooms if isinstance(each, OfficeRoom))
    room.show_settings()
    dialog = stage.dialog(OfficeSettingsDialog)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "logo.png"
        file.write_bytes(_logo())
        dialog.take_logo(file)
        stage.settle()
    dialog.days.day.setText("12/24")
    dialog.days.why.setText("Christmas Eve")
    dialog.days.add.click()
    dialog.pc.folder.setText(r"D:\iTow backups")
    for name, page in (
        ("company", dialog.head),
        ("days", dialog.days),
        ("words", dialog.words),
        ("letters", dialog.letters),
        ("pc", dialog.pc),
    ):
        dialog.pages.setCurrentWidget(page)
        yield f"office-settings-{name}", dialog
    yield from _impounds(stage, dialog)
    dialog.done(0)
    stage.settle()


def _impounds(stage: Stage, dialog: OfficeSettingsDialog) -> Iterator[tuple[str, QWidget]]:
    """A rule more, tried on the calls that came."""
    page = dialog.impounds
    dialog.pages.setCurrentWidget(page)
    page.add.click()
    rule = stage.dialog(RuleDialog)
    rule.words.setPlainText("abandon*\nfire lane")
    rule.answer.setCurrentIndex(rule.answer.findData(CustodyKind.PUBLIC_ABANDONED))
    yield "office-settings-rule", rule
    rule.accept()
    page.tried.click()
    stage.settle()
    yield "office-settings-impounds", dialog


def _dialog(stage: Stage, name: str, kind: type[QDialog]) -> Iterator[tuple[str, QWidget]]:
    dialog = stage.dialog(kind)
    yield name, dialog
    dialog.done(0)
    stage.settle()


def _room(stage: Stage) -> LotRoom:
    return next(each for each in stage.office.rooms if isinstance(each, LotRoom) and isinstance(each.pane, LotPane))


def _logo() -> bytes:
    picture = Image.new("RGB", (1200, 360), "white")
    ImageDraw.Draw(picture).rounded_rectangle((20, 20, 1180, 340), 80, fill=(24, 66, 120))
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
