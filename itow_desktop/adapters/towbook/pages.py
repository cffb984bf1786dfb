"""TowBook's web pages read into plain facts (TowBook facts, sections 1, 2, 5.4). Pure."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer

from itow_desktop.adapters.towbook.answers import text_of
from itow_desktop.domain.calls import ReportRow
from itow_desktop.domain.errors import UnreadableAnswer

_PARSER = "html.parser"
_PASSWORD_FIELD = re.compile(r"""<input\b[^>]*\bname\s*=\s*["']?Password\b""", re.IGNORECASE)
JSON_LITERAL = re.compile(r"JSON\.parse\(\s*'((?:[^'\\]|\\.)*)'\s*\)", re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_ERROR_CLASSES = ("validation-summary-errors", "field-validation-error", "bg-red", "text-red", "alert-danger", "text-danger", "error")
"""Beginnings of classes, the likeliest first. Not as CSS selectors: compiling those holds the window up for a quarter of a second."""


@dataclass(frozen=True, slots=True)
class LoginForm:
    """The login form; ``action`` may be relative or empty, ``hidden`` are the fields to send back as they came."""

    action: str
    hidden: tuple[tuple[str, str], ...]
    error: str | None


def is_login_page(page: str) -> bool:
    """Whether TowBook shows its login form, which it also does in place of any page of an ended session."""
    return _PASSWORD_FIELD.search(page) is not None


def read_login_form(page: str) -> LoginForm:
    """The form that asks for the password; raises ``UnreadableAnswer`` where there is none."""
    soup = BeautifulSoup(page, _PARSER)
    field = soup.find("input", attrs={"name": re.compile(r"^Password$", re.IGNORECASE)})
    form = field.find_parent("form") if field else None
    if form is None:
        raise UnreadableAnswer("TowBook's login page has no login form.")
    hidden = tuple(
        (_attribute(tag, "name"), _attribute(tag, "value")) for tag in form.find_all("input", type="hidden") if _attribute(tag, "name")
    )
    return LoginForm(_attribute(form, "action"), hidden, _error_text(soup))


def _error_text(soup: BeautifulSoup) -> str | None:
    """What the page says is wrong; the places are LIKELY or older guesses (section 1)."""
    marked = [tag for tag in soup.find_all(True) if tag.get("class") or tag.get("id") == "ErrorLabel"]
    for beginning in _ERROR_CLASSES:
        for tag in marked:
            named = (*tag.get_attribute_list("class"), "error" if tag.get("id") == "ErrorLabel" else "")
            if any(name and name.startswith(beginning) for name in named) and (text := " ".join(tag.get_text(" ").split())):
                return text[:300]
    return None


def account_ids(page: str) -> dict[str, str]:
    """Account name (trimmed, case folded) to account id, from the report page.

    Sources in order: the ``accounts`` of the reference data (one that stands before
    a deleted one of the same name), the smaller ``towbookAccounts`` block, the
    choices of ``select#cbAccount`` (sections 2, 5.4).
    """
    found: dict[str, str] = {}
    for blob in json_literals(page):
        for key, name in (("accounts", "name"), ("towbookAccounts", "company")):
            for account in sorted(_records(blob, key), key=lambda account: account.get("deleted") is True):
                _remember(found, account.get(name), account.get("id"))
    if not found and "cbAccount" in page:
        for option in BeautifulSoup(page, _PARSER, parse_only=SoupStrainer("select", id="cbAccount")).find_all("option"):
            _remember(found, option.get_text(), _attribute(option, "value"))
    return found


def _remember(found: dict[str, str], name: object, number: object) -> None:
    told, key = text_of(name), text_of(number)
    if told and key and told.strip():
        found.setdefault(told.strip().casefold(), key)


def json_literals(page: str) -> Iterator[Any]:
    """The values of all ``JSON.parse('...')`` in a page's scripts; those that are no JSON are passed over."""
    for literal in JSON_LITERAL.finditer(page):
        try:
            yield json.loads(unescaped_literal(literal[1]))
        except (ValueError, RecursionError):
            continue


def unescaped_literal(literal: str) -> str:
    """The text that a JavaScript string literal (without its quotes) stands for."""
    return _ESCAPE.sub(_unescaped, literal)


def _unescaped(escape: re.Match[str]) -> str:
    """One escape of a JavaScript string literal."""
    code = escape[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _PLAIN_ESCAPES.get(code, code)


def _records(blob: object, key: str) -> Iterator[Mapping[str, Any]]:
    """The list of records under a key, at the top or one level down (``{"towbook": {"accounts": [...]}}``)."""
    if not isinstance(blob, dict):
        return
    for holder in (blob, *(value for value in blob.values() if isinstance(value, dict))):
        listed = holder.get(key)
        if isinstance(listed, list):
            yield from (record for record in listed if isinstance(record, dict))


def report_table(page: str) -> tuple[ReportRow, ...]:
    """The rendered rows of ``table#callAnalysis`` (section 2); empty where the page is only the shell."""
    if "callAnalysis" not in page:
        return ()
    soup = BeautifulSoup(page, _PARSER, parse_only=SoupStrainer("table", id="callAnalysis"))
    columns = {" ".join(head.get_text(" ").split()).casefold(): index for index, head in enumerate(soup.find_all("th"))}
    return tuple(_table_row(row, columns) for row in soup.find_all("tr", attrs={"data-id": True}))


def _table_row(row: Tag, columns: Mapping[str, int]) -> ReportRow:
    cells = row.find_all("td", recursive=False)

    def cell(name: str, place: int) -> Tag | None:
        index = columns.get(name, place)
        return cells[index] if index < len(cells) else None

    def words(name: str, place: int) -> str | None:
        found = cell(name, place)
        return found.get_text(" ", strip=True) or None if found else None

    number = cell("call #", 0)
    link = number.find("a") if number else None
    lock = row.find(class_="x-towbook-lock")
    return ReportRow(
        towbook_id=_attribute(row, "data-id"),
        call_number=_attribute(number, "sorttable_customkey") or (link.get_text(strip=True) if link else None) or None,
        account=words("account", 4),
        received=_instant(cell("date", 2)),
        completed=_instant(cell("completed", 3)),
        # the icon is greyed for impounds that are not released; without it nothing is said
        released=False if lock and "disabled" in (lock.get_attribute_list("class")) else None,
        reason=words("reason", 1),
        purchase_order=words("po #", 5),
        driver=words("driver", 6),
        truck=words("truck", 8),
    )


def _instant(cell: Tag | None) -> datetime | None:
    """The epoch seconds a date cell sorts by; 0 stands for none."""
    seconds = _attribute(cell, "sorttable_customkey")
    return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() and 0 < int(seconds) < 10**11 else None


def _attribute(tag: Tag | None, name: str) -> str:
    value = tag.get(name) if tag else None
    return value if isinstance(value, str) else ""
