"""Letters as the window uses them: what can be written, how it looks, the words, the envelope."""

from collections.abc import Sequence

from itow_desktop.domain.letters.blocks import LetterWords
from itow_desktop.services.desks.desk import Desk
from itow_desktop.services.letters import wording, writing
from itow_desktop.services.letters.wording import WordsBook
from itow_desktop.services.letters.writing import LetterDraft, LetterWish
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.services.views import Person


class LetterDesk(Desk):
    """Hands each question to its deed; safe to call from several threads."""

    def offered(self, custody_ids: Sequence[int]) -> tuple[LetterDraft, ...]:
        """Every letter that fits these cars, with what each lacks."""
        return writing.offered_letters(self._shift, custody_ids)

    def preview(self, draft: LetterDraft) -> tuple[bytes, ...]:
        """The pages of a letter as PNG, drawn from the bytes that would be printed."""
        renderer = self._ports.renderer
        return renderer.page_images(writing.preview_letter(renderer, draft))

    def write(self, person: Person | None, wishes: Sequence[LetterWish]) -> tuple[KeptPaper, ...]:
        """Check and keep letters with their envelopes; raises ``Problems``."""
        return writing.write_letters(self._shift.by(person), self._ports.renderer, wishes)

    # --- the words ---------------------------------------------------------------------------------------------------

    def words(self, person: Person | None) -> WordsBook:
        """The words of every kind, with all their versions."""
        return wording.words_book(self._shift.by(person))

    def preview_words(self, words: LetterWords, custody_id: int) -> tuple[bytes, ...]:
        """A vehicle's letter in these words, saved or not, as PNG."""
        renderer = self._ports.renderer
        return renderer.page_images(wording.preview_words(self._shift, renderer, words, custody_id))

    def save_words(self, person: Person | None, words: LetterWords) -> LetterWords:
        """Keep words as the next version; raises ``Problems``."""
        return wording.save_words(self._shift.by(person), words)
