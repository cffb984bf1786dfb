"""A small form for the facts of one kind of event; another kind has another form, what was typed goes along."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from itow_desktop.ui.dialogs.car_grid import choice
from itow_desktop.ui.dialogs.record.facts import Fact


class FactForm(QWidget):
    """One field for each fact."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._inside: QWidget | None = None
        self._facts: tuple[Fact, ...] = ()
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._kept: dict[str, str] = {}

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Ask for these."""
        self._kept |= self.said()
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._facts = tuple(facts)
        self._inside = QWidget()
        form = QFormLayout(self._inside)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.fields = {}
        for fact in self._facts:
            field = self.fields[fact.key] = _field(fact)
            label = QLabel(fact.label)
            label.setBuddy(field)
            form.addRow(label, field)
        self._column.addWidget(self._inside)
        self.setVisible(bool(self._facts))
        self.put(self._kept)

    def put(self, data: Mapping[str, str]) -> None:
        """Show what is known of them."""
        for fact in self._facts:
            value, field = data.get(fact.key, ""), self.fields[fact.key]
            if isinstance(field, QComboBox):
                values = [each for _, each in fact.choices]
                field.setCurrentIndex(values.index(value) if value in values else -1)
            else:
                field.setText(value)

    def said(self) -> dict[str, str]:
        """What is told, by key."""
        return {fact.key: told for fact in self._facts if (told := self._told(fact))}

    def touched(self) -> bool:
        """Whether anything is told."""
        return bool(self.said())

    def problems(self) -> list[str]:
        """What must be told and is not."""
        missing = [fact for fact in self._facts if fact.needed and not self._told(fact)]
        return [f"{_name(fact)}: {'choose' if fact.choices else 'enter'} it." for fact in missing]

    def _told(self, fact: Fact) -> str:
        field = self.fields[fact.key]
        if isinstance(field, QComboBox):
            return fact.choices[field.currentIndex()][1] if field.currentIndex() >= 0 else ""
        return field.text().strip()


def _name(fact: Fact) -> str:
    return fact.label.replace("&", "")


def _field(fact: Fact) -> QLineEdit | QComboBox:
    name = _name(fact)
    if fact.choices:
        return choice([word for word, _ in fact.choices], "choose", name)
    field = QLineEdit()
    field.setMaxLength(200)
    field.setPlaceholderText(fact.hint)
    field.setAccessibleName(name)
    return field
