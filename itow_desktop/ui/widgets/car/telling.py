"""A record to be read: times at the left, what happened at the right, links for what can be done about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser

from itow_desktop.ui.assets import Tone, tone_color


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: ``when`` and ``head`` in a line, ``lines`` below, ``aside`` quiet; ``links`` are (words, address)."""

    when: str
    head: str
    lines: tuple[str, ...] = ()
    aside: str = ""
    links: tuple[tuple[str, str], ...] = ()
    crossed: bool = False
    """It does not count any more."""
    strong: bool = False
    """The head stands out from the lines."""


class Telling(QTextBrowser):
    """Text that can be marked, copied and read by a screen reader; drawn anew when the colours of the program change."""

    asked = Signal(str)
    """The address of a link."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._clicked)
        self._told: tuple[Told, ...] = ()
        self._empty = ""
        self._foot: tuple[str, str] | None = None

    def tell(self, told: Iterable[Told], empty: str, foot: tuple[str, str] | None = None) -> None:
        """Show entries, or ``empty`` where there are none; ``foot`` is a link below them. The place in the text stays."""
        self._told, self._empty, self._foot = tuple(told), empty, foot
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        place = self.verticalScrollBar().value()
        quiet, accent = (tone_color(tone, self.palette()).name() for tone in (Tone.QUIET, Tone.ACCENT))
        if not self._told:
            self.setHtml(f"<p style='color:{quiet}'>{escape(self._empty)}</p>")
            return
        rows = "".join(_row(told, quiet, accent) for told in self._told)
        foot = "" if self._foot is None else f"<p>{_link(*self._foot, accent)}</p>"
        self.setHtml(f"<table cellspacing='0' cellpadding='0' width='100%'>{rows}</table>{foot}")
        self.verticalScrollBar().setValue(place)

    def _clicked(self, address: QUrl) -> None:
        self.asked.emit(address.toString())


def _row(told: Told, quiet: str, accent: str) -> str:
    head = f"<s>{escape(told.head)}</s>" if told.crossed else escape(told.head)
    head = f"<b>{head}</b>" if told.strong else head
    text = "".join(f"<div>{_lines(line)}</div>" for line in told.lines)
    aside = f"<div style='color:{quiet}'>{escape(told.aside)}</div>" if told.aside else ""
    links = " &nbsp; ".join(_link(words, address, accent) for words, address in told.links)
    return (
        f"<tr><td style='color:{quiet}; padding: 0 12px 8px 0; white-space: nowrap'>{escape(told.when)}</td>"
        f"<td width='100%' style='padding-bottom: 8px'><div>{head}</div>{text}{aside}{f'<div>{links}</div>' if links else ''}</td></tr>"
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _link(words: str, address: str, accent: str) -> str:
    return f"<a href='{escape(address)}' style='color:{accent}; text-decoration: none'>{escape(words)}</a>"
