"""Editing as the window uses it: cars changed, taken back, put into the bin, drafts kept."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.bin import Binned
from itow_desktop.domain.undo import UndoState
from itow_desktop.domain.vins import VinAdvice
from itow_desktop.services import browsing, cars_to_edit, editing, undoing, voiding
from itow_desktop.services.cars_to_edit import CarToEdit
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.editing import Changed, ChangePreview, Edit, ManyChanged
from itow_desktop.services.ports.drafts import Drafts
from itow_desktop.services.reading_vins import advise
from itow_desktop.services.undoing import Undone
from itow_desktop.services.views import Person, VehicleRow


class EditDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    @property
    def drafts(self) -> Drafts:
        """What was typed on this PC and is not saved yet."""
        return self._ports.drafts

    # --- looking -----------------------------------------------------------------------------------------------------

    def agencies(self) -> tuple[Agency, ...]:
        """Every police department."""
        return browsing.agencies(self._ports.desk)

    def cars_to_edit(self, custody_ids: Sequence[int]) -> tuple[CarToEdit, ...]:
        """Cars with their fields as they would be typed."""
        return cars_to_edit.cars_to_edit(self._shift, custody_ids)

    def alike(self, vin: str | None, plate: str | None) -> tuple[VehicleRow, ...]:
        """Cars on the lot with exactly this VIN or this plate."""
        return cars_to_edit.alike(self._shift, vin, plate)

    def advise_vin(self, text: str, year: int | None = None, body_type: str | None = None) -> VinAdvice:
        """What a VIN says, or which one may be meant."""
        return advise(self._ports.vins, text, self._shift.today.year, year, body_type)

    # --- changing ----------------------------------------------------------------------------------------------------

    def change_car(self, person: Person | None, edit: Edit) -> Changed:
        """Change one car, merged field by field with what others saved; raises ``Clash``, ``Problems``."""
        return editing.change_car(self._shift.by(person), edit)

    def change_many(self, person: Person | None, edits: Sequence[Edit], name: str) -> ManyChanged:
        """Change many cars in one deed; raises ``ProblemsOfMany``."""
        return editing.change_many(self._shift.by(person), edits, name)

    def preview_many(self, custody_ids: Sequence[int], values: Mapping[str, str]) -> tuple[ChangePreview, ...]:
        """What typing these values over each of the cars would change."""
        return editing.preview_many(self._shift, custody_ids, values)

    # --- taking back -------------------------------------------------------------------------------------------------

    def undo_state(self, person: Person | None) -> UndoState:
        """What Ctrl+Z takes back and what Ctrl+Y does again."""
        return undoing.undo_state(self._shift.by(person))

    def undo(self, person: Person | None, deed_id: UUID) -> Undone:
        """Take back one of the person's own deeds; raises ``Refused``."""
        return undoing.undo(self._shift.by(person), deed_id)

    def redo(self, person: Person | None, deed_id: UUID) -> Undone:
        """Do again what was undone; raises ``Refused``."""
        return undoing.redo(self._shift.by(person), deed_id)

    # --- the bin -----------------------------------------------------------------------------------------------------

    def void_car(self, person: Person | None, custody_ids: Sequence[int], reason: str) -> int:
        """Void cars that were entered by mistake; raises ``Problems``, ``Refused``."""
        return voiding.void_car(self._shift.by(person), custody_ids, reason)

    def bin_content(self) -> tuple[Binned, ...]:
        """What lies in the bin, the newest first."""
        return voiding.bin_content(self._shift)

    def restore(self, person: Person | None, things: Sequence[Binned]) -> int:
        """Bring things back from the bin; raises ``Refused``."""
        return voiding.restore(self._shift.by(person), things)
