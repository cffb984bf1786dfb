"""Take back what was just recorded; nothing is erased."""

from collections.abc import Mapping
from uuid import uuid4

from itow_desktop.domain.events import Event, EventKind, standing
from itow_desktop.domain.sentences import EVENT_NAMES
from itow_desktop.services.shift import Shift
from itow_desktop.services.stepping import project_again


def take_back(shift: Shift, kinds: Mapping[int, EventKind]) -> int:
    """Supersede the last standing event of the kind named for each custody; answers how many there were. All or none."""
    custody_ids = sorted(kinds)
    with shift.desk.begin(shift.deed("undo")) as unit:
        unit.events.lock(custody_ids)
        known = unit.events.of_many(custody_ids)
        undone = []
        for custody_id in custody_ids:
            of_kind = [event for event in standing(known.get(custody_id, ())) if event.kind is kinds[custody_id]]
            if of_kind:
                note = f"Undone: {EVENT_NAMES[kinds[custody_id]]}."
                undone.append((custody_id, Event(str(uuid4()), EventKind.SUPERSEDED, note=note, supersedes=of_kind[-1].id)))
        unit.events.add(undone)
        project_again(unit, shift.law, custody_ids)
        unit.commit()
    return len(undone)
