"""What people drag here or copy elsewhere: files of this PC, or a picture without one."""

from pathlib import Path

from PySide6.QtCore import QMimeData


def dropped_files(told: QMimeData | None) -> list[Path]:
    """The files that are dragged or copied; none where it is something else, or nothing (an empty clipboard has no data at all)."""
    return [Path(url.toLocalFile()) for url in told.urls() if url.isLocalFile()] if told is not None else []


def has_picture(told: QMimeData | None) -> bool:
    """Whether a picture without a file is dragged or copied."""
    return told is not None and told.hasImage()
