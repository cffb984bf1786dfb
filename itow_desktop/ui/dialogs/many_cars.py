"""The frame of dialogs that record many cars deed by deed: what could be saved stays saved."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from itow_desktop.domain.errors import Doubtful, Trouble
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.errors import numbered
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted

Part = tuple[Sequence[int], Callable[[], object]]
"""Custodies with the deed that records something of all of them."""


@dataclass(frozen=True, slots=True)
class Saved:
    """Custodies that are recorded, and what stopped the rest."""

    custody_ids: tuple[int, ...]
    trouble: Trouble | None = None


def save_all(parts: Iterable[Part]) -> Saved:
    """Do one deed after the other until one meets trouble."""
    saved: list[int] = []
    try:
        for custody_ids, deed in parts:
            deed()
            saved += custody_ids
    except Trouble as trouble:
        return Saved(tuple(saved), trouble)
    return Saved(tuple(saved))


class ManyCarsDialog(DeedDialog):
    """Hand the deeds to ``save``; override ``lock``. What was saved is told however the dialog ends."""

    kept: ClassVar[tuple[str, str]] = ("car is saved", "cars are saved")
    """What is said of one car and of several that are saved when the rest meets trouble."""

    def __init__(self, title: str, verb: str, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(title, verb, runner, parent)
        self._saved: list[int] = []

    def lock(self, custody_ids: Collection[int]) -> None:
        """These are saved: their rows take nothing more."""
        raise NotImplementedError

    def save(self, parts: Sequence[Part]) -> None:
        """Do the deeds on a worker thread, then close, or say what is left."""
        self.run(lambda: save_all(parts), self.settle)

    def settle(self, saved: Saved) -> None:
        """Close when all is saved, else lock what is and say why the rest is not."""
        self._saved += saved.custody_ids
        if saved.trouble is None:
            self.finish(tuple(self._saved))
            return
        self.lock(self._saved)
        kept = f"{counted(len(self._saved), *self.kept)}. " if self._saved else ""
        if isinstance(saved.trouble, Doubtful):
            self.doubted(saved.trouble)
        else:
            self.problems.say([f"{kept}{saved.trouble} (error {numbered(saved.trouble)})"])
        self.refresh_ready()

    def leave(self) -> None:
        """Given up: what was saved before is told all the same."""
        if self._saved:
            self.finish(tuple(self._saved))
        else:
            super().leave()
