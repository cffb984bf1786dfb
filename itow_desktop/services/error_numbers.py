"""Numbers that people quote and the log knows."""

import secrets

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are mistaken for another when read over the phone


def new_error_number() -> str:
    """A number to quote, like ``E-7K2M9``."""
    return "E-" + "".join(secrets.choice(_LETTERS) for _ in range(5))
