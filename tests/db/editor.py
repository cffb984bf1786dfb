"""A program that changes one field of many cars for ever, for tests that kill it.

``python -m tests.db.editor edit|undo HOST PORT DATABASE USER`` reads the password and the custody ids (JSON) from its
standard input. ``edit`` gives all cars one colour after the other, each time in one deed, and prints each colour when
its commit was answered. ``undo`` gives them one colour, then takes that back and does it again, printing what stands.
"""

import json
import sys
from itertools import count

from itow_desktop.adapters.db.engine import Address, connect
from itow_desktop.adapters.db.unit_of_work import SqlDesk
from itow_desktop.services.editing import Edit, change_many
from itow_desktop.services.law import Law
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import redo, undo, undo_state
from tests.fakes import SetClock
from tests.law import michigan


def main() -> None:
    work, host, port, database, user = sys.argv[1:]
    given = json.loads(sys.stdin.readline())
    desk = SqlDesk(connect(Address(host, int(port), database, user, given["password"])))
    with desk.look() as unit:
        kim = next(person for person in unit.staff.all() if person.name == "Kim")
    shift = Shift(desk, Law(michigan()), SetClock(), kim)
    if work == "edit":
        for number in count():
            paint(shift, given["cars"], f"paint {number}")
    paint(shift, given["cars"], "paint")
    while True:
        state = undo_state(shift)
        if state.redo is not None:
            redo(shift, state.redo.deed_id)
            print("paint", flush=True)
        elif state.undo is not None:
            undo(shift, state.undo.deed_id)
            print("as before", flush=True)


def paint(shift: Shift, cars: list[int], color: str) -> None:
    change_many(shift, [Edit(each, {"color": color}, {}) for each in cars], f"color of {len(cars)} cars")
    print(color, flush=True)


if __name__ == "__main__":
    main()
