"""Shows one page of the manual, its pictures never wider than the window."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

from itow_desktop.ui.help.pages import HelpPage

_MARGIN = 16


class HelpBrowser(QTextBrowser):
    """Markdown with links from page to page; a link out of the manual opens in the system's own program."""

    page_asked = Signal(str)
    """Name of the page a link leads to."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._page: HelpPage | None = None
        self.setOpenLinks(False)
        # always there: a bar that came and went would change the width, which lays the pictures out anew, which moves the bar
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("Help page")
        self.document().setDocumentMargin(_MARGIN)
        self.anchorClicked.connect(self._follow)

    def show_page(self, page: HelpPage) -> None:
        """From its top."""
        self._page = page
        self.document().clear()
        self.setMarkdown(page.text)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures lie in the manual's folder; one too wide is made smaller."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage(str(self._folder / (name.path() if isinstance(name, QUrl) else name)))
        room = self.viewport().width() - 2 * _MARGIN - 4
        if image.width() <= room * self.devicePixelRatio():
            return image
        scaled = image.scaledToWidth(round(room * self.devicePixelRatio()), Qt.TransformationMode.SmoothTransformation)
        scaled.setDevicePixelRatio(self.devicePixelRatio())
        return scaled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width; the place on the page stays."""
        super().resizeEvent(event)
        if self._page is not None and event.size().width() != event.oldSize().width():
            bar = self.verticalScrollBar()
            place = bar.value() / max(1, bar.maximum())
            self.document().clear()
            self.setMarkdown(self._page.text)
            bar.setValue(round(place * bar.maximum()))

    def _follow(self, link: QUrl) -> None:
        """The manual has no links out of itself."""
        self.page_asked.emit(Path(link.path()).stem)
