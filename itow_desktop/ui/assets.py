"""Pictures and styles: where they lie and how they are drawn."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

Paint = Callable[[QIcon.Mode], QColor]


class Tone(StrEnum):
    """The few colours that mean something; each is doubled by a word or an icon."""

    LATE = "late"
    """Overdue or destructive, and nothing else."""
    TODAY = "today"
    DONE = "done"
    ACCENT = "accent"
    QUIET = "quiet"


_TONES = {  # on light, on dark; each at least 4.5:1 against the window
    Tone.LATE: ("#b3261e", "#ff8a80"),
    Tone.TODAY: ("#8a5700", "#f2b84b"),
    Tone.DONE: ("#1c6e3d", "#6fcf97"),
    Tone.ACCENT: ("#1b5fa8", "#7fb8f0"),
    Tone.QUIET: ("#5a6472", "#a3acb8"),
}


def is_dark(palette: QPalette) -> bool:
    """Whether text stands light on dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


CONTRAST = "contrast"
"""Property of the application: True while the person wants high contrast."""


def tone_color(tone: Tone, palette: QPalette | None = None) -> QColor:
    """The colour of a tone on the given palette, by default the program's; in high contrast the words and icons tell it alone."""
    palette = palette or QGuiApplication.palette()
    app = QGuiApplication.instance()
    if app is not None and app.property(CONTRAST):
        return palette.color(QPalette.ColorRole.WindowText)
    return QColor(_TONES[tone][is_dark(palette)])


class Styles:
    """Style sheets of ``resources/styles``; ``@late`` and the like stand for the tones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sheet(self, palette: QPalette, *, native: bool) -> str:
        """The sheets with the colours of this palette; a native style keeps its own inputs and lists."""
        names = ("itow.qss",) if native else ("itow.qss", "fusion.qss")
        text = "\n".join((self._folder / name).read_text("utf-8") for name in names)
        for tone in Tone:
            text = text.replace(f"@{tone}-wash", _wash(tone, palette)).replace(f"@{tone}", tone_color(tone, palette).name())
        return text


def _wash(tone: Tone, palette: QPalette) -> str:
    """A tone as a faint ground under text."""
    color = tone_color(tone, palette)
    return f"rgba({color.red()}, {color.green()}, {color.blue()}, {44 if is_dark(palette) else 26})"


def icon(name: str, tone: Tone | None = None) -> QIcon:
    """An icon of the Phosphor family, such as ``car``; follows light and dark by itself. ``KeyError`` when there is none."""
    return QIcon(_Glyph(_characters()[name], partial(_ink, tone)))


def _phosphor(pattern: str) -> Path:
    """A file of QtAwesome's copy of the font. The package itself would load every class of Qt and eleven fonts more."""
    package = find_spec("qtawesome")
    if package is None or package.origin is None:
        raise FileNotFoundError("QtAwesome, which brings the icons, is not installed")
    return next(Path(package.origin).with_name("fonts").glob(pattern))


@cache
def _characters() -> Mapping[str, str]:
    codes = msgspec.json.decode(_phosphor("phosphor-charmap-*.json").read_bytes(), type=dict[str, str])
    return {name: chr(int(code, 16)) for name, code in codes.items()}


@cache
def _family() -> str:
    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(_phosphor("phosphor-*.ttf"))))[0]


def _ink(tone: Tone | None, mode: QIcon.Mode) -> QColor:
    palette = QGuiApplication.palette()
    if mode is QIcon.Mode.Disabled:
        return palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    return palette.color(QPalette.ColorRole.WindowText) if tone is None else tone_color(tone, palette)


class _Glyph(QIconEngine):
    """One character of the icon font, in the colour of the moment: a plain pixmap would stay dark on dark."""

    def __init__(self, character: str, ink: Paint) -> None:
        super().__init__()
        self._character = character
        self._ink = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.save()
        font = QFont(_family())
        font.setPixelSize(max(1, round(rect.height() * 0.9)))
        painter.setFont(font)
        painter.setPen(self._ink(mode))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        with QPainter(drawn) as painter:
            self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        return drawn

    def clone(self) -> QIconEngine:
        return _Glyph(self._character, self._ink)
