"""What is typed over a stored car: which fields, over which value, against what others saved meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from itow_desktop.services.editing import Edit
from itow_desktop.ui.drafts import Typed


@dataclass(frozen=True, slots=True)
class Renewal:
    """Fields that say something else now: those that only show it, those over which something else is typed."""

    shown: tuple[str, ...]
    clashing: tuple[str, ...]


class TypedOver:
    """Fields of one car; a text equal to the stored one is nothing typed."""

    def __init__(self, stored: Mapping[str, str]) -> None:
        self.stored = dict(stored)
        self.fields: dict[str, Typed] = {}
        self._overruled: dict[str, str] = {}

    def take_up(self, draft: Mapping[str, Typed]) -> None:
        """What was typed before over this car."""
        self.fields |= {name: typed for name, typed in draft.items() if name in self.stored and typed.text != self.stored[name]}

    def type(self, name: str, text: str) -> None:
        """A field holds this text now; its base stays that of the first key."""
        if text == self.stored[name]:
            self.fields.pop(name, None)
        else:
            before = self.fields.get(name)
            self.fields[name] = Typed(text, self.stored[name] if before is None else before.base)

    def renew(self, stored: Mapping[str, str]) -> Renewal:
        """What is stored moved on; nothing typed is touched, and its base stays, so that a clash is seen when it is saved."""
        news = [name for name, text in stored.items() if text != self.stored[name]]
        self.stored |= stored
        for name in [name for name in news if name in self.fields and self.fields[name].text == stored[name]]:
            del self.fields[name]  # both wrote the same
        return Renewal(tuple(name for name in news if name not in self.fields), tuple(name for name in news if name in self.fields))

    def count_mine(self, name: str) -> str:
        """In a clash what was typed counts; answers it."""
        text = self.fields[name].text if name in self.fields else self._overruled[name]
        self.fields[name] = Typed(text, self.stored[name])
        return text

    def count_theirs(self, name: str) -> str:
        """In a clash what is stored counts; answers it."""
        if name in self.fields:
            self._overruled[name] = self.fields.pop(name).text
        return self.stored[name]

    def edit(self, custody_id: int) -> Edit:
        """The change as the office takes it: what was typed, and all that was read."""
        values = {name: typed.text for name, typed in self.fields.items()}
        return Edit(custody_id, values, self.stored | {name: typed.base for name, typed in self.fields.items()})
