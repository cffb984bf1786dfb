"""What is pictured of the old database: files, what they say, what came of it, the report on paper."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget
from shot_stage import Stage

from itow_desktop.domain.old_database.rules import OldRule
from itow_desktop.practice.old_database import snapshots
from itow_desktop.ui.dialogs.paper import PaperDialog
from itow_desktop.ui.rooms.old_database import OldDatabaseRoom


def old_database(stage: Stage) -> Iterator[tuple[str, QWidget]]:
    """Three invented files of the same yard are read, looked at and taken over."""
    window = next(each for each in stage.office.rooms if isinstance(each, OldDatabaseRoom)).show_window()
    with TemporaryDirectory() as folder:
        window.add_files(list(snapshots(Path(folder))))
        stage.settle()
        yield "old-files", window
        window.files.read.click()
        stage.settle()
    window.looks.parts.rules.choose(OldRule.OUTCOME)
    window.looks.parts.lines.table.selectRow(0)
    stage.settle()
    yield "old-review", window
    window.looks.older.click()
    stage.settle()
    window.looks.take_over.click()
    stage.settle()
    yield "old-report", window
    window.report.tabs.setCurrentIndex(1)
    stage.settle()
    yield "old-rules", window
    window.report.paper.click()
    dialog = stage.dialog(PaperDialog)
    yield "old-page", dialog
    dialog.done(0)
    stage.settle()
    window.close()
    stage.settle()
