"""Taking other rules into use: what they move once more, why."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from itow_desktop.services.changing_packs import PackPreview
from itow_desktop.services.views import Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.packs.rows import earlier_words, preview_words
from itow_desktop.ui.dialogs.packs.work import PackWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.facts import value_label
from itow_desktop.ui.widgets.tones import set_tone, strong

_ANSWERS_FOR_IT = (
    "All PCs of the office compute every date by these rules from then on. The file is kept whole, with your name and the reason. "
    "Going back means taking the former rules into use."
)


class TakeDialog(DeedDialog):
    """Signed by a manager; a pack is law, so nobody may choose it for a single car."""

    def __init__(self, work: PackWork, person: Person | None, shown: PackPreview, *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Take these rules into use", "&Take into use", runner, parent)
        self._work, self._person, self._shown = work, person, shown
        pack = shown.candidate.pack
        self.body.addWidget(strong(f"{pack.name}, version {pack.version}"))
        self.body.addWidget(value_label(preview_words(shown).removesuffix(" Nothing is changed yet.")))
        self.earlier = value_label(earlier_words(shown))
        set_tone(self.earlier, Tone.LATE)
        self.earlier.setVisible(shown.sells_earlier)
        self.body.addWidget(self.earlier)
        self.body.addWidget(value_label(_ANSWERS_FOR_IT))
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setPlaceholderText("which law changed, from when, who read it")
        label = QLabel("&Why these rules")
        label.setBuddy(self.reason)
        self.body.addWidget(label)
        self.body.addWidget(self.reason, 1)
        self.reason.textChanged.connect(self.refresh_ready)
        self.refresh_ready()
        self.fit(QSize(560, 380))

    def ready(self) -> bool:
        return bool(self.reason.toPlainText().strip())

    def touched(self) -> bool:
        return self.ready()

    def commit(self) -> None:
        reason = self.reason.toPlainText()
        self.run(lambda: self._work.take_into_use(self._person, self._shown, reason), self.finish, doing="Every date is computed anew...")
