"""TowBook's answers without anything that identifies a person, a car or a session. Pure.

What is not known to be harmless is masked: a recording leaves the office.
"""

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, Doctype, NavigableString

from itow_desktop.adapters.towbook.masks import Masks
from itow_desktop.adapters.towbook.pages import JSON_LITERAL, is_login_page, unescaped_literal

_HARMLESS_KEYS = frozenset(
    {"make", "model", "state", "licensestate", "title", "type", "reporttype", "status", "statusname", "reason", "availableactions"}
)
_HARMLESS_NAMES_IN = frozenset({"reason", "color", "bodytype", "status"})
_HARMLESS_COLUMNS = frozenset(
    """tasks|stock #|call #|days held|total|balance due|daily storage total|have keys|year|make|model|color|plate state|body type
    |call reason|release reason|impound reason|status|title brand|title received""".replace("\n    |", "|").split("|")
)
_HARMLESS_ATTRIBUTES = frozenset(
    {
        "action",
        "charset",
        "class",
        "data-id",
        "data-valmsg-for",
        "for",
        "id",
        "lang",
        "method",
        "multiple",
        "name",
        "role",
        "sorttable_customkey",
        "type",
    }
)
_LABELS = frozenset({"button", "h1", "h2", "h3", "label", "legend", "th", "title"})
_ERROR_CLASS = re.compile(r"error|invalid|validation|alert|bg-red|text-red|text-danger", re.IGNORECASE)
_COORDINATE = re.compile(r"^(lat|latitude|lng|long|longitude)$", re.IGNORECASE)
_JS_STRING = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""")
_JS_HARMLESS = re.compile(r"""['"][#./][A-Za-z_.#/-]{0,60}['"]""")  # paths, selectors
_LINK = re.compile(r"^(?P<path>[^?#]*)(?P<query>\?[^#]*)?")
_QUERY_VALUE = re.compile(r"=([^&]*)")
_LONG_TOKEN = re.compile(r"(?=[^/\s]*\d)[A-Za-z0-9_\-+=]{24,}")


def scrub(body: bytes, masks: Masks) -> str:
    """The body as scrubbed text: JSON, page or CSV, told by how it begins. What is none of them is masked as a whole."""
    text = body.decode("utf-8-sig", "replace")
    start = text.lstrip()[:1]
    if start == "<":
        return scrub_page(text, masks)
    if start in {"{", "["}:
        try:
            return json.dumps(scrub_json(json.loads(text), masks), ensure_ascii=False, indent=1)
        except (ValueError, RecursionError):
            return masks.mask(text)
    if start == '"' or "," in text.partition("\n")[0]:
        return scrub_csv(text, masks)
    return masks.mask(text)


def scrub_json(value: Any, masks: Masks, key: str = "", within: str = "") -> Any:
    """The same value with texts masked; ``key`` is the member it stands under, ``within`` the member around that one."""
    if isinstance(value, dict):
        return {name: scrub_json(member, masks, name.casefold(), key) for name, member in value.items()}
    if isinstance(value, list):
        return [scrub_json(member, masks, key, within) for member in value]
    if isinstance(value, float) and _COORDINATE.match(key):
        return 0.0
    if isinstance(value, str) and key not in _HARMLESS_KEYS and not (key == "name" and within in _HARMLESS_NAMES_IN):
        return masks.mask(value)
    return value


