"""The frame of the desk's dialogs: which cars, a few fields, one deed for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from itow_desktop.domain.errors import Problems, Trouble
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.tones import quiet, strong

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Cars:
    """The cars a deed is for, with what people know each by."""

    ids: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def said(self) -> str:
        """``ABC1234 gray 2011 Malibu``, or the number of cars with the first of them."""
        if len(self.ids) == 1:
            return self.labels[0]
        more = ", ..." if len(self.labels) > _NAMED else ""
        return f"{counted(len(self.ids), 'car', 'cars')}: {', '.join(self.labels[:_NAMED])}{more}"


class DeskForm(DeedDialog):
    """Put rows into ``form``; what is wrong with a value is said without an error number."""

    def __init__(
        self, title: str, verb: str, cars: Cars | None, person: Person | None, *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__(title, verb, runner, parent)
        self.cars = cars
        self.person = person
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        if cars is not None:
            name = strong(cars.said)
            name.setWordWrap(True)
            self.body.addWidget(name)
        self.body.addLayout(self.form)

    def line(self, label: str, hint: str, longest: int = 200) -> QLineEdit:
        """A row for one line of text."""
        field = QLineEdit()
        field.setMaxLength(longest)
        field.setPlaceholderText(hint)
        field.textChanged.connect(lambda _text: self.refresh_ready())
        self.form.addRow(label, field)
        return field

    def note(self, words: str) -> QLabel:
        """A quiet sentence under the fields."""
        label = quiet(words)
        label.setWordWrap(True)
        self.body.addWidget(label)
        return label

    def failed(self, trouble: Trouble) -> None:
        super().failed(trouble)
        if isinstance(trouble, Problems):
            self.problems.say([sentence for _, sentence in trouble.problems])

    def complain(self, sentences: Sequence[str | None]) -> bool:
        """Say what is wrong with what was typed; answers whether anything is."""
        found = [sentence for sentence in sentences if sentence]
        self.problems.say(found)
        return bool(found)
