"""What the windows of letters ask for; all but the calendar runs on worker threads and may raise ``Trouble``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from itow_desktop.domain.letters.blocks import LetterWords
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.services.letters.wording import WordsBook
from itow_desktop.services.letters.writing import LetterDraft, LetterWish
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.views import Person
from itow_desktop.ui.work import Calendar, PrintWork


class LetterWork(Calendar, Protocol):
    """Letters from the draft to the kept paper, and their words."""

    def offered(self, custody_ids: Sequence[int]) -> tuple[LetterDraft, ...]: ...
    def preview(self, draft: LetterDraft) -> tuple[bytes, ...]: ...
    def write(self, person: Person | None, wishes: Sequence[LetterWish]) -> tuple[KeptPaper, ...]: ...
    def words(self, person: Person | None) -> WordsBook: ...
    def preview_words(self, words: LetterWords, custody_id: int) -> tuple[bytes, ...]: ...
    def save_words(self, person: Person | None, words: LetterWords) -> LetterWords: ...


class LetterPrinting(PrintWork, Protocol):
    """Kept letters on their way to a printer or a folder."""

    def save_papers(self, folder: Path, papers: Sequence[KeptPaper]) -> tuple[Path, ...]: ...


@dataclass(frozen=True, slots=True)
class LettersAsked:
    """For which cars letters shall be written, of which kinds; no kind: any that fits."""

    custody_ids: tuple[int, ...]
    kinds: tuple[NoticeKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """Where what a letter lacks can be entered; each takes the custody id of the car, ``office`` nothing."""

    car: Callable[[int], object]
    parties: Callable[[int], object]
    charges: Callable[[int], object]
    office: Callable[[], object]
