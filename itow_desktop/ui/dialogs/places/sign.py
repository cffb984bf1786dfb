"""A sign as it was seen at an entrance, with its photo."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.properties import Property, Sign
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.car.photo import Sheet
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.places.form import RecordForm
from itow_desktop.ui.dialogs.places.work import PropertyWork
from itow_desktop.ui.place_text import CHECKS
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_ANSWERS: tuple[tuple[str, bool | None], ...] = (("&Yes", True), ("N&o", False), ("Not s&ure", None))
_PHOTOS = "Photos (*.jpg *.jpeg *.png *.bmp *.gif *.webp *.tif *.tiff)"


class SignDialog(DeedDialog):
    """Which entrance, which day, what can be read, what was checked (MCL 257.252k)."""

    def __init__(
        self,
        work: PropertyWork,
        person: Person | None,
        place: Property,
        sign: Sign | None = None,
        *,
        entrances: Sequence[str] = (),
        runner: TaskRunner,
        parent: QWidget | None,
    ) -> None:
        super().__init__("Add a sign" if sign is None else f"Sign at {sign.entrance}", "&Save", runner, parent)
        self._work = work
        self._person = person
        self._place = place
        self._sign = sign
        self._photo: Path | None = None
        self.form = RecordForm(work.today)
        self.entrance = self._entrance(entrances, sign)
        self.form.addRow("&Entrance", self.entrance)
        self.form.day("seen_on", "Seen on &day", sign.seen_on if sign else None)
        self.answers = [QRadioButton(word) for word, _ in _ANSWERS]
        self.form.addRow("Our phone can be read on it", self._row(self.answers))
        self.checks = {check: QCheckBox(words) for check, (words, _) in CHECKS.items()}
        self.form.note("note", "&Note", sign.note if sign else None, lines=2)
        self.choose = QPushButton("&Choose the photo...")
        self.named = quiet("No photo chosen" if sign is None else "The photo stays as it was taken")
        self._build()
        self._before = self._now()

    def _entrance(self, entrances: Sequence[str], sign: Sign | None) -> QComboBox:
        box = QComboBox()
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems(list(dict.fromkeys(entrances)))
        box.setCurrentText(sign.entrance if sign else "")
        box.setAccessibleName("Entrance")
        if (line := box.lineEdit()) is not None:
            line.setPlaceholderText("North gate, drive from Oak St")
            line.setMaxLength(100)
        return box

    def _row(self, buttons: Sequence[QRadioButton]) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return line

    def _build(self) -> None:
        sign = self._sign
        phone = sign.our_phone if sign else None
        self.answers[[value for _, value in _ANSWERS].index(phone)].setChecked(True)
        box = QVBoxLayout()
        box.setSpacing(4)
        for check, button in self.checks.items():
            button.setChecked(sign is not None and check in sign.checked)
            box.addWidget(button)
        picture = QHBoxLayout()
        picture.setSpacing(8)
        self.choose.setAutoDefault(False)
        self.choose.setVisible(sign is None)
        self.choose.clicked.connect(self._ask_photo)
        picture.addWidget(self.choose)
        picture.addWidget(self.named, 1)
        self.body.addLayout(picture)
        self.body.addLayout(self.form)
        self.body.addWidget(QLabel("Seen on the sign (MCL 257.252k):"))
        self.body.addLayout(box)
        self.body.addStretch(1)
        self.fit(QSize(560, 470))
        (self.choose if sign is None else self.entrance).setFocus()

    # --- the photo ---------------------------------------------------------------------------------------------------

    def _ask_photo(self) -> None:
        dialog = QFileDialog(self, "The photo of the sign")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_PHOTOS, "All files (*)"])
        dialog.fileSelected.connect(lambda path: self.take_photo(Path(path)))
        dialog.open()

    def take_photo(self, path: Path) -> None:
        """This is the photo; the day the camera wrote fills an empty day."""
        self.say("Reading the photo...")
        self.runner.start(lambda: self._work.photo_day(path), owner=self, done=lambda day: self._took(path, day), failed=self._not_taken)

    def _took(self, path: Path, day: date | None) -> None:
        self.say("")
        self.problems.say([])
        self._photo = path
        self.named.setText(path.name)
        entry = self.form.days["seen_on"]
        if day is not None and not entry.text().strip():
            entry.set_day(day)

    def _not_taken(self, trouble: Trouble) -> None:
        self.say("")
        self.problems.say([str(trouble)])

    # --- saving ------------------------------------------------------------------------------------------------------

    def touched(self) -> bool:
        """Something is said that is not saved."""
        return self._now() != self._before

    def _now(self) -> tuple[object, ...]:
        ticks = tuple(button.isChecked() for button in (*self.answers, *self.checks.values()))
        return self.entrance.currentText(), self.form.days["seen_on"].text(), self.form.text("note"), ticks, self._photo

    def commit(self) -> None:
        """Keep it."""
        problems, day = self.form.problems(), self.form.days["seen_on"].day()
        if day is None and not problems:
            problems = ["Enter the day the sign was seen."]
        if problems or day is None:
            self.problems.say(problems)
            return
        phone = next(value for button, (_, value) in zip(self.answers, _ANSWERS, strict=True) if button.isChecked())
        checked = frozenset(check for check, button in self.checks.items() if button.isChecked())
        typed = replace(
            self._sign or Sign(0, "", day), entrance=self.entrance.currentText(), seen_on=day, our_phone=phone, checked=checked,
            note=self.form.text("note"),
        )  # fmt: skip
        person, key, photo = self._person, self._place.key, self._photo
        self.run(lambda: self._work.save_sign(person, key, typed, photo), lambda _id: self.finish(key))


class SignPhoto(QDialog):
    """The photo as large as the window."""

    def __init__(self, words: str, read: Callable[[], bytes], *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words)
        self.sheet = Sheet()
        self.sheet.setAccessibleName(words)
        self.told = quiet(words)
        close = QPushButton("&Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.sheet, 1)
        column.addLayout(foot)
        space = self.screen().availableSize()
        self.resize(QSize(1000, 720).boundedTo(QSize(space.width() - 48, space.height() - 64)))
        runner.start(read, owner=self, done=self._show, failed=lambda trouble: self.told.setText(str(trouble)))

    def _show(self, jpeg: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(jpeg)
        self.sheet.show_picture(picture)
