"""What was typed over the cells of a grid, what is wrong with it, which steps can be taken back."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from itow_desktop.ui.drafts import Typed

Cell = tuple[int, str]
"""Custody id and field."""

_STEPS = 200
"""Typed steps that can be taken back."""


class Mark(StrEnum):
    """How a cell stands; each is told by an icon as well as by its colour."""

    CHANGED = "changed"
    EMPTIED = "emptied"
    WRONG = "wrong"
    CLASH = "clash"


class Texts(Protocol):
    """How texts of a field are read and shown."""

    def clean(self, name: str, typed: str) -> str: ...
    def problem(self, name: str, typed: str) -> str | None: ...
    def shown(self, name: str, kept: str) -> str: ...


class GridTyping:
    """Typed texts apart from stored ones; a text equal to the stored one is nothing typed."""

    def __init__(self, texts: Texts, stored: Callable[[Cell], str]) -> None:
        """``stored`` answers what a cell says in the record, as far as the grid knows."""
        self._texts = texts
        self._stored = stored
        self._steps: list[dict[Cell, Typed | None]] = []
        self.typed: dict[Cell, Typed] = {}
        self.wrong: dict[Cell, str] = {}
        self.clashes: dict[Cell, str] = {}

    def text(self, cell: Cell) -> str:
        """What a cell holds: what was typed, else what is stored."""
        typed = self.typed.get(cell)
        return self._stored(cell) if typed is None else typed.text

    def problem(self, cell: Cell) -> str | None:
        """Why a cell cannot be saved as it is."""
        return self.clashes.get(cell) or self.wrong.get(cell)

    def mark(self, cell: Cell) -> Mark | None:
        """How a cell stands."""
        if cell in self.clashes:
            return Mark.CLASH
        if cell in self.wrong:
            return Mark.WRONG
        typed = self.typed.get(cell)
        if typed is None:
            return None
        return Mark.EMPTIED if self._texts.shown(cell[1], typed.text) == "" else Mark.CHANGED

    @property
    def right(self) -> Mapping[Cell, Typed]:
        """What can be saved."""
        return {cell: typed for cell, typed in self.typed.items() if cell not in self.wrong and cell not in self.clashes}

    # --- typing ------------------------------------------------------------------------------------------------------

    def write(self, cells: Mapping[Cell, str]) -> None:
        """Type into cells: one step that can be taken back."""
        before = {cell: self.typed.get(cell) for cell in cells}
        for cell, text in cells.items():
            self._type(cell, self._texts.clean(cell[1], text))
        self._remember(before)

    def take_back(self, cells: Iterable[Cell]) -> set[Cell]:
        """Forget what was typed into cells: a step too. Answers those that held something."""
        before: dict[Cell, Typed | None] = {cell: self.typed[cell] for cell in cells if cell in self.typed}
        for cell in before:
            self.forget(cell)
        self._remember(before)
        return set(before)

    def undo(self) -> set[Cell]:
        """Take the last step of typing back; answers its cells."""
        step = self._steps.pop() if self._steps else {}
        for cell, before in step.items():
            if before is None or before.text == self._stored(cell):
                self.forget(cell)
            else:
                self.keep(cell, before)
        return set(step)

    def end_steps(self) -> None:
        """What is saved is taken back by the window's undo."""
        self._steps.clear()

    def keep_mine(self, cell: Cell) -> None:
        """In a clash what was typed counts: it is typed over what is stored now."""
        self.clashes.pop(cell, None)
        self.keep(cell, Typed(self.typed[cell].text, self._stored(cell)))

    def keep(self, cell: Cell, typed: Typed) -> None:
        """Hold a text in a cell, and judge it."""
        self.typed[cell] = typed
        problem = self._texts.problem(cell[1], typed.text)
        if problem is None:
            self.wrong.pop(cell, None)
        else:
            self.wrong[cell] = problem

    def forget(self, cell: Cell) -> None:
        """Hold nothing in a cell."""
        for held in (self.typed, self.wrong, self.clashes):
            held.pop(cell, None)

    def renewed(self, cell: Cell) -> bool:
        """What is stored may have moved on; answers whether that is so under something else that is typed."""
        typed = self.typed.get(cell)
        if typed is None:
            return False
        stored = self._stored(cell)
        if typed.text == stored:
            self.forget(cell)  # both wrote the same
            return False
        return typed.base != stored

    def _type(self, cell: Cell, text: str) -> None:
        stored, before = self._stored(cell), self.typed.get(cell)
        self.clashes.pop(cell, None)
        if text == stored:
            self.forget(cell)
        else:
            self.keep(cell, Typed(text, stored if before is None else before.base))

    def _remember(self, before: dict[Cell, Typed | None]) -> None:
        if before:
            self._steps = [*self._steps[1 - _STEPS :], before]
