"""The words of letters: which are in use, which were before, new ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from itow_desktop.domain.errors import Problems
from itow_desktop.domain.letters.blocks import LetterWords, words_problems
from itow_desktop.domain.letters.composing import letter
from itow_desktop.domain.letters.facts import Addressee
from itow_desktop.domain.letters.kinds import LETTERS
from itow_desktop.domain.letters.standard import STANDARD
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.people import Rights, lacking
from itow_desktop.services.letters.gathering import addressees, gather, words_in_use
from itow_desktop.services.ports.printing import Renderer
from itow_desktop.services.shift import Shift


@dataclass(frozen=True, slots=True)
class WordsBook:
    """The words of every kind as they are in use, all versions of each (newest first, the program's own last), who may change them."""

    in_use: Mapping[NoticeKind, LetterWords]
    versions: Mapping[NoticeKind, tuple[LetterWords, ...]]
    may_change: bool


def words_book(shift: Shift) -> WordsBook:
    """Everything the editor of the words shows."""
    with shift.desk.look() as unit:
        allowed = unit.letters.may_change()
        if shift.person is not None:
            allowed = allowed and lacking(shift.person.rights, Rights.MANAGER) is None
        versions = {kind: (*unit.letters.versions(kind), STANDARD[kind]) for kind in STANDARD}
        return WordsBook(words_in_use(unit), versions, allowed)


def save_words(shift: Shift, words: LetterWords) -> LetterWords:
    """Keep words as the next version of their kind. Raises ``Problems``, ``ChangedElsewhere``, ``NotAllowed``.

    ``words.version`` is that of the words they were made from, which must still be the newest ones.
    """
    check_words(words)
    with shift.desk.begin(shift.deed("change the words of a letter", undoable=False)) as unit:
        kept = unit.letters.add(replace(words, version=words.version + 1))
        unit.commit()
    return kept


def check_words(words: LetterWords) -> None:
    """Raise ``Problems`` with everything that keeps words from being used."""
    if problems := words_problems(words, STANDARD[words.kind]):
        raise Problems(problems)


def preview_words(shift: Shift, renderer: Renderer, words: LetterWords, custody_id: int) -> bytes:
    """The letter of a real vehicle in these words, saved or not; what is not known of it keeps its field's name. Nothing is kept."""
    with shift.desk.look() as unit:
        facts = gather(shift, unit, [custody_id])[custody_id]
    found = addressees(facts, LETTERS[words.kind])
    return renderer.render_letter(letter(facts, words, found[0] if found else _NOBODY))


_NOBODY = Addressee("Pat Practice", ("PAT PRACTICE", "1 INVENTED ST", "FLINT MI  48502"))
"""Whom a preview is to where a vehicle has nobody on record."""
