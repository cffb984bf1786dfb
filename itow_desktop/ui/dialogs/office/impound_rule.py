"""One rule of what is an impound: what it asks, what it answers."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from itow_desktop.domain.impounds import ImpoundRule, cleaned, problems
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.office.page import form, small

ASK = "A person decides"
_FLAGS = (("Does not matter", None), ("Marks it as an impound", True), ("Does not mark it as an impound", False))
_HOW = (
    "Every condition that is filled in must hold; of several lines one is enough. Words stand in the call's reason: tow* is also towing. "
    "A rule with nothing filled in fits every call, so it stands last."
)


class RuleDialog(QDialog):
    """Nothing is saved here: the rule goes back to its list, which is saved with the other settings."""

    def __init__(self, rule: ImpoundRule | None, take: Callable[[ImpoundRule], None], parent: QWidget) -> None:
        """``take`` gets the rule as it was typed."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._take = take
        self.setWindowTitle("Add a rule" if rule is None else "Change a rule")
        shown = rule or ImpoundRule(CustodyKind.PRIVATE_PROPERTY)
        self.ours = QCheckBox("&Any account we import from")
        self.ours.setChecked(shown.our_accounts)
        self.accounts, self.words, self.lots = _lines(shown.accounts), _lines(shown.words), _lines(shown.lots)
        self.impound, self.answer = QComboBox(), QComboBox()
        for word, flag in _FLAGS:
            self.impound.addItem(word, flag)
        self.impound.setCurrentIndex(next(place for place, (_, flag) in enumerate(_FLAGS) if flag is shown.impound))
        for kind in CustodyKind:
            self.answer.addItem(ASK if kind is CustodyKind.UNKNOWN else CUSTODY_NAMES[kind], kind)
        self.answer.setCurrentIndex(list(CustodyKind).index(shown.answer))
        self.problems = ProblemStrip()
        self._build()

    def _build(self) -> None:
        fields = form()
        fields.addRow("Account", self.ours)
        for label, field in (
            ("or one of th&ese", self.accounts), ("Reason sa&ys", self.words), ("Storage &lot", self.lots),
            ("&TowBook", self.impound), ("T&hen it is", self.answer),
        ):  # fmt: skip
            field.setAccessibleName(label.replace("&", ""))
            fields.addRow(label, field)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Keep in the list")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("Cancel")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(QLabel("A call is sorted by this rule if no rule above it fits, and:"))
        column.addLayout(fields, 1)
        column.addWidget(small(_HOW))
        column.addWidget(self.problems)
        column.addWidget(self.buttons)
        self.resize(QSize(520, 520))

    @property
    def rule(self) -> ImpoundRule:
        """As it is typed."""
        lists = (tuple(field.toPlainText().splitlines()) for field in (self.accounts, self.words, self.lots))
        accounts, words, lots = lists
        kind = CustodyKind(self.answer.currentData())
        return cleaned(ImpoundRule(kind, self.ours.isChecked(), accounts, words, lots, self.impound.currentData()))

    def accept(self) -> None:
        """Hand it over, if it can be kept."""
        if wrong := problems((self.rule,)):
            self.problems.say([sentence.removeprefix("Rule 1: ").capitalize() for sentence in wrong])
            return
        self._take(self.rule)
        super().accept()


def _lines(words: tuple[str, ...]) -> QPlainTextEdit:
    field = QPlainTextEdit("\n".join(words))
    field.setTabChangesFocus(True)
    field.setPlaceholderText("one a line")
    field.setMinimumHeight(field.fontMetrics().lineSpacing() * 2 + 16)
    return field
