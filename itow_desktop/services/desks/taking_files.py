"""Files taken along as the window uses it: looked at, sent to a car, put there."""

from collections.abc import Generator

from itow_desktop.domain.findings import Findable
from itow_desktop.services import marking, taking_files
from itow_desktop.services.attaching import AttachProgress
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.taking_files import FilesFound, FilesTaken, Offer
from itow_desktop.services.views import Person


class TakingDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def look_for_files(self, offer: Offer) -> Generator[AttachProgress, None, FilesFound]:
        """Say of each file where it would go."""
        return (yield from taking_files.look_for_files(self._shift, self._ports.pictures, offer))

    def take_files(self, person: Person | None, found: FilesFound) -> Generator[AttachProgress, None, FilesTaken]:
        """Put files on their cars."""
        return (yield from taking_files.take_files(self._shift.by(person), self._ports.pictures, found))

    def meant(self, mark: str) -> Findable | str:
        """The car a mark stands for, else a sentence."""
        return marking.meant(self._shift, mark)
