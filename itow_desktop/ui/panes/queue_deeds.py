"""From a verb of the queue to its dialog, and from the dialog back to the bus."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.people import Rights
from itow_desktop.services.working import QueueLine
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.agency import AgencyDialog
from itow_desktop.ui.dialogs.agency_contact import AgencyContactDialog
from itow_desktop.ui.dialogs.call_in import CallInDialog
from itow_desktop.ui.dialogs.day_column import DayColumnDialog
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.pick_up import PickUpDialog
from itow_desktop.ui.dialogs.print_sheet import PrintSheet
from itow_desktop.ui.dialogs.sort_cars import SortDialog
from itow_desktop.ui.dialogs.tow_times import TowTimesDialog
from itow_desktop.ui.memory import WindowMemory
from itow_desktop.ui.models.queue_groups import ids
from itow_desktop.ui.queue_text import DATED, WRITTEN, Verb
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.work import PaperWork, QueueWork


class QueueDeeds(QObject):
    """One door for each verb."""

    done = Signal(object)
    """Custody ids a deed was done for."""
    failed = Signal(object)
    """``Trouble`` of something that has no dialog of its own."""
    edit_asked = Signal(object)
    """Custody id whose facts shall be corrected."""
    past_asked = Signal(object)
    """Custody ids of cars of which somebody shall say what is already done."""
    same_asked = Signal(object)
    """Custody id of a car that may be the same as one of TowBook's."""
    sheet_asked = Signal(object)
    """Lines whose cars shall stand on a call sheet."""
    why_asked = Signal(object, object)
    """Custody id whose dates shall be explained, the rule its line is about or None."""
    lift_asked = Signal(object)
    """Custody ids of cars whose hold may be over."""
    hold_asked = Signal(object)
    """Custody ids of cars whose hold goes on."""
    look_up_asked = Signal(object)
    """Lines whose cars shall be looked up in the state's Auto Lost & Found."""
    chase_asked = Signal(object)
    """Lines whose cars somebody shall be asked about again."""
    caller_asked = Signal(object, object)
    """Custody id of the car of which somebody shall say whether who asked for it may call, the window to ask in."""
    sending_asked = Signal(object, object)
    """TOP notices that shall go by e-mail or fax, the print sheet they come from."""

    letters_asked = Signal(object, object)
    """Custody ids of cars for which letters shall be written, the kinds of those letters."""
    sale_asked = Signal(object)
    """Custody id of a car whose public sale shall be shown, with its ad."""
    facts_asked = Signal(object)
    """Custody id of the car whose facts for form TR-52LR shall be shown."""

    def __init__(self, pane: QWidget, runner: TaskRunner, bus: Bus, who: Who, *, work: QueueWork, paper: PaperWork) -> None:
        super().__init__(pane)
        self._pane = pane
        self._runner = runner
        self._bus = bus
        self._who = who
        self._work = work
        self._paper = paper
        self._memory: WindowMemory | None = None
        self._sheet: PrintSheet | None = None
        self._doors: Mapping[Verb, Callable[[Sequence[QueueLine]], None]] = {
            Verb.CALLED_IN: self._call_in,
            Verb.PRINT_TOP: self._print,
            Verb.PICKED_UP: self._pick_up,
            Verb.STILL_HERE: self._keep,
            Verb.AGENCY: self._ask_agency,
            Verb.KIND: self._sort,
            Verb.TOW_TIME: self._tow_times,
            Verb.PHONE: self._contact,
            Verb.ALREADY_DONE: lambda lines: self.past_asked.emit(ids(lines)),
            Verb.SAME: lambda lines: self.same_asked.emit(lines[0].case.custody_id),
            Verb.CALL_SHEET: self.sheet_asked.emit,
            Verb.LOOK_UP: self.look_up_asked.emit,
            Verb.CHASE: self.chase_asked.emit,
            Verb.PUBLIC_SALE: lambda lines: self.sale_asked.emit(lines[0].case.custody_id),
            Verb.TR52LR_FACTS: lambda lines: self.facts_asked.emit(lines[0].case.custody_id),
            Verb.LIFT: lambda lines: self.lift_asked.emit(ids(lines)),
            Verb.HOLD: lambda lines: self.hold_asked.emit(ids(lines)),
            Verb.WHY: self._why,
        }

    def begin(self, verb: Verb, lines: Sequence[QueueLine]) -> None:
        """Open what the verb needs for these lines, at least one; whoever may only look is told so."""
        hindrance = None if verb in {Verb.WHY, Verb.CALL_SHEET} else self._who.hindrance(Rights.CLERK)
        if hindrance is not None:
            self.failed.emit(hindrance)
            return
        if verb in DATED:
            self._dates(verb, lines)
        elif verb in WRITTEN:
            self.letters_asked.emit(ids(lines), WRITTEN[verb])
        else:
            self._doors[verb](lines)

    # --- doors -------------------------------------------------------------------------------------------------------

    def _call_in(self, lines: Sequence[QueueLine]) -> None:
        """One agency's cars; those of another stay for another call."""
        agency = lines[0].agency
        lines = [line for line in lines if line.agency == agency]
        dialog = CallInDialog(self._work, self._who.person, agency, lines, runner=self._runner, parent=self._pane)
        self._show(dialog)

    def _dates(self, verb: Verb, lines: Sequence[QueueLine]) -> None:
        dialog = DayColumnDialog(verb, self._work, self._who.person, lines, runner=self._runner, parent=self._pane)
        self._show(dialog)

    def _pick_up(self, lines: Sequence[QueueLine]) -> None:
        dialog = PickUpDialog(self._work, self._who.person, lines[0], runner=self._runner, parent=self._pane)
        dialog.done_with.connect(self._tell)
        dialog.open()

    def _sort(self, lines: Sequence[QueueLine]) -> None:
        self._show(SortDialog(self._work, self._who.person, lines, runner=self._runner, parent=self._pane))

    def _tow_times(self, lines: Sequence[QueueLine]) -> None:
        dialog = TowTimesDialog(self._work, self._who.person, lines, runner=self._runner, parent=self._pane)
        self._show(dialog)

    def _keep(self, lines: Sequence[QueueLine]) -> None:
        """The answer is one word; it needs no dialog."""
        custody_ids, person = ids(lines), self._who.person
        self._runner.start(
            lambda: self._work.keep_on_lot(person, custody_ids),
            owner=self,
            done=lambda _count: self._tell(custody_ids),
            failed=self.failed.emit,
        )

    def _ask_agency(self, lines: Sequence[QueueLine]) -> None:
        def show(agencies: tuple[Agency, ...]) -> None:
            dialog = AgencyDialog(self._work, self._who.person, agencies, lines, runner=self._runner, parent=self._pane)
            dialog.done_with.connect(lambda _ids: self._bus.agencies_changed.emit())
            self._show(dialog)

        self._runner.start(self._work.agencies, owner=self, done=show, failed=self.failed.emit)

    def _contact(self, lines: Sequence[QueueLine]) -> None:
        agency = lines[0].agency
        if agency is not None:
            dialog = AgencyContactDialog(self._work, self._who.person, agency, runner=self._runner, parent=self._pane)
            dialog.done_with.connect(lambda _id: self._bus.agencies_changed.emit())
            dialog.open()

    def _why(self, lines: Sequence[QueueLine]) -> None:
        self.why_asked.emit(lines[0].case.custody_id, lines[0].item.rule)

    def _print(self, lines: Sequence[QueueLine]) -> None:
        """One sheet at a time: the papers of the last one must be answered for first."""
        if self._sheet is not None:
            self._sheet.raise_()
            self._sheet.activateWindow()
            return
        sheet = PrintSheet(self._paper, self._who.person, ids(lines), runner=self._runner, parent=self._pane, memory=self._memory)
        sheet.done_with.connect(self._tell)
        sheet.edit_asked.connect(self.edit_asked)
        sheet.caller_asked.connect(lambda custody_id: self.caller_asked.emit(custody_id, sheet))
        sheet.sending_asked.connect(lambda drafts: self.sending_asked.emit(drafts, sheet))
        self._bus.cars_changed.connect(sheet.reload)
        sheet.finished.connect(self._sheet_closed)
        self._sheet = sheet
        sheet.show()

    def _sheet_closed(self, _code: int) -> None:
        self._sheet = None

    # --- afterwards --------------------------------------------------------------------------------------------------

    def _show(self, dialog: DeedDialog) -> None:
        dialog.done_with.connect(self._tell)
        dialog.open()

    def _tell(self, custody_ids: Sequence[int]) -> None:
        self.done.emit(tuple(custody_ids))
        self._bus.cars_changed.emit(frozenset(custody_ids))

    # --- coming and going --------------------------------------------------------------------------------------------

    def recall(self, memory: WindowMemory) -> None:
        """Where the print sheet remembers its printer."""
        self._memory = memory

    def unfinished(self) -> str | None:
        """Papers nobody has answered for."""
        return self._sheet.unfinished() if self._sheet is not None else None
