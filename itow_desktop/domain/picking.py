"""Choosing among words by a few letters of them."""

from collections.abc import Sequence

from itow_desktop.domain.spelling import slips, slips_allowed


def pick_order(typed: str, choices: Sequence[str]) -> tuple[int, ...]:
    """Places of the choices that suit what was typed, the best first; equals stay in their order, nothing typed suits all."""
    words = typed.casefold().split()
    worth = ((place, _worth(words, choice.casefold())) for place, choice in enumerate(choices))
    return tuple(place for place, score in sorted(((place, score) for place, score in worth if score), key=lambda pair: -pair[1]))


def _worth(typed: Sequence[str], choice: str) -> int:
    """How well every typed word suits a choice; 0 where one of them does not."""
    words = choice.replace("(", " ").replace("/", " ").split()
    scores = [_word_worth(word, choice, words) for word in typed]
    return 0 if 0 in scores else 1 + sum(scores)


def _word_worth(typed: str, choice: str, words: Sequence[str]) -> int:
    if choice.startswith(typed):
        return 50
    if any(word.startswith(typed) for word in words):
        return 40
    if typed in choice:
        return 30
    if len(typed) > 1 and "".join(word[0] for word in words).startswith(typed):
        return 20
    allowed = slips_allowed(typed)
    if allowed and any(slips(typed, word[: len(typed) + cut], allowed) <= allowed for word in words for cut in (-1, 0, 1)):
        return 10
    return 5 if len(typed) > 2 and _in_order(typed, choice) else 0


def _in_order(typed: str, choice: str) -> bool:
    """Whether the letters stand in the choice in this order, whatever is between them."""
    letters = iter(choice)
    return all(letter in letters for letter in typed)
