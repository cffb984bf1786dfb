"""The frame of every page behind the login: head, top navigation, footer."""

from html import escape

from itow_desktop.practice.wire import HTML, Answer

_NAVIGATION = (
    ("Dashboard", "/Index"),
    ("Dispatching", "/DS4/"),
    ("Map", "/Map/"),
    ("Impounds", "/Impounds/"),
    ("Accounts", "/Accounts/"),
    ("Reports", "/Reports/"),
    ("Settings", "/Settings/"),
)


def page(title: str, body: str, *, selected: str = "", html_class: str = "", script: str = "") -> Answer:
    """A whole page (TowBook facts, sections 1 and 2); ``body`` and ``script`` are finished markup."""
    links = "\n".join(
        f'<li><a href="{href}"{" class=" + chr(34) + "selected" + chr(34) if name == selected else ""}>{name}</a></li>'
        for name, href in _NAVIGATION
    )
    text = f"""<!DOCTYPE html>
<html class="{html_class}"><head><meta charset="utf-8"><title>{escape(title)}</title>
<script type="text/javascript">
{script}
</script>
</head>
<body class="{html_class}" data-current-company-id="99999">
<ul id="root" class="towbook-top-navigation">
{links}
</ul>
<a href="/security/logout?id=0123456789abcdef0123456789abcdef">Log out</a>
{body}
<div id="footer">Server Time: 3:45 PM | 548ms</div>
</body></html>
"""
    return Answer(200, text.encode(), HTML)


def links_page(title: str, links: tuple[tuple[str, str], ...], *, selected: str) -> Answer:
    """A page of nothing but links, (text, address) each."""
    items = "\n".join(f'<li><a href="{escape(href)}">{escape(text)}</a></li>' for text, href in links)
    return page("Towbook - " + title, f"<h1>{escape(title)}</h1>\n<ul>\n{items}\n</ul>", selected=selected)
