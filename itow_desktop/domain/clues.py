"""What TowBook tells of why a car is here: the clue shown to whoever sorts it."""

import re

_NO_IMPOUND = re.compile(
    r"\b(transport\w*|storage|relocat\w*|lock[- ]?out|jump[- ]?start|fuel|winch\w*|tire|flat|service call|motor club|deliver\w*)\b",
    re.IGNORECASE,
)
"""Words of tows that customers order; their cars must never get letters about abandoned vehicles (TowBook facts, reasons)."""


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
