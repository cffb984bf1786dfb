"""Keep the views of the vehicle list: add, change, take away, arrange."""

from collections.abc import Sequence
from dataclasses import replace

from itow_desktop.domain.errors import Problems
from itow_desktop.services.saved_views import Choices, SavedView
from itow_desktop.services.shift import Shift

_LONGEST = 40


def views_of(shift: Shift) -> tuple[SavedView, ...]:
    """The views of the person at work: the office's and their own, in their order."""
    with shift.desk.look() as unit:
        return unit.views.of(shift.person.id if shift.person else None)


def add_view(shift: Shift, view: SavedView) -> SavedView:
    """Keep a new view, behind the others."""
    named = _checked(view)
    with shift.desk.begin(shift.deed(f"add view {named.name}")) as unit:
        added = replace(named, id=unit.views.add(named))
        unit.commit()
    return added


def change_view(shift: Shift, view: SavedView) -> SavedView:
    """Change what a view is called, shows, whose it is; raises ``NotFound``."""
    named = _checked(view)
    with shift.desk.begin(shift.deed(f"change view {named.name}")) as unit:
        unit.views.save(named)
        unit.commit()
    return named


def void_view(shift: Shift, view: SavedView) -> None:
    """Take a view away; undo brings it back."""
    with shift.desk.begin(shift.deed(f"remove view {view.name}")) as unit:
        unit.views.void(view.id)
        unit.commit()


def arrange_views(shift: Shift, ids: Sequence[int]) -> None:
    """Put the views into another order."""
    with shift.desk.begin(shift.deed("arrange views")) as unit:
        unit.views.arrange(ids)
        unit.commit()


def filter_choices(shift: Shift) -> Choices:
    """What can be chosen in the filters."""
    with shift.desk.look() as unit:
        return unit.views.choices()


def _checked(view: SavedView) -> SavedView:
    name = " ".join(view.name.split())
    if not name:
        raise Problems((("name", "A view needs a name."),))
    if len(name) > _LONGEST:
        raise Problems((("name", f"This name is too long: at most {_LONGEST} letters stand on a tab."),))
    return replace(view, name=name)