def scrub_csv(text: str, masks: Masks) -> str:
    """The same file with its title lines and header as they are and cells masked by column."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    header: list[str] | None = None
    for row in csv.reader(io.StringIO(text, newline="")):
        names = [cell.strip().casefold() for cell in row]
        if header is None and ("call #" in names or "stock #" in names):
            header = names
            writer.writerow(row)
        elif header is None:
            writer.writerow(row if len(row) == 1 and len(row[0]) < 60 else map(masks.mask, row))
        else:
            known = [*header, *[""] * len(row)]
            writer.writerow([cell if name in _HARMLESS_COLUMNS else masks.mask(cell) for name, cell in zip(known, row, strict=False)])
    return written.getvalue()


def scrub_page(page: str, masks: Masks) -> str:
    """The same page with texts, values, links and scripts masked; labels, headings and what the page says is wrong stay."""
    soup = BeautifulSoup(page, "html.parser")
    is_login = is_login_page(page)
    for tag in soup.find_all(True):
        _scrub_attributes(tag, masks)
    for text in soup.find_all(string=True):
        if isinstance(text, Doctype):
            continue
        if isinstance(text, Comment):
            text.extract()
        elif text.strip():
            text.replace_with(NavigableString(_scrub_text(text, masks, is_login=is_login)))
    return str(soup)


def _scrub_text(text: NavigableString, masks: Masks, *, is_login: bool) -> str:
    parent = text.parent
    if parent is None:
        return masks.mask(text)
    if parent.name == "script":
        return scrub_script(text, masks)
    is_label = parent.name in _LABELS and parent.find("input") is None  # a label around a check box names an account or driver
    is_navigation = parent.name == "a" and parent.find_parent(id="root") is not None
    if is_label or is_navigation or parent.name == "style" or (is_login and _says_what_is_wrong(parent)):
        return str(text)
    return masks.mask(text)


def _says_what_is_wrong(tag: Tag) -> bool:
    return any(_ERROR_CLASS.search(name) for name in tag.get_attribute_list("class") if name)


def _scrub_attributes(tag: Tag, masks: Masks) -> None:
    is_choice = tag.name == "option" or str(tag.get("type", "")).casefold() in {"button", "submit"}
    for name, value in list(tag.attrs.items()):
        if not isinstance(value, str):
            continue
        if name in {"href", "src", "action"}:
            tag[name] = scrub_link(value)
        elif name == "value" and (is_choice or str(tag.get("name", "")).endswith("reportType")):
            continue
        elif name not in _HARMLESS_ATTRIBUTES:
            tag[name] = masks.mask(_LONG_TOKEN.sub("token", value)) if name != "value" else f"({len(value)} characters)"


def scrub_link(link: str) -> str:
    """A path with the names of its query; values stay only where they are one short word, host names go."""
    match = _LINK.match(link)
    path = re.sub(r"^[a-z]+://[^/]+", "", match["path"]) if match else ""
    query = _QUERY_VALUE.sub(
        lambda value: f"={value[1] if re.fullmatch('[A-Za-z]{1,20}', value[1]) else '...'}", (match and match["query"]) or ""
    )
    return _LONG_TOKEN.sub("token", path) + query


def scrub_script(script: str, masks: Masks) -> str:
    """Reference data scrubbed as JSON; of other text constants only plain names, selectors and paths stay."""
    parts: list[str] = []
    end = 0
    for literal in JSON_LITERAL.finditer(script):
        parts.append(_scrub_constants(script[end : literal.start()], masks))
        parts.append(f"JSON.parse('{_scrubbed_literal(literal[1], masks)}')")
        end = literal.end()
    return "".join([*parts, _scrub_constants(script[end:], masks)])


def _scrubbed_literal(literal: str, masks: Masks) -> str:
    try:
        value = json.loads(unescaped_literal(literal))
    except (ValueError, RecursionError):
        return masks.mask(literal)
    return json.dumps(scrub_json(value, masks)).replace("\\", "\\\\").replace("'", "\\'").replace("/", "\\/")


def _scrub_constants(script: str, masks: Masks) -> str:
    def constant(found: re.Match[str]) -> str:
        text = found[0]
        return text if _JS_HARMLESS.fullmatch(text) else text[0] + masks.mask(text[1:-1]) + text[-1]

    return _JS_STRING.sub(constant, script)


def scrub_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The header lines that tell how TowBook works; of cookies only the names."""
    kept = {name: headers[name] for name in _TELLING if name in headers}
    if "location" in headers:
        kept["location"] = scrub_link(headers["location"])
    if "content-disposition" in headers:
        kept["content-disposition"] = headers["content-disposition"].partition(";")[0]
    if "set-cookie" in headers:
        kept["set-cookie"] = ", ".join(_COOKIE_NAME.findall(headers["set-cookie"]))
    return kept


_TELLING = ("content-type", "retry-after", "x-powered-by", "x-twbk-version", "x-records-count", "x-towbook-token-expires-utc")
_COOKIE_NAME = re.compile(r"(?:^|,\s*)([^\s=;,]+)=")
