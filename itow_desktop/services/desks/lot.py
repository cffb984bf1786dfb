"""The lot as the window uses it: what stands where, moves, keys, walks, its papers."""

from collections.abc import Mapping, Sequence

from itow_desktop.domain.lot import Move
from itow_desktop.domain.lot_papers import LotPaper
from itow_desktop.domain.walks import Walk
from itow_desktop.services import lot, lot_papers, walking
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.lot import LotView, Moved
from itow_desktop.services.views import Person
from itow_desktop.services.walking import Read, WalkSheet


class LotDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def lot(self) -> LotView:
        """What stands where."""
        return lot.lot(self._shift)

    def moves(self, custody_id: int) -> tuple[Move, ...]:
        """Where a car stood, oldest first."""
        return lot.moves(self._shift, custody_id)

    def move(self, person: Person | None, custody_ids: Sequence[int], place: str | None) -> Moved:
        """Put cars somewhere; raises ``Problems``, ``Refused``."""
        return lot.move_cars(self._shift.by(person), custody_ids, place)

    def keep_keys(self, person: Person | None, custody_ids: Sequence[int], *, here: bool | None, tag: str | None) -> int:
        """Say where the keys of cars are."""
        return lot.keep_keys(self._shift.by(person), custody_ids, here=here, tag=tag)

    def give_file_numbers(self, person: Person | None, custody_ids: Sequence[int]) -> Mapping[int, str]:
        """Give our next file numbers to those of the cars that have none."""
        return lot.give_file_numbers(self._shift.by(person), custody_ids)

    # --- walks -------------------------------------------------------------------------------------------------------

    def start_walk(self, person: Person | None) -> Walk:
        """Begin a walk or take up the one that is open."""
        return walking.start_walk(self._shift.by(person))

    def walks(self) -> tuple[Walk, ...]:
        """The last walks, newest first."""
        return walking.walks(self._shift)

    def sheet(self, walk_id: int) -> WalkSheet:
        """How a walk stands, or what it came to."""
        return walking.walk_sheet(self._shift, walk_id)

    def tick(self, person: Person | None, walk_id: int, custody_ids: Sequence[int], *, here: bool, spot: str | None) -> WalkSheet:
        """Mark cars as seen, or take that back; answers how the walk stands then."""
        walking.tick(self._shift.by(person), walk_id, custody_ids, here=here, spot=spot)
        return self.sheet(walk_id)

    def take_text_back(self, person: Person | None, walk_id: int, text: str) -> WalkSheet:
        """A surplus mark was a slip."""
        walking.take_text_back(self._shift.by(person), walk_id, text)
        return self.sheet(walk_id)

    def read_mark(self, person: Person | None, walk_id: int, text: str, spot: str | None) -> tuple[Read, WalkSheet]:
        """Tick what was scanned or typed; answers what it was taken for and how the walk stands then."""
        read = walking.read_mark(self._shift.by(person), walk_id, text, spot)
        return read, self.sheet(walk_id)

    def finish_walk(self, person: Person | None, walk_id: int) -> WalkSheet:
        """End a walk; answers what it came to."""
        return walking.finish_walk(self._shift.by(person), walk_id)

    def give_up_walk(self, person: Person | None, walk_id: int) -> None:
        """End a walk without a result."""
        walking.give_up_walk(self._shift.by(person), walk_id)

    def correct_spots(self, person: Person | None, walk_id: int, custody_ids: Sequence[int]) -> Moved:
        """Put cars where a walk found them."""
        return walking.correct_spots(self._shift.by(person), walk_id, custody_ids)

    # --- papers ------------------------------------------------------------------------------------------------------

    def list_paper(self) -> tuple[str, bytes]:
        """File name with the PDF of the lot list."""
        return self._drawn(lot_papers.lot_list(self._shift))

    def walk_paper(self, walk_id: int) -> tuple[str, bytes]:
        """File name with the PDF of the walk's sheet, or of its result once it has ended."""
        return self._drawn(lot_papers.walk_paper(self._shift, walk_id))

    def _drawn(self, paper: LotPaper) -> tuple[str, bytes]:
        return paper.file_name, self._ports.renderer.render_lot(paper)
