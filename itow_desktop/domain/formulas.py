"""Texts that a spreadsheet program would run as a formula, made harmless. Pure."""

import re

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\$?[\d,]*\.?\d+%?", re.ASCII)
_MARK = "'"


def harmless(text: str) -> str:
    """The text as a cell of a CSV file or of the clipboard: what would begin a formula gets the mark that makes it a text.

    A lone sign is no formula, a number with its sign runs nothing.
    """
    if len(text) < 2 or not text.startswith(_STARTS) or _NUMBER.fullmatch(text):
        return text
    return _MARK + text


def as_meant(text: str) -> str:
    """The text of a cell without that mark."""
    return text[1:] if text.startswith(_MARK) and text[1:].startswith(_STARTS) else text
