"""One paper to look at, print or save; nothing is recorded here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from itow_desktop.domain.errors import PrinterTrouble, Trouble
from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.ports.printing import PrinterChoice, PrinterInfo
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.printer_row import PrinterRow
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet


@dataclass(frozen=True)
class Paper:
    """A PDF with the pictures of its pages; ``name`` is the file's, ``note`` what is to be known of this one."""

    name: str
    pdf: bytes
    pages: tuple[bytes, ...]
    note: str = ""


@dataclass(frozen=True)
class PaperDeeds:
    """What the dialog asks for; all run on worker threads. ``send`` prints a PDF under a name and may raise ``PrinterTrouble``.

    ``keep`` puts a paper on record once, before it leaves by printing or saving.
    """

    read: Callable[[], Paper]
    printers: Callable[[], tuple[PrinterInfo, ...]]
    send: Callable[[bytes, PrinterChoice, str], None]
    keep: Callable[[Paper], None] | None = None


class PaperDialog(DeedDialog):
    """Preview, printer, "Save as PDF..."; the default button prints."""

    kept = Signal()
    """The paper was put on record."""

    def __init__(
        self,
        title: str,
        verb: str,
        deeds: PaperDeeds,
        *,
        runner: TaskRunner,
        parent: QWidget | None,
        memory: WindowMemory | None,
        note: str = "",
        kind: PaperKind = PaperKind.LIST,
    ) -> None:
        super().__init__(title, verb, runner, parent, cancel="Close")
        self._deeds = deeds
        self._paper: Paper | None = None
        self._kept = deeds.keep is None
        self.preview = PaperPreview()
        self.printer = PrinterRow(memory, kind)
        self.printer.changed.connect(self.refresh_ready)
        self.save = QPushButton("&Save as PDF...")
        self.save.setAutoDefault(False)
        self.save.setEnabled(False)
        self.save.clicked.connect(self._ask_where)
        self.body.addWidget(self.preview, 1)
        self.note = quiet(note)
        self.note.setWordWrap(True)
        self.note.setVisible(bool(note))
        self.body.addWidget(self.note)
        self.body.addWidget(self.printer)
        self.foot.insertWidget(1, self.save)
        self.fit(QSize(760, 860))
        self.preview.say("Drawing the pages...")
        runner.start(lambda: (deeds.read(), deeds.printers()), owner=self, done=self._show, failed=self._cannot_show)
        self.refresh_ready()

    def ready(self) -> bool:
        """There is a paper, and a printer for it."""
        return self._paper is not None and self.printer.choice is not None

    def commit(self) -> None:
        """Print it."""
        paper, choice = self._paper, self.printer.choice
        if paper is not None and choice is not None:
            self.printer.keep()
            self._out(paper, partial(self._deeds.send, paper.pdf, choice, paper.name), partial(self.finish, choice.printer), "Printing...")

    def _show(self, answer: tuple[Paper, tuple[PrinterInfo, ...]]) -> None:
        self._paper, printers = answer
        self.preview.show_pages(self._paper.pages)
        self.note.setText(" ".join(filter(None, (self._paper.note, self.note.text()))))
        self.note.setVisible(bool(self.note.text()))
        self.printer.offer(printers)
        self.save.setEnabled(True)
        if not printers:
            self.say("No printer is set up on this computer. Save as PDF works.")
        self.refresh_ready()

    def _cannot_show(self, trouble: Trouble) -> None:
        self.preview.say(str(trouble))
        self.failed(trouble)

    def _ask_where(self) -> None:
        if self._paper is None:
            return
        dialog = QFileDialog(self, "Save as PDF", self._paper.name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the PDF there."""
        paper = self._paper
        if paper is not None:
            self._out(paper, partial(_written, path, paper.pdf), partial(self.say, f"Saved as {path.name}."), "Saving...")

    def _out(self, paper: Paper, way: Callable[[], None], then: Callable[[], None], doing: str) -> None:
        """Where it is to be on record it comes on record first, once."""
        keep = None if self._kept else self._deeds.keep

        def kept(_none: object) -> None:
            self._kept = True
            self.kept.emit()
            self._out(paper, way, then, doing)

        if keep is None:
            self.run(way, lambda _none: then(), doing=doing)
        else:
            self.run(partial(keep, paper), kept, doing=doing)


def _written(path: Path, pdf: bytes) -> None:
    try:
        path.write_bytes(pdf)
    except OSError as trouble:
        raise PrinterTrouble(f"The file {path.name} could not be written ({trouble.strerror}). Choose another place.") from trouble
