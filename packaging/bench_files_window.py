"""The real window from the drop of a file to its preview: ``bench_files_window.py FILE`` prints one line of JSON."""

import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from bench_window import Heart, main, resident
from PySide6.QtCore import QEventLoop, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from itow_desktop import app
from itow_desktop.ui.rooms.incoming import IncomingRoom

_WHERE = QPointF(300, 300)


def dropped(file: Path, office: app.OfficeWindow) -> dict[str, Any]:
    """Milliseconds between the beats of the event loop from the drop until the preview stands there."""
    room = next(each for each in office.rooms if isinstance(each, IncomingRoom))
    heart, loop = Heart(), QEventLoop()
    started = time.perf_counter()
    heart.begin()
    _drop(office, file)
    room.led.connect(loop.quit)
    loop.exec()
    window = room.show_window()
    window.preview.view.read.connect(lambda: loop.quit() if window.preview.preview is not None else None)
    window.moved_on.connect(lambda page: loop.quit() if page != "preview" else None)
    loop.exec()
    if window.preview.preview is None:
        raise RuntimeError(f"no preview: {window.trouble.text} {window.columns.problems.text}")
    window.preview.view.table.viewport().repaint()
    told: dict[str, Any] = {"seconds": time.perf_counter() - started, "gaps_ms": heart.end(), "rss_mb": resident()}
    return {**told, "rows": window.preview.view.model.rowCount()}


def _drop(office: app.OfficeWindow, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(office.window, QDragEnterEvent(_WHERE.toPoint(), copy, data, left, none))
    QApplication.sendEvent(office.window, QDropEvent(_WHERE, copy, data, left, none))


if __name__ == "__main__":
    sys.exit(main("dropped", {"dropped": partial(dropped, Path(sys.argv[1]))}))
