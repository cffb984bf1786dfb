"""What somebody has begun to type about cars, kept until it is saved."""

from collections.abc import Callable

from itow_desktop.ui.drafts import Typed, Unsaved

KEY = "about cars"
"""Among the drafts of this PC."""


class Begun:
    """Texts by car and field: they wait while another car is looked at, and over the end of the program."""

    def __init__(self) -> None:
        self._texts: dict[tuple[int, str], str] = {}
        self._touched: Callable[[], object] = _nobody

    def tell(self, touched: Callable[[], object]) -> None:
        """Whom each change is told, to put it on the disk."""
        self._touched = touched

    def get(self, custody_id: int, name: str) -> str:
        """What was begun; empty where nothing was."""
        return self._texts.get((custody_id, name), "")

    def keep(self, custody_id: int, name: str, text: str) -> None:
        """Another state of a field; an empty one is forgotten."""
        if text == self.get(custody_id, name):
            return
        if text:
            self._texts[custody_id, name] = text
        else:
            del self._texts[custody_id, name]
        self._touched()

    def unsaved(self) -> Unsaved:
        """All of it, as it is kept on the disk."""
        return Unsaved({f"{custody_id}.{name}": Typed(text, "") for (custody_id, name), text in self._texts.items()})

    def take_up(self, kept: Unsaved) -> None:
        """What an earlier program was not told to save; what was typed since goes before."""
        for place, typed in kept.fields.items():
            custody_id, _, name = place.partition(".")
            if custody_id.isdecimal():
                self._texts.setdefault((int(custody_id), name), typed.text)


def _nobody() -> None:
    """Nothing is put on a disk."""
