"""A typed address as the lines of an envelope."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formatted:
    """A typed address in lines; ``doubt`` says in a sentence what the program could not tell, None when it could."""

    lines: tuple[str, ...]
    doubt: str | None = None
