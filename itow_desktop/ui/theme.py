"""Light and dark: the system's own look where it has one, Fusion in our colours elsewhere."""

import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from itow_desktop.ui.assets import CONTRAST, Styles

_ROLES = {  # role: (light, dark), only where Fusion is drawn
    QPalette.ColorRole.Window: ("#f4f5f7", "#2a2e33"),
    QPalette.ColorRole.WindowText: ("#1b1f24", "#e4e7eb"),
    QPalette.ColorRole.Base: ("#ffffff", "#1e2125"),
    QPalette.ColorRole.AlternateBase: ("#f8f9fb", "#23272b"),
    QPalette.ColorRole.Text: ("#1b1f24", "#e4e7eb"),
    QPalette.ColorRole.PlaceholderText: ("#6b7480", "#8d96a2"),
    QPalette.ColorRole.Button: ("#fbfbfc", "#373c43"),
    QPalette.ColorRole.ButtonText: ("#1b1f24", "#e4e7eb"),
    QPalette.ColorRole.BrightText: ("#ffffff", "#ffffff"),
    QPalette.ColorRole.ToolTipBase: ("#ffffff", "#373c43"),
    QPalette.ColorRole.ToolTipText: ("#1b1f24", "#e4e7eb"),
    QPalette.ColorRole.Link: ("#1b5fa8", "#7fb8f0"),
    QPalette.ColorRole.LinkVisited: ("#1b5fa8", "#7fb8f0"),
    QPalette.ColorRole.Highlight: ("#cbdff5", "#2b4969"),
    QPalette.ColorRole.HighlightedText: ("#10161d", "#f3f6f9"),
    QPalette.ColorRole.Accent: ("#1b5fa8", "#2c68a8"),
    QPalette.ColorRole.Light: ("#ffffff", "#454b53"),
    QPalette.ColorRole.Midlight: ("#e9ecf0", "#343940"),
    QPalette.ColorRole.Mid: ("#c9ced6", "#4a515a"),
    QPalette.ColorRole.Dark: ("#a3aab5", "#646c77"),
    QPalette.ColorRole.Shadow: ("#7a828e", "#0b0c0d"),
}
_DISABLED = ("#969ea9", "#6a727d")
_INKS = frozenset(
    {
        *(QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.PlaceholderText),
        *(QPalette.ColorRole.ToolTipText, QPalette.ColorRole.Link, QPalette.ColorRole.LinkVisited),
        *(QPalette.ColorRole.Mid, QPalette.ColorRole.Dark, QPalette.ColorRole.Shadow),  # edges
    }
)
_TEXTS = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class Theme(QObject):
    """Dresses the program and follows the system from light to dark while it runs."""

    def __init__(self, app: QApplication, styles: Styles) -> None:
        super().__init__(app)
        self._app = app
        self._styles = styles
        self._native = sys.platform in {"win32", "darwin"}
        if not self._native:
            app.setStyle("Fusion")
        self._hints = app.styleHints()
        self._wishes = self._hints.accessibility()  # kept, for PySide loses it with the last reference to the hints
        self._hints.colorSchemeChanged.connect(lambda _scheme: self.follow())
        self._wishes.contrastPreferenceChanged.connect(lambda _wish: self.follow())
        self.follow()

    def follow(self) -> None:
        """Dress as the system is set now."""
        self.use(self._hints.colorScheme(), contrast=self._wishes.contrastPreference() is Qt.ContrastPreference.HighContrast)

    def use(self, scheme: Qt.ColorScheme, *, contrast: bool = False) -> None:
        """Dress for a scheme; unknown counts as light."""
        self._app.setProperty(CONTRAST, contrast)
        if not self._native:
            self._app.setPalette(fusion_palette(dark=scheme is Qt.ColorScheme.Dark, contrast=contrast))
        sheet = self._styles.sheet(self._app.palette(), native=self._native)
        if sheet != self._app.styleSheet():
            self._app.setStyleSheet(sheet)


def fusion_palette(*, dark: bool, contrast: bool = False) -> QPalette:
    """Our colours for Fusion; with ``contrast`` ink, paper and one loud colour for what is selected."""
    palette = QPalette()
    if contrast:
        ink, paper = (QColor(shade) for shade in (("#ffffff", "#000000") if dark else ("#000000", "#ffffff")))
        for role in _ROLES:
            palette.setColor(role, ink if role in _INKS else paper)
        chosen, on_chosen = (QColor(shade) for shade in (("#ffff00", "#000000") if dark else ("#00308f", "#ffffff")))
        for role, color in ((QPalette.ColorRole.Highlight, chosen), (QPalette.ColorRole.HighlightedText, on_chosen)):
            palette.setColor(role, color)
        palette.setColor(QPalette.ColorRole.Accent, chosen)
        palette.setColor(QPalette.ColorRole.BrightText, on_chosen)
        return palette
    for role, shades in _ROLES.items():
        palette.setColor(role, QColor(shades[dark]))
    for role in _TEXTS:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(_DISABLED[dark]))
    # A selection is a pale ground under the same inks, so that tones and icons stay readable on it; paler in a window behind.
    palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.Highlight, QColor(("#dfe5ec", "#3a424c")[dark]))
    palette.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.HighlightedText, QColor(("#10161d", "#f3f6f9")[dark]))
    return palette


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, so that numbers stand in columns."""
    figures = QFont(font)
    figures.setFeature(QFont.Tag("tnum"), 1)
    return figures
