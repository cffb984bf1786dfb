"""The outbox: what waits, goes out, was refused; what was sent; who may send without being asked."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.outbox.messages import OutMessage, OutState
from itow_desktop.domain.people import Rights
from itow_desktop.services.outbox.letting_go import Outbox
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.car.reason import ReasonDialog
from itow_desktop.ui.dialogs.outbox.approval import ApprovalDialog
from itow_desktop.ui.dialogs.outbox.message import MessageDialog
from itow_desktop.ui.dialogs.outbox.rows import (
    APPROVAL_HEADERS,
    OPEN_HEADERS,
    SENT_HEADERS,
    approval_rows,
    open_rows,
    sent_rows,
    standing_words,
    to_whom,
    what,
)  # fmt: skip
from itow_desktop.ui.dialogs.outbox.work import OutboxWork
from itow_desktop.ui.dialogs.own_window import ReadWindow
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.rooms.room import House
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.places.parts import RecordList
from itow_desktop.ui.widgets.tones import heading, quiet

_NOT_THE_CALL = "An e-mail or a fax is never the call to the police."


class OutboxWindow(ReadWindow[Outbox]):
    """A window of its own, so that a message can be read beside the car it is about."""

    picture = "paper-plane-tilt"
    again = "Try a&gain"
    let_go = Signal()
    """Something goes out now."""
    cars_changed = Signal(object)
    """Custody ids of cars of which something was recorded."""
    paper_asked = Signal(object)
    """Id of a kept document."""

    def __init__(self, house: House, work: OutboxWork) -> None:
        super().__init__(house.runner)
        self.setWindowTitle("Outbox")
        self.setMinimumSize(QSize(820, 480))
        self._house, self._work = house, work
        self.found: Outbox | None = None
        self.under = quiet()
        self.under.setWordWrap(True)
        self.under.setTextFormat(Qt.TextFormat.PlainText)
        nothing = "Nothing waits. Notices are put in from the print sheet: Send by e-mail."
        self.open = RecordList("Messages to be seen to", OPEN_HEADERS, nothing, picture="paper-plane-tilt", grow=(2, 5))
        self.sent = RecordList("Messages that were sent", SENT_HEADERS, "Nothing was sent yet.", picture="paper-plane-tilt", grow=(2, 5))
        self.approvals = RecordList(
            "Standing approvals", APPROVAL_HEADERS, "Every message waits for somebody who lets it go.", picture="shield-check", grow=(1, 4)
        )
        self.pages = QTabWidget()
        self.pages.addTab(self.open, "To be &seen to")
        self.pages.addTab(self.sent, "Sen&t")
        self.pages.addTab(self.approvals, "Standing a&pprovals")
        self._add_deeds()
        inside = QVBoxLayout()
        inside.setSpacing(8)
        inside.addWidget(heading("Outbox"))
        inside.addWidget(self.under)
        inside.addWidget(self.pages, 1)
        inside.addWidget(quiet(_NOT_THE_CALL))
        self.lay_out(inside, QSize(1060, 620))
        house.bus.office_changed.connect(self.refresh)
        house.who.changed.connect(self.refresh)

    def _add_deeds(self) -> None:
        in_state = self._in_state
        self.go = self.open.deed_for("&Let it go", "paper-plane-tilt", self.approve, may=lambda key: in_state(key, OutState.WAITS))
        self.all = self.open.deed("Let &every one go...", "check-square", self.approve_all)
        self.redo = self.open.deed_for("Send &again", "arrow-clockwise", self.send_again, may=lambda key: in_state(key, OutState.REFUSED))
        self.now = self.open.deed("Try &now", "lightning", self.send_now)
        self.back = self.open.deed_for("Take &back...", "arrow-u-down-left", self.take_back)
        self.look_open = self.open.deed_for("L&ook at it...", "eye", self.look_at)
        self.returned = self.sent.deed_for(
            "It &came back...", "arrow-u-down-left", self.came_back, may=lambda key: in_state(key, OutState.SENT)
        )
        self.look_sent = self.sent.deed_for("L&ook at it...", "eye", self.look_at)
        self.give = self.approvals.deed("Appro&ve...", "shield-check", self.ask_approval)
        self.revoke = self.approvals.deed_for("Take &back", "minus-circle", self.revoke_one, may=self._may_revoke)
        for each in (self.open, self.sent):
            each.table.activated.connect(lambda _index, each=each: self.look_at(each.current))

    # --- reading -----------------------------------------------------------------------------------------------------

    def question(self) -> Callable[[], Outbox]:
        person = self._house.who.person
        return lambda: self._work.outbox(person)

    def show_answer(self, answer: Outbox) -> None:
        self.found = answer
        zone = self._work.zone
        self.under.setText(standing_words(answer))
        self.open.put(open_rows(answer.open, zone))
        self.sent.put(sent_rows(answer.sent, zone))
        self.approvals.put(approval_rows(answer.approvals, zone))
        states = [each.state for each in answer.open]
        self.all.setEnabled(states.count(OutState.WAITS) > 1)
        self.now.setEnabled(OutState.READY in states and answer.server is not None)
        self.give.setEnabled(answer.may_approve)
        self.give.setToolTip("" if answer.may_approve else self._house.who.why_not(Rights.MANAGER) or "the database lets managers only")

    def _one(self, key: object) -> OutMessage | None:
        messages = (*self.found.open, *self.found.sent) if self.found else ()
        return next((each for each in messages if each.id == key), None)

    def _in_state(self, key: object, state: OutState) -> bool:
        found = self._one(key)
        return found is not None and found.state is state

    def _may_revoke(self, key: object) -> bool:
        found = self.found
        return found is not None and found.may_approve and any(each.id == key and each.revoked_at is None for each in found.approvals)

    # --- messages ----------------------------------------------------------------------------------------------------

    def look_at(self, key: int | None) -> None:
        """Read a message with its papers and tries."""
        if key is not None:
            self._runner.start(lambda: self._work.message(key), owner=self, done=self._show, failed=self._told)

    def _show(self, message: OutMessage) -> None:
        dialog = MessageDialog(message, self._work.zone, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.paper_asked.connect(self.paper_asked)
        dialog.open()

    def approve(self, key: int) -> None:
        """Let one go."""
        self._let([key])

    def approve_all(self) -> None:
        """Let every one go that waits, after a question."""
        waiting = [each for each in self.found.open if each.state is OutState.WAITS] if self.found else []
        if waiting:
            told = "\n".join(f"{what(each)} to {to_whom(each)}" for each in waiting[:12])
            more = f"\nand {len(waiting) - 12} more" if len(waiting) > 12 else ""
            verb = f"&Let {counted(len(waiting), 'message', 'messages')} go"
            keys = [each.id for each in waiting]
            ask(self, "Let every one go", f"{told}{more}", [(verb, lambda: self._let(keys)), ("Leave &them", None)], default=1)

    def _let(self, keys: Sequence[int]) -> None:
        person = self._house.who.person
        self._deed(lambda: self._work.approve(person, keys), self._going)

    def send_again(self, key: int) -> None:
        """A refused one, as the same message."""
        person = self._house.who.person
        self._deed(lambda: self._work.send_again(person, [key]), self._going)

    def send_now(self) -> None:
        """What rests because a server asked for it is tried at once."""
        person = self._house.who.person
        self._deed(lambda: self._work.send_now(person), self._going)

    def take_back(self, key: int) -> None:
        """Ask why, and keep it back."""
        message = self._one(key)
        if message is None:
            return
        person = self._house.who.person
        self._ask_reason("Take it back", "&Take it back", message, lambda why: self._work.take_back(person, [key], why))

    def came_back(self, key: int) -> None:
        """Ask what the answer said."""
        message = self._one(key)
        if message is None:
            return
        person = self._house.who.person
        self._ask_reason("It came back", "&Record", message, lambda why: self._work.came_back(person, key, why))

    def _ask_reason(self, title: str, verb: str, message: OutMessage, deed: Callable[[str], object]) -> None:
        about = f"{what(message)} to {to_whom(message)}, {message.address}"
        hint = "wrong address, mailbox full, nobody got it ..."
        dialog = ReasonDialog(title, verb, deed, runner=self._runner, parent=self, hint=hint, about=about)
        dialog.done_with.connect(lambda _none: self._after())
        if message.state is OutState.SENT:
            dialog.done_with.connect(lambda _none: self.cars_changed.emit(message.cars))
        dialog.open()

    # --- approvals ---------------------------------------------------------------------------------------------------

    def ask_approval(self) -> None:
        """Which kind, which department, why."""
        self._runner.start(self._work.agencies, owner=self, done=self._choose, failed=self._told)

    def _choose(self, agencies: tuple[Agency, ...]) -> None:
        dialog = ApprovalDialog(self._work, lambda: self._house.who.person, agencies, runner=self._runner, parent=self)
        dialog.done_with.connect(lambda _id: self._after())
        dialog.open()

    def revoke_one(self, key: int) -> None:
        """From now on somebody is asked again."""
        person = self._house.who.person

        def done(waits: int) -> None:
            self.news.tell(f"Taken back. {counted(waits, 'message waits', 'messages wait')} for approval again.", Tone.DONE)
            self.refresh()

        self._runner.start(lambda: self._work.revoke_standing(person, key), owner=self, done=done, failed=self._told)

    # --- afterwards --------------------------------------------------------------------------------------------------

    def _deed(self, work: Callable[[], object], done: Callable[[], None]) -> None:
        self._runner.start(work, owner=self, done=lambda _answer: done(), failed=self._told)

    def _going(self) -> None:
        self.let_go.emit()
        self._after()

    def _after(self) -> None:
        self.news.clear()
        self.refresh()

    def _told(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE)
        self.refresh()
