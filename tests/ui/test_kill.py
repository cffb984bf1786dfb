"""The program is killed while somebody types: opened again it offers what was typed, but for the last two seconds at most."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from itow_desktop.adapters.clock import SystemClock
from itow_desktop.adapters.drafts import DraftFolder
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.car_forms import CarForms
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from tests.ui.typist import LETTERS
from tests.ui.yard import KIM, Yard

ROOT = Path(__file__).resolve().parents[2]
_TYPES_FOR = 2.5
_MAY_LOSE = 2.0


@contextmanager
def typing(what: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program in a process of its own, which ends with the block in any case."""
    program = subprocess.Popen([sys.executable, "-m", "tests.ui.typist", what, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield program
    finally:
        program.kill()
        program.wait(10)
        assert program.stdout is not None
        program.stdout.close()


def killed_while_typing(what: str, folder: Path) -> tuple[dict[int, float], float]:
    """The moment of every key that was pressed, and that of the kill."""
    keys: dict[int, float] = {}
    with typing(what, folder) as program:
        assert program.stdout is not None
        for line in program.stdout:
            number, moment = line.split()
            keys[int(number)] = float(moment)
            if float(moment) - keys[1] > _TYPES_FOR:
                break
        program.kill()
        killed = time.time()
        for line in program.stdout:  # what it pressed until then
            number, moment = line.split()
            keys[int(number)] = float(moment)
    return keys, killed


def test_a_form_that_was_killed_offers_what_was_typed(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    keys, killed = killed_while_typing("form", tmp_path)
    yard = Yard()
    forms = CarForms(runner, Bus(), yard.deeds(DraftFolder(tmp_path, SystemClock())), Who(KIM))
    forms.edit(1)
    qtbot.waitUntil(lambda: bool(forms.open_forms))
    (form,) = forms.open_forms
    offered = form.paper.entry("notes").text()
    assert offered == (LETTERS * 100)[: len(offered)]
    assert form.news.text == "Here is what you typed before and did not save."
    lost = [moment for number, moment in keys.items() if number > len(offered)]
    assert offered
    assert killed - min(lost, default=killed) <= _MAY_LOSE
    with qtbot.waitSignal(forms.stored):
        form.save()
    assert yard.cars[1].fields.notes == offered


def test_a_grid_of_two_hundred_cars_that_was_killed_offers_what_was_typed(tmp_path: Path) -> None:
    keys, killed = killed_while_typing("grid", tmp_path)
    kept = Unsaved.read(DraftFolder(tmp_path, SystemClock()).get("grid of 200"))
    written = {int(typed.text.removeprefix("S-")) + 1 for typed in kept.fields.values()}
    assert written
    lost = [moment for number, moment in keys.items() if number > max(written)]
    assert killed - min(lost, default=killed) <= _MAY_LOSE
