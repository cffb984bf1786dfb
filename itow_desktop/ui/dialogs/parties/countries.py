"""The countries that mail can go to, by their names in English."""

from collections.abc import Iterator

from PySide6.QtCore import QLocale

HOME = "US"
_FIRST = ("US", "CA", "MX")


def countries() -> tuple[tuple[str, str], ...]:
    """(Name, ISO 3166 alpha-2): home and its neighbours first, then by name."""
    named = dict(_named())
    return tuple(sorted(((name, code) for code, name in named.items()), key=_place))


def country_name(code: str) -> str:
    """What a country is called; the code itself where nobody knows."""
    return dict(_named()).get(code, code)


def _named() -> Iterator[tuple[str, str]]:
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) == 2 and code.isalpha() and code not in {"ZZ", "EU", "UN"}:
            yield code, QLocale.territoryToString(territory)


def _place(country: tuple[str, str]) -> tuple[int, str]:
    name, code = country
    return (_FIRST.index(code) if code in _FIRST else len(_FIRST), name)
