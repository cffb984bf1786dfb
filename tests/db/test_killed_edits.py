"""The program is killed in an edit of 200 cars, in an undo: all of it stands, or nothing of it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from itow_desktop.services.editing import Edit, change_many
from itow_desktop.services.undoing import undo, undo_state
from tests.builders import call
from tests.db.cars import bring, card
from tests.db.offices import PASSWORD, OpenOffice

_CARS = 200
_SHARES = (0.02, 0.08, 0.14, 0.22)
"""Seconds into a step of about a third of a second."""


@contextmanager
def editor(office: OpenOffice, work: str, cars: list[int]) -> Iterator[subprocess.Popen[str]]:
    url = office.engine.url
    words = [work, str(url.host), str(url.port), str(url.database), str(url.username)]
    command = [sys.executable, "-m", "tests.db.editor", *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as running:
        assert running.stdin is not None
        running.stdin.write(json.dumps({"password": PASSWORD, "cars": cars}) + "\n")
        running.stdin.flush()
        try:
            yield running
        finally:
            running.kill()


def killed_after(running: subprocess.Popen[str], commits: int, share: float) -> list[str]:
    """Kill it that share of a step after so many commits were told; all it managed to tell."""
    assert running.stdout is not None
    told = [running.stdout.readline().strip() for _ in range(commits)]
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(share)  # it is somewhere inside the next step
    running.kill()
    return [*told, *(line.strip() for line in running.stdout.read().split("\n")[:-1])]


def colors(office: OpenOffice, cars: list[int]) -> set[str | None]:
    with office.shift.desk.look() as unit:
        return {car.fields.color for car in unit.vehicles.many(cars).values()}


def test_a_kill_in_an_edit_of_200_cars_leaves_all_of_it_or_nothing(private_office: OpenOffice) -> None:
    cars = bring(private_office, *(call(plate=f"P{number}") for number in range(_CARS)))
    for round_, share in enumerate(_SHARES):
        with editor(private_office, "edit", cars) as running:
            told = killed_after(running, 2, share)
        change_many(private_office.shift, [Edit(each, {"spot": f"A-{round_}"}, {}) for each in cars], "spot")  # waits for its locks
        (color,) = colors(private_office, cars)
        assert color in {told[-1], f"paint {int(told[-1].split()[1]) + 1}"}
        spot = undo_state(private_office.shift).undo
        assert spot is not None
        undo(private_office.shift, spot.deed_id)
        last = undo_state(private_office.shift).undo
        assert last is not None
        undone = undo(private_office.shift, last.deed_id)
        assert (undone.name, undone.left, len(undone.custody_ids)) == (f"color of {_CARS} cars", (), _CARS)
        (before,) = colors(private_office, cars)
        assert before == f"paint {int((color or '').split()[1]) - 1}"


def test_a_kill_in_an_undo_leaves_all_of_it_or_nothing(private_office: OpenOffice) -> None:
    cars = bring(private_office, *(call(plate=f"P{number}") for number in range(_CARS)))
    for round_, share in enumerate(_SHARES):
        with editor(private_office, "undo", cars) as running:
            killed_after(running, 2, share)
        change_many(private_office.shift, [Edit(each, {"spot": f"A-{round_}"}, {}) for each in cars], "spot")
        (color,) = colors(private_office, cars)
        assert color in {"paint", "Gray"}
        back = undo_state(private_office.shift).undo
        assert back is not None
        undo(private_office.shift, back.deed_id)
        state = undo_state(private_office.shift)
        if color == "paint":
            assert state.undo is not None
            assert undo(private_office.shift, state.undo.deed_id).left == ()
            assert colors(private_office, cars) == {"Gray"}
    assert {event.kind.value for event in card(private_office, cars[0]).events} == {"towed"}
