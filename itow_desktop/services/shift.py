"""What every deed stands on."""

from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from itow_desktop.domain.errors import Refused
from itow_desktop.services.law import Law
from itow_desktop.services.ports.clock import Clock
from itow_desktop.services.ports.stores import Deed, Desk
from itow_desktop.services.stepping import StepMemory
from itow_desktop.services.views import Person

NOBODY = "Nobody is picked at the top right of the window. Nothing was changed; what you typed is still here. Pick your name there first."


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody at work: at which desk, under which law, by which clock; ``person`` signs what is done.

    ``memory`` saves finding the same steps again at each look; it stays when the person changes. Only where ``unsigned``
    (jobs, the terminal) may a deed be nobody's.
    """

    desk: Desk
    law: Law
    clock: Clock
    person: Person | None = None
    memory: StepMemory = field(default_factory=StepMemory, repr=False, compare=False)
    unsigned: bool = True

    @property
    def today(self) -> date:
        """The office's local date."""
        return self.law.today(self.clock.now())

    @property
    def signed(self) -> str:
        """The name under a deed."""
        return self.person.name if self.person else "the desk"

    def deed(self, name: str, *, undoable: bool = True, undoes: UUID | None = None) -> Deed:
        """A deed of this person; ``undoes`` is the one that it takes back. Raises ``Refused`` where somebody must sign and nobody does."""
        if self.person is None and not self.unsigned:
            raise Refused(NOBODY)
        return Deed(name, self.person, undoable=undoable, undoes=undoes)

    def by(self, person: Person | None) -> "Shift":
        """The same desk with somebody else at it."""
        return replace(self, person=person)
