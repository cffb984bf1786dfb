"""A manager lets a kind of message go to a police department without being asked each time."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.outbox.messages import TO_AGENCIES, OutKind
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.office.page import form
from itow_desktop.ui.dialogs.outbox.work import OutboxWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.facts import value_label

_MEANS = (
    "From then on such messages leave without anybody being asked, until a manager takes this back. Who let them go is kept with each, "
    "and a message is never the call to the police."
)


class ApprovalDialog(DeedDialog):
    """Signed and kept; what it let go can be seen with each message."""

    def __init__(
        self, work: OutboxWork, person: Callable[[], Person | None], agencies: tuple[Agency, ...], *, runner: TaskRunner, parent: QWidget
    ) -> None:
        """``person`` is asked when it is signed."""
        super().__init__("Standing approval", "&Approve", runner, parent)
        self._work, self._person = work, person
        self.kind, self.agency, self.reason = QComboBox(), QComboBox(), QLineEdit()
        for kind in TO_AGENCIES:
            self.kind.addItem(kind.words, kind)
        self.agency.setMaxVisibleItems(20)
        for each in sorted(agencies, key=lambda each: each.name.casefold()):
            if each.active:
                self.agency.addItem(each.name, each.id)
        self.agency.setCurrentIndex(-1)
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText("they asked for it on the phone ...")
        fields = form()
        for name, field in (("&What", self.kind), ("To the &department", self.agency), ("Wh&y", self.reason)):
            label = QLabel(name)
            label.setBuddy(field)
            fields.addRow(label, field)
        self.body.addLayout(fields)
        self.body.addWidget(value_label(_MEANS))
        self.body.addStretch(1)
        self.agency.currentIndexChanged.connect(lambda _place: self.refresh_ready())
        self.reason.textChanged.connect(lambda _text: self.refresh_ready())
        self.refresh_ready()
        self.fit(QSize(520, 280))

    def ready(self) -> bool:
        return self.agency.currentIndex() >= 0 and bool(self.reason.text().strip())

    def touched(self) -> bool:
        return bool(self.reason.text().strip())

    def commit(self) -> None:
        person, kind, agency, reason = self._person(), OutKind(self.kind.currentData()), self.agency.currentData(), self.reason.text()
        self.run(lambda: self._work.give_standing(person, kind, agency, reason), self.finish)
