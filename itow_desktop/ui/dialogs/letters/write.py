"""Write letters for one car or for many: what each lacks, how it will look, where it goes, what came out."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from itow_desktop.domain.printing.kinds import PaperKind
from itow_desktop.services.letters.writing import LetterDraft, LetterWish
from itow_desktop.services.noticing import KeptPaper
from itow_desktop.ui.dialogs.came_out import NOT_THE_MAIL
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.letters.letter_list import LetterList
from itow_desktop.ui.dialogs.letters.work import LetterPrinting, LettersAsked, LetterWork, Ways
from itow_desktop.ui.dialogs.paper_preview import PaperPreview
from itow_desktop.ui.dialogs.printing.printing_dialog import PrintingDialog
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet

_NOTHING = "No letter is written for these vehicles."


class WriteLettersDialog(PrintingDialog):
    """First the letters, then "Did all 4 come out?"; a letter is mailed only when somebody says so, in Mail."""

    words_asked = Signal()
    """Somebody wants to see the words of the letters."""

    def __init__(
        self, house: House, work: LetterWork, printing: LetterPrinting, asked: LettersAsked, *, ways: Ways, parent: QWidget | None
    ) -> None:
        paper = PaperKind.of(asked.kinds[0]) if asked.kinds else PaperKind.COURTESY_OWNER
        super().__init__(
            "Write letters", printing, house.who.person, kind=paper, runner=house.runner, parent=parent,
            memory=house.memory, note=NOT_THE_MAIL,
        )  # fmt: skip
        # Beside the window, not over it: what is missing is entered elsewhere, then comes in here.
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._house, self._work, self._papers, self._ways = house, work, printing, ways
        self.asked = asked
        self._kept: tuple[KeptPaper, ...] = ()
        self._kept_for: tuple[LetterWish, ...] = ()
        self._names: dict[int, str] = {}
        self.letters = LetterList()
        self.preview = PaperPreview()
        self.save_pdf = QPushButton("Save as P&DF...")
        self._build()
        self._wire()
        self.reload()
        self.look_for_printers()
        self.fit(QSize(1080, 700))

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.letters)
        split.addWidget(self.preview)
        split.setStretchFactor(1, 1)
        split.setSizes([460, 580])
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(split, 1)
        column.addWidget(self.printer)
        column.addWidget(quiet(NOT_THE_MAIL))
        self.build_pages(first)
        self.save_pdf.setAutoDefault(False)
        self.foot.insertWidget(1, self.save_pdf)

    def _wire(self) -> None:
        self.letters.chosen.connect(self._preview)
        self.letters.changed.connect(self._changed)
        self.letters.way_asked.connect(self._go)
        self.save_pdf.clicked.connect(self._choose_folder)
        self._house.bus.cars_changed.connect(self._cars_changed)
        self._house.bus.office_changed.connect(self.reload)

    def show_state(self) -> None:
        """Something changed that the buttons speak of."""
        super().show_state()
        self.save_pdf.setVisible(not self.asking)
        self.save_pdf.setEnabled(not self.busy and bool(self.letters.going))

    def first_verb(self) -> str:
        """How many letters."""
        number = len(self.letters.going)
        return f"&Print {counted(number, 'letter', 'letters')}" if number else "&Print"

    def can_start(self) -> bool:
        """Something can be printed somewhere."""
        return bool(self.letters.going) and self.printer.choice is not None

    # --- drafts and preview ------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the facts anew; ticks and choices stay."""
        if not self.asking and not self.busy and not self._kept:
            self.say("Reading...")
            self.runner.start(lambda: self._work.offered(self.asked.custody_ids), owner=self, done=self._drafted, failed=self.failed)

    def _cars_changed(self, custody_ids: frozenset[int]) -> None:
        if not custody_ids or custody_ids & set(self.asked.custody_ids):
            self.reload()

    def _drafted(self, drafts: tuple[LetterDraft, ...]) -> None:
        self.say("")
        kinds = self.asked.kinds
        self.letters.put([draft for draft in drafts if not kinds or draft.wish.kind in kinds])
        self._changed()

    def _changed(self) -> None:
        self._preview()
        self.show_state()

    def _preview(self) -> None:
        letter = self.letters.current
        if letter is None:
            self.preview.say("" if self.letters.letters else _NOTHING)
            return
        draft = letter.draft
        if not draft.to.block and letter.blocked:
            self.preview.say(
                "This letter cannot be written yet.\n\n" + "\n".join(each.sentence for each in letter.problems if each.blocking)
            )
            return
        self.preview.read(self.runner, lambda: self._work.preview(draft))

    def _go(self, field: str, custody_id: int) -> None:
        """To the place where what is missing is entered."""
        place = field.partition(".")[0]
        if place == "office":
            self._ways.office()
        elif place == "words":
            self.words_asked.emit()
        else:
            ways = {**dict.fromkeys(("party", "address", "parties"), self._ways.parties), "charges": self._ways.charges}
            ways.get(place, self._ways.car)(custody_id)

    # --- printing ----------------------------------------------------------------------------------------------------

    def start_printing(self) -> None:
        """Keep the letters, then print them."""
        self._keep(self.send)

    def names(self) -> Mapping[int, str]:
        """Which letter a paper is."""
        return self._names

    def recorded(self, came: Sequence[KeptPaper]) -> object:
        """Custody ids of the cars whose letters came out."""
        return tuple(dict.fromkeys(custody_id for paper in came for custody_id in paper.custody_ids))

    def _keep(self, then: Callable[[tuple[KeptPaper, ...]], None]) -> None:
        """Write the letters into the database once; printing or saving them again takes the same bytes."""
        going = self.letters.going
        wishes, person = tuple(letter.wish for letter in going), self._person
        if not wishes:
            return
        if wishes == self._kept_for:
            then(self._kept)
            return

        def done(kept: tuple[KeptPaper, ...]) -> None:
            self._kept, self._kept_for = kept, wishes
            self._names = {paper.document.id: letter.name for paper, letter in zip(kept, going, strict=True)}
            self.letters.setEnabled(False)  # they are written as they are; another choice would be another letter
            self._house.bus.cars_changed.emit(frozenset(wish.custody_id for wish in wishes))
            then(kept)

        self.run(lambda: self._work.write(person, wishes), done, doing="Writing the letters...")

    # --- files -------------------------------------------------------------------------------------------------------

    def _choose_folder(self) -> None:
        ask_folder(self, "Save the letters as PDF in", lambda folder: self.save_in(Path(folder)))

    def save_in(self, folder: Path) -> None:
        """Write the letters as named PDFs; that records no printing."""
        self._keep(lambda papers: self.run(lambda: self._papers.save_papers(folder, papers), lambda files: self._saved(folder, files)))

    def _saved(self, folder: Path, files: tuple[Path, ...]) -> None:
        self.say(f"{counted(len(files), 'file', 'files')} saved in {folder}. Not recorded as printed.")
