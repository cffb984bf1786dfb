"""Rule packs as the window uses them: what a changed one would move, taking it into use, going back."""

from collections.abc import Generator
from pathlib import Path

from itow_desktop.domain.packs_in_use import PackInUse
from itow_desktop.services import changing_packs
from itow_desktop.services.changing_packs import Candidate, PackPreview, PacksInUse, PreviewProgress
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.people import Staff, staff
from itow_desktop.services.ports.people import PinAnswer
from itow_desktop.services.views import Person


class PackDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def packs_in_use(self, person: Person | None) -> PacksInUse:
        """By which rules the office works and did before, and whether this person may change that."""
        return changing_packs.packs_in_use(self._shift.by(person))

    def preview_file(self, file: Path) -> Generator[PreviewProgress, None, PackPreview]:
        """What the rules of a file would move; nothing is written."""
        return (yield from self._preview(changing_packs.read_candidate(self._shift, file)))

    def preview_former(self, former: PackInUse | None) -> Generator[PreviewProgress, None, PackPreview]:
        """The same of rules that were in use before; None are those that the program brings."""
        return (yield from self._preview(changing_packs.former_candidate(self._shift, former)))

    def _preview(self, candidate: Candidate) -> Generator[PreviewProgress, None, PackPreview]:
        return (yield from changing_packs.preview_pack(self._shift, candidate))

    def take_into_use(self, person: Person | None, shown: PackPreview, reason: str) -> PackInUse:
        """Let the office work by the rules whose moves were shown."""
        return changing_packs.take_into_use(self._shift.by(person), shown, reason)

    def staff(self) -> Staff:
        """Everybody, and how people sign in here."""
        return staff(self._shift)

    def confirm(self, asked: PackInUse, second: Person, pin: str) -> PinAnswer:
        """Let this person stand for rules that another one took into use."""
        return changing_packs.confirm_pack(self._shift, asked, second, pin)
