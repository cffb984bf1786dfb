"""What TowBook tells of why a car is here: the clue shown to whoever sorts it."""

from itow_desktop.domain.impounds import ORDERED, pattern_of

_NO_IMPOUND = pattern_of(ORDERED)


def looks_ordered(account: str | None, reason: str | None) -> bool:
    """Whether the call looks like transport, storage or roadside help, which is no impound."""
    return any(_NO_IMPOUND.search(text or "") is not None for text in (reason, account))


def clue(account: str | None, reason: str | None) -> str | None:
    """What there is to go by, in a few words; None where TowBook tells nothing."""
    told = [f"{word} {text}" for word, text in (("reason", reason), ("account", account)) if text]
    if not told:
        return None
    said = ", ".join(told)
    return f"Looks like no impound: {said}" if looks_ordered(account, reason) else said[0].upper() + said[1:]
