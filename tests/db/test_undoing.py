"""Undo: one's own deeds, many steps, over save and restart, never over what others changed since."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from itow_desktop.domain.errors import NotAllowed, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.vehicles import CustodyKind, CustodyStatus
from itow_desktop.services.editing import Edit, add_car, change_car, change_many
from itow_desktop.services.shift import Shift
from itow_desktop.services.undoing import Undone, redo, undo, undo_state
from itow_desktop.services.working import CallIn, Entry, PickUp, call_in, pick_up, record, sort_cars, sos_notice
from tests.builders import TOWED
from tests.db.cars import bring, bring_one, card, columns, counting, step
from tests.db.offices import OpenOffice


def back(shift: Shift) -> Undone:
    """Ctrl+Z."""
    last = undo_state(shift).undo
    assert last is not None
    return undo(shift, last.deed_id)


def again(shift: Shift) -> Undone:
    """Ctrl+Y."""
    last = undo_state(shift).redo
    assert last is not None
    return redo(shift, last.deed_id)


def edit(office: OpenOffice, custody_id: int, shift: Shift | None = None, **values: str) -> None:
    change_car(shift or office.shift, Edit(custody_id, values, {}))


def record_of(office: OpenOffice, custody_id: int) -> dict[str, Any]:
    """Everything the database holds of a car, but for how often it was saved; marks of origin in no order."""
    found = columns(office, custody_id)
    marks = {(field, *sorted((k, str(v)) for k, v in mark.items() if k != "fields")) for mark in found["provenance"] for field in mark["fields"]}
    return {**found, "provenance": marks, "version": None}


def test_an_edit_goes_back_whole_and_comes_again(office: OpenOffice) -> None:
    custody_id = bring_one(office)
    before = record_of(office, custody_id)
    edit(office, custody_id, color="Silver", spot="C-14", plate="NEW1", towed_from="1 Far Ave, Burton, MI", notes="a\nb", keys="yes")
    after = record_of(office, custody_id)
    assert after != before
    assert back(office.shift).sentence == "Undone: edit ABC1234."
    assert record_of(office, custody_id) == before
    assert again(office.shift).sentence == "Done again: edit ABC1234."
    assert record_of(office, custody_id) == after
    assert columns(office, custody_id)["version"] == 4
