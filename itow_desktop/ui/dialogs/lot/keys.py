"""Where the keys of cars are."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QRadioButton, QWidget

from itow_desktop.domain.lot import LotCar, cars_named
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.lot.work import LotRoomWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_ANSWERS: tuple[tuple[str, bool | None], ...] = (("&Here", True), ("&No key", False), ("Not &known", None))


class KeysDialog(DeedDialog):
    """Key here, no key, not known; with the number of its tag or the hook it hangs on."""

    def __init__(self, work: LotRoomWork, person: Person | None, cars: Sequence[LotCar], *, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__("Keys", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._ids = tuple(car.custody_id for car in cars)
        self.tag = QLineEdit()
        self.tag.setMaxLength(40)
        self.tag.setPlaceholderText("tag 12, hook 7, office drawer")
        self.answers = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(16)
        for place, (word, _) in enumerate(_ANSWERS):
            choice = QRadioButton(word)
            self.answers.addButton(choice, place)
            row.addWidget(choice)
        row.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.addRow("Key", row)
        form.addRow("&Tag or hook", self.tag)
        self.body.addWidget(QLabel(cars_named(cars)))
        self.body.addLayout(form)
        self.body.addWidget(quiet("The tag is printed on the lot list and found by the search."))
        self.body.addStretch(1)
        self._before = self._common(cars)
        self.tag.textEdited.connect(lambda _text: self._typed())
        self.answers.idToggled.connect(lambda _place, _on: self._answered())
        self._answered()
        self.fit(QSize(460, 220))
        self.tag.setFocus()

    def _common(self, cars: Sequence[LotCar]) -> tuple[bool | None, str]:
        """What all of the cars have in common is filled in."""
        keys, tags = {car.keys for car in cars}, {car.key_tag or "" for car in cars}
        answer = keys.pop() if len(keys) == 1 else None
        self.answers.button([each for _, each in _ANSWERS].index(answer)).setChecked(True)
        self.tag.setText(tags.pop() if len(tags) == 1 else "")
        return answer, self.tag.text()

    @property
    def _answer(self) -> bool | None:
        return _ANSWERS[self.answers.checkedId()][1]

    def _typed(self) -> None:
        """Who names the hook has the key."""
        if self.tag.text().strip():
            self.answers.button(0).setChecked(True)

    def _answered(self) -> None:
        self.tag.setEnabled(self._answer is not False)

    def touched(self) -> bool:
        """Something is typed that is not saved."""
        return (self._answer, self.tag.text()) != self._before

    def commit(self) -> None:
        """Keep it for all of the cars."""
        answer, tag = self._answer, self.tag.text()
        self.run(lambda: self._work.keep_keys(self._person, self._ids, here=answer, tag=tag), lambda _count: self.finish(self._ids))
