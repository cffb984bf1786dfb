"""Today's mail: letters that are to be printed, numbered, taken to the post office; what was mailed, what came back."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.mail.pieces import GONE, HERE, Piece, PieceState
from itow_desktop.domain.mail.runs import SHEET_FROM, Form, form_of
from itow_desktop.services.mail.looking import MailRow, TodaysMail
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.mail.work import PaneWork
from itow_desktop.ui.mail_text import lacks, run_words
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.models.mail import ROW_ID, WIDTHS, MailTable, Show
from itow_desktop.ui.panes.mail_numbers import MailNumbers, why_no_number
from itow_desktop.ui.panes.pane import Menu, Pane, only_looks, set_reason
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.widgets.chips import Chips
from itow_desktop.ui.widgets.empty import EmptyText
from itow_desktop.ui.widgets.mail.number_bar import NumberBar
from itow_desktop.ui.widgets.table import Place, Table
from itow_desktop.ui.widgets.tones import quiet, set_primary

_CHOICES = (
    ("To do", Show.TO_DO), ("In the run", Show.RUN), ("Mailed", Show.MAILED), ("Came back", Show.BACK), ("All", Show.ALL),
)  # fmt: skip
_NOTHING = {
    Show.TO_DO: "No mail to do. Choose cars in Vehicles, then Mail, Write letters. What is written waits here to be printed and mailed.",
    Show.RUN: "Nothing is in the run to the post office yet. A certified letter joins it with its number.",
    Show.MAILED: "No piece is on its way or delivered.",
    Show.BACK: "Nothing came back.",
    Show.ALL: "No letter was written yet. Choose cars in Vehicles, then Mail, Write letters.",
}
_NO_PIECE = "choose a letter first."


class MailPane(Pane):
    """Buttons work on all that are ready, or on those that are selected where several are; the menu works on the selected ones."""

    print_asked = Signal(object)
    """``tuple[MailRow, ...]`` of pieces to be printed."""
    sheet_asked = Signal(object)
    """``tuple[MailRow, ...]`` of what shall stand on the sheets for the post office."""
    letters_asked = Signal(object)
    """Custody ids of cars whose letters are due."""
    mailed_asked = Signal(object)
    """``tuple[MailRow, ...]`` of those that the post office may have taken."""
    run_asked = Signal(object, bool)
    """Those that shall go into the run (True) or out of it."""
    way_asked = Signal(object)
    """Those that shall be mailed another way."""
    void_asked = Signal(object)
    """``MailRow`` that shall not count."""
    number_off_asked = Signal(object)
    """``MailRow`` whose number shall be taken off."""
    unmail_asked = Signal(object)
    """``MailRow`` of one that was not mailed after all."""
    back_asked = Signal(object)
    """``MailRow`` of which something is known now; None: whatever lies on the desk."""
    paper_asked = Signal(object)
    """Id of the document of a letter that shall be looked at."""

    def __init__(self, house: House, work: PaneWork) -> None:
        super().__init__("Mail r&un", "envelope-simple", key="mail")
        self._house, self._work = house, work
        self._asked = 0
        self._place: Place | None = None
        self._search = ""
        self._wanted: int | None = None
        self.mail = TodaysMail(())
        self.model = MailTable(self)
        self.table = Table(ROW_ID)
        self.chips: Chips[Show] = Chips(_CHOICES)
        self.count = quiet()
        self.bar = NumberBar()
        self.numbers = MailNumbers(house, work, self.bar, self.news, lambda: self.current)
        self.empty = EmptyText("envelope-simple")
        self.run = quiet()
        self.due = QPushButton("Letters th&at are due...")
        self.print, self.sheet = QPushButton("Prin&t..."), QPushButton("Certified &mail sheet...")
        self.mailed, self.back = QPushButton("Maile&d..."), QPushButton("Came &back, delivered...")
        self._build()
        self._build_actions()
        self._wire()
        self._chosen()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName("Pieces of mail")
        self.table.set_widths(WIDTHS)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        buttons = {
            self.due: "calendar-check", self.print: "printer", self.sheet: "list-numbers", self.mailed: "paper-plane-tilt",
            self.back: "arrow-u-down-left",
        }  # fmt: skip
        head, deeds = QHBoxLayout(), QHBoxLayout()
        for row in (head, deeds):
            row.setSpacing(8)
        head.addWidget(self.chips)
        head.addStretch(1)
        head.addWidget(self.count)
        for button, picture in buttons.items():
            button.setIcon(icon(picture))
            deeds.addWidget(button)
        deeds.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.content.addLayout(head)
        self.content.addLayout(deeds)
        self.content.addWidget(self._stack, 1)
        self.run.setWordWrap(True)
        self.content.addWidget(self.run)
        self.content.addWidget(self.bar)

    def _build_actions(self) -> None:
        table = self.table

        def add(words: str, deed: Callable[[], object], picture: str, keys: str | None = None) -> QAction:
            return self.add_menu_action(Menu.MAIL, words, deed, icon=picture, shortcut=keys, parent=table)

        self._open = only_looks(
            self.add_menu_action(Menu.VEHICLE, "&Open details", self._open_car, icon="eye", shortcut="Return", parent=table)
        )
        self._look = only_looks(add("&Show the letter", self._look_at, "eye", "L"))
        self._type = add("Type its &number", self.numbers.begin, "barcode", "N")
        self._off = add("Take its number o&ff", lambda: self._for_one(self.number_off_asked.emit), "eraser")
        self._card = add("Its &green card's number", lambda: self.numbers.begin(card=True), "identification-card", "G")
        self._again = add("Print it once more...", lambda: self.print_asked.emit(self.selected), "printer", "P")
        self._run = add("&Join the run", self._turn_run, "tray", "R")
        self._way = add("Mail it another wa&y...", lambda: self.way_asked.emit(self.selected), "swap", "W")
        self._outcome = add("It came bac&k, was delivered...", lambda: self._for_one(self.back_asked.emit), "arrow-u-down-left", "B")
        self._unmail = add("Not &mailed after all...", lambda: self._for_one(self.unmail_asked.emit), "arrow-counter-clockwise")
        self._void = add("&Void...", lambda: self._for_one(self.void_asked.emit), "prohibit", "Delete")
        self.add_menu_action(Menu.EDIT, "Select &all", table.selectAll, shortcut=QKeySequence.StandardKey.SelectAll)

    def _wire(self) -> None:
        self.table.selection_changed.connect(self._chosen)
        self.table.opened.connect(self._open_car)
        self.table.sort_asked.connect(self._sort)
        self.table.customContextMenuRequested.connect(self._offer_menu)
        self.model.modelReset.connect(self._shown)
        self.chips.changed.connect(self._narrow)
        self.bar.left.connect(self._to_list)
        self.numbers.found.connect(self._point_at)
        self.numbers.numbered.connect(self._numbered)
        self.numbers.back_asked.connect(self.back_asked)
        self.print.clicked.connect(lambda: self.print_asked.emit(self.printing))
        self.sheet.clicked.connect(lambda: self.sheet_asked.emit(self.for_sheet))
        self.due.clicked.connect(lambda: self.letters_asked.emit(tuple(dict.fromkeys(each.custody_id for each in self.mail.due))))
        self.mailed.clicked.connect(lambda: self.mailed_asked.emit(self.going))
        self.back.clicked.connect(lambda: self.back_asked.emit(None))
        self._house.bus.cars_changed.connect(lambda _ids: self.refresh())

    # --- reading -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the mail anew; selection and place stay."""
        self._asked += 1
        number = self._asked
        self._house.runner.start(self._work.todays_mail, owner=self, done=lambda mail: self._read(number, mail), failed=self._not_read)

    def _read(self, number: int, mail: TodaysMail) -> None:
        if number != self._asked:
            return
        self._place = self.table.place()
        self.news.take_back(self.refresh)
        self.mail = mail
        self.model.put_mail(mail)
        for chip, (word, show) in zip(self.chips.buttons, _CHOICES, strict=True):
            chip.setText(word if show is Show.ALL else f"{word} {self.model.count(show)}")
        self.set_badge(self.model.count(Show.TO_DO))
        self.run.setText(run_words(mail))
        self.back.setText(f"Came &back, delivered ({mail.strays} in the tray)..." if mail.strays else "Came &back, delivered...")

    def _not_read(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    def _shown(self) -> None:
        if self._place is not None:
            self.table.take_place(self._place, self.model.ids)
            self._place = None
        self._choose_wanted()
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        self.empty.say(f'No piece of mail matches "{self._search}".' if self._search else _NOTHING[self.chips.value])
        self._chosen()

    def _narrow(self) -> None:
        self._place = self.table.place()
        self.model.narrow(self.chips.value, self._search)

    def _sort(self, column: int, _further: bool) -> None:
        header = self.table.horizontalHeader()
        again = header.sortIndicatorSection() == column and header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        order = Qt.SortOrder.DescendingOrder if again else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, order)
        self.model.sort(column, order)

    # --- choosing ----------------------------------------------------------------------------------------------------

    @property
    def selected(self) -> tuple[MailRow, ...]:
        """The selected pieces from the top."""
        return tuple(self.model.mail_at(row) for row in self.table.selected_rows())

    @property
    def current(self) -> MailRow | None:
        """The piece that is pointed at."""
        piece_id = self.table.current_id()
        return None if piece_id is None else self.model.mail_of(piece_id)

    def scope(self, state: PieceState) -> tuple[MailRow, ...]:
        """What a button works on: the selected pieces in this state where several are selected, else all of them."""
        selected = self.selected
        rows = selected if len(selected) > 1 else self.model.everything
        return tuple(row for row in rows if row.piece.state is state)

    @property
    def printing(self) -> tuple[MailRow, ...]:
        """Letters that wait for paper, less those that should not go out any more."""
        return tuple(row for row in self.scope(PieceState.PREPARED) if row.stopped is None)

    @property
    def going(self) -> tuple[MailRow, ...]:
        """What the post office may take: those of the run first, in its order."""
        return tuple(sorted(self.scope(PieceState.PRINTED), key=lambda row: (row.piece.run_id is None, row.piece.place or 0)))

    @property
    def for_sheet(self) -> tuple[MailRow, ...]:
        """Pieces that a sheet lists and that lack nothing, those of the run first."""
        ready = (row for row in self.going if lacks(row) is None and row.stopped is None)
        return tuple(row for row in ready if form_of(row.piece.mail_class) is not None)

    def _chosen(self) -> None:
        selected, current = self.selected, self.current
        total = text.counted(self.model.rowCount(), "piece", "pieces")
        self.count.setText(f"{total}, {len(selected)} selected" if len(selected) > 1 else total)
        self._show_buttons()
        self._show_actions(selected, current)
        self.numbers.moved()
        self.car_chosen.emit(current.piece.custody_id if current else None)

    def _show_buttons(self) -> None:
        printing, going = self.printing, [row for row in self.going if lacks(row) is None and row.stopped is None]
        forms = [form_of(row.piece.mail_class) for row in self.for_sheet]
        due = len({each.custody_id for each in self.mail.due})
        self.print.setText(f"Prin&t {text.counted(len(printing), 'letter', 'letters')}..." if printing else "Prin&t...")
        self.print.setEnabled(bool(printing))
        self.mailed.setText(f"Maile&d: {text.counted(len(going), 'piece', 'pieces')}..." if going else "Maile&d...")
        self.mailed.setEnabled(bool(self.going))
        self.sheet.setVisible(any(forms.count(form) >= SHEET_FROM for form in Form))
        self.due.setText(f"Letters th&at are due ({due})...")
        self.due.setVisible(bool(due))
        set_primary(self.print, primary=bool(printing))
        set_primary(self.mailed, primary=bool(going) and not printing)

    def _show_actions(self, selected: tuple[MailRow, ...], current: MailRow | None) -> None:
        none = None if current else _NO_PIECE
        piece = current.piece if current else None
        gone = piece is not None and piece.state in GONE
        here = bool(selected) and all(row.piece.state in HERE for row in selected)
        in_run = here and all(row.piece.run_id is not None for row in selected)
        not_here = none or (None if here else "it is not here any more.")
        not_gone = none or (None if gone else "it is not mailed yet.")
        mailed = piece is not None and piece.state is PieceState.HANDED_OVER
        self._run.setText("&Drop from the run" if in_run else "&Join the run")
        set_reason(self._open, none)
        set_reason(self._look, none or (None if piece and piece.document_id is not None else "it was made without this program."))
        set_reason(self._type, none or (why_no_number(piece) if piece else None))
        set_reason(self._off, not_here or (None if piece and piece.number else "it has no number."))
        set_reason(self._card, none or (None if piece and piece.mail_class.certified else "it goes without a green card."))
        for action in (self._again, self._run, self._way, self._void):
            set_reason(action, not_here)
        set_reason(self._outcome, not_gone)
        set_reason(self._unmail, none or (None if mailed else "choose a letter that is mailed and of which nothing more is known."))

    def _point_at(self, row: MailRow) -> None:
        """A piece that was scanned, whatever the list was narrowed to."""
        self._wanted = row.piece.id
        if self.model.mail_of(row.piece.id) is None:
            self.model.put_rows((*self.model.everything, row))  # older than what is listed
        if row.piece.id not in self.model.ids():
            self._search = ""
            self.chips.choose(next(show for show in Show if show.has(row.piece)))
            self._narrow()
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        ids = self.model.ids()
        if self._wanted in ids:
            self.table.choose(ids.index(self._wanted))
            self._wanted = None

    def _numbered(self, piece: Piece) -> None:
        """On to the next piece that wants one."""
        self._place = self.table.place()
        self.model.renew(piece)
        following = self.model.next_without_number(piece.id)
        if following is not None:
            self.table.choose(self.model.ids().index(following.piece.id))
            self.numbers.begin()
        self._house.bus.cars_changed.emit(frozenset({piece.custody_id}))

    # --- the window asks ---------------------------------------------------------------------------------------------

    def take_scan(self, scanned: str) -> bool:
        """A letter's barcode points at it; any other number of the post office is for the piece that wants one."""
        if not self.numbers.is_ours(scanned):
            return False
        self.numbers.take(scanned)
        return True

    def chosen_cars(self) -> tuple[int, ...]:
        """Custody ids of the cars whose letters are selected, from the top."""
        return tuple(dict.fromkeys(row.piece.custody_id for row in self.selected))

    def entered(self) -> None:
        """Into the list, on the first piece if none was chosen yet."""
        self._to_list()
        if not self.table.selected_rows() and self.model.rowCount():
            self.table.choose(0)

    def narrow(self, text: str) -> None:
        """A short list follows each letter."""
        self.look_for(text)

    def look_for(self, text: str) -> bool:
        """Narrow the list to what matches, while it is in front."""
        if text and not self.isVisible():
            return False
        self._search = text.strip()
        self._narrow()
        return True

    def escape(self) -> bool:
        """Back to what is to do."""
        if self.chips.value is Show.TO_DO:
            return False
        self.chips.choose(Show.TO_DO)
        return True

    def recall(self, memory: WindowMemory) -> None:
        self.table.recall(memory, "mail.columns")

    def remember(self, memory: WindowMemory) -> None:
        self.table.remember(memory, "mail.columns")

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _to_list(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _for_one(self, ask: Callable[[MailRow], object]) -> None:
        if (row := self.current) is not None:
            ask(row)

    def _open_car(self) -> None:
        self._for_one(lambda row: self.car_opened.emit(row.piece.custody_id))

    def _look_at(self) -> None:
        self._for_one(lambda row: self.paper_asked.emit(row.piece.document_id))

    def _turn_run(self) -> None:
        rows = self.selected
        self.run_asked.emit(rows, not all(row.piece.run_id is not None for row in rows))

    def _offer_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.menu_actions[Menu.MAIL])
        menu.addSeparator()
        menu.addActions(self.car_actions())
        menu.popup(self.table.viewport().mapToGlobal(point))
