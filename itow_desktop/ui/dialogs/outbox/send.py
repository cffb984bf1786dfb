"""TOP notices that leave by e-mail or fax: to each police department the way it wants them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from itow_desktop.domain.outbox.messages import OutWay
from itow_desktop.services.noticing import TopDraft
from itow_desktop.services.outbox.tops import SendTops, TopsOfAgency, TopsPut, TopsToSend
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.outbox.work import OutboxWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet, set_tone, strong

_NOT_THE_CALL = "This is never the call to the police. Exactly the notices that the print sheet shows are sent and kept."
_ON_PAPER = "Not sent here: on paper"


@dataclass(frozen=True)
class _Row:
    tops: TopsOfAgency
    way: QComboBox

    @property
    def wish(self) -> SendTops | None:
        """What is chosen; None where these stay on paper."""
        way = self.way.currentData()
        return None if way is None else SendTops(self.tops, OutWay(way))


class SendTopsDialog(DeedDialog):
    """A message for each department; whoever presses Send lets them go, or they wait for somebody else."""

    settings_asked = Signal()
    """The mail server shall be entered."""

    def __init__(self, work: OutboxWork, person: Person | None, drafts: Sequence[TopDraft], *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Send TOP notices", "&Send", runner, parent)
        self._work, self._person = work, person
        self.rows: list[_Row] = []
        self._found: TopsToSend | None = None
        self.left_out = quiet()
        self.left_out.setWordWrap(True)
        self.tow_list = QCheckBox("Add the tow &list of each day")
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inside)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.left_out)
        self.body.addWidget(self.tow_list)
        self.body.addWidget(quiet(_NOT_THE_CALL))
        self.wait = QPushButton("Let them &wait in the outbox")
        self.wait.setAutoDefault(False)
        self.wait.setToolTip("Somebody else lets them go there, unless a manager approved such messages")
        self.wait.clicked.connect(lambda _checked=False: self._put(approve=False))
        self.foot.insertWidget(1, self.wait)
        self.fit(QSize(760, 420))
        self.say("Reading...")
        runner.start(lambda: work.tops_to_send(drafts), owner=self, done=self._show, failed=self.failed)
        self.refresh_ready()

    def _show(self, found: TopsToSend) -> None:
        self._found = found
        self.say("")
        for place, tops in enumerate(found.agencies):
            self._add(place * 2, tops)
        words = []
        if not found.server:
            words.append("No mail server is entered, so nothing can leave: File, Office settings, E-mail.")
        if found.left_out:
            words.append(f"{counted(len(found.left_out), 'notice has', 'notices have')} no police department of the list.")
        self.left_out.setText(" ".join(words))
        self.left_out.setVisible(bool(words))
        set_tone(self.left_out, Tone.TODAY)
        self.refresh_ready()

    def _add(self, line: int, tops: TopsOfAgency) -> None:
        way = QComboBox()
        way.setAccessibleName(f"How {tops.agency} gets its notices")
        way.setMinimumContentsLength(30)
        for each, address in tops.ways.items():
            way.addItem(f"{each.words} to {address}", each)
        way.addItem(_ON_PAPER, None)
        way.setCurrentIndex(way.findData(tops.wanted) if tops.wanted else way.count() - 1)
        way.currentIndexChanged.connect(lambda _place: self.refresh_ready())
        self.rows.append(_Row(tops, way))
        self.grid.addWidget(strong(f"{tops.agency}: {counted(len(tops.drafts), 'notice', 'notices')}"), line, 0)
        self.grid.addWidget(way, line, 1)
        told = _told(tops)
        told.setVisible(bool(told.text()))
        self.grid.addWidget(told, line + 1, 0, 1, 2)

    @property
    def wishes(self) -> list[SendTops]:
        """What is to be sent, and how."""
        return [wish for row in self.rows if (wish := row.wish) is not None]

    def ready(self) -> bool:
        return self._found is not None and bool(self._found.server) and bool(self.wishes)

    def refresh_ready(self) -> None:
        super().refresh_ready()
        number = sum(len(wish.tops.drafts) for wish in self.wishes)
        self.primary.setText(f"&Send {counted(number, 'notice', 'notices')}" if number else "&Send")
        self.wait.setEnabled(self.primary.isEnabled())

    def commit(self) -> None:
        self._put(approve=True)

    def _put(self, *, approve: bool) -> None:
        work, person, wishes, tow_list = self._work, self._person, self.wishes, self.tow_list.isChecked()
        if self.ready():
            self.run(lambda: work.send_tops(person, wishes, approve=approve, tow_list=tow_list), self._over, doing="Writing the notices...")

    def _over(self, put: TopsPut) -> None:
        self.finish(put)


def _told(tops: TopsOfAgency) -> QLabel:
    """What is to be known of one department."""
    words = [f"On paper: {tops.why}." if tops.why else ""]
    if tops.already:
        cars = ", ".join(tops.already[:6])
        words.append(f"In the outbox or sent before: {cars}{f' and {len(tops.already) - 6} more' if len(tops.already) > 6 else ''}.")
    if tops.approved:
        words.append("A manager lets notices go there without asking.")
    label = quiet(" ".join(filter(None, words)))
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tops.already:
        set_tone(label, Tone.TODAY)
    return label
