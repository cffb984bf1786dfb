"""Finding as the window uses it: every deed with the person who does it."""

from collections.abc import Sequence

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.notices import ScreenList
from itow_desktop.services import browsing, finding, keeping_views
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.finding import Findings, OwnCars, Scan
from itow_desktop.services.saved_views import Choices, SavedView
from itow_desktop.services.views import Person


class FindingDesk(Desk):
    """Hands each question to its deed. Safe to call from several threads."""

    def find(self, text: str) -> Findings:
        """The cars that match what was typed, the best first."""
        return finding.find(self._shift, text)

    def scanned(self, text: str) -> Scan:
        """What a scanner read."""
        return finding.scanned(self._shift, text)

    def own_cars(self, person: Person | None) -> OwnCars:
        """What this person marked and looked at last."""
        return finding.own_cars(self._shift.by(person))

    def saw_car(self, person: Person | None, custody_id: int) -> None:
        """Remember that this person looked at a car."""
        finding.saw_car(self._shift.by(person), custody_id)

    def star_car(self, person: Person | None, custody_id: int, on: bool) -> None:
        """Mark a car for this person, or take the mark away."""
        finding.star_car(self._shift.by(person), custody_id, on)

    # --- views -------------------------------------------------------------------------------------------------------

    def views(self, person: Person | None) -> tuple[SavedView, ...]:
        """The office's views and this person's own."""
        return keeping_views.views_of(self._shift.by(person))

    def add_view(self, person: Person | None, view: SavedView) -> SavedView:
        """Keep a new view."""
        return keeping_views.add_view(self._shift.by(person), view)

    def change_view(self, person: Person | None, view: SavedView) -> SavedView:
        """Change a view."""
        return keeping_views.change_view(self._shift.by(person), view)

    def void_view(self, person: Person | None, view: SavedView) -> None:
        """Take a view away."""
        keeping_views.void_view(self._shift.by(person), view)

    def arrange_views(self, person: Person | None, ids: Sequence[int]) -> None:
        """Put the views into another order."""
        keeping_views.arrange_views(self._shift.by(person), ids)

    def choices(self) -> tuple[Choices, tuple[Agency, ...]]:
        """What can be chosen in the filters."""
        return keeping_views.filter_choices(self._shift), browsing.agencies(self._ports.desk)

    # --- paper -------------------------------------------------------------------------------------------------------

    def card(self, rows: Sequence[tuple[str, str, str]]) -> bytes:
        """The shortcut card as PDF: (key, what it does, where)."""
        return self._ports.renderer.render_screen_list(ScreenList("Keyboard shortcuts", ("Key", "What it does", "Where"), tuple(rows)))
