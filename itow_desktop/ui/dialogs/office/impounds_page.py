"""Which calls are impounds: the office's rules in their order, tried on the last calls before they are saved."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton

from itow_desktop.domain.impounds import STANDARD, Decision, ImpoundRule
from itow_desktop.domain.sentences import CUSTODY_NAMES
from itow_desktop.domain.vehicles import CustodyKind
from itow_desktop.services.importing.sorting_calls import TRIED, Tried
from itow_desktop.services.office import OfficeSettings
from itow_desktop.services.views import OfficeFacts
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.dialogs.office.impound_rule import ASK, RuleDialog
from itow_desktop.ui.dialogs.office.page import SettingsPage, small
from itow_desktop.ui.models.text_rows import Cell, TextRow, TextRows
from itow_desktop.ui.text import counted
from itow_desktop.ui.widgets.plain_table import PlainTable
from itow_desktop.ui.widgets.tones import strong

_HEADERS = ("Call", "Account", "Reason", "These rules say", "In use now", "Sorted as")
_HOW = (
    "A new call is sorted by the first rule that fits; one that none fits is asked about in the queue. Cars that are here already stay "
    "as they are sorted."
)


class ImpoundsPage(SettingsPage):
    """Rules are added, changed, moved; nothing counts before Save."""

    changed = Signal()
    try_asked = Signal(object)
    """The rules (tuple) that shall be tried on the last calls."""

    def __init__(self) -> None:
        super().__init__()
        self._rules: list[ImpoundRule] = []
        self.list = QListWidget()
        self.list.setAccessibleName("Rules in their order")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add = self._button("&Add...", "plus", self._add)
        self.edit = self._button("Chan&ge...", "pencil-simple", self._edit)
        self.up = self._button("Move &up", "arrow-up", lambda: self._move(-1))
        self.down = self._button("Move &down", "arrow-down", lambda: self._move(1))
        self.out = self._button("Ta&ke out", "trash-simple", self._take_out)
        self.standard = self._button("As s&hipped", "arrow-counter-clockwise", lambda: self._show_rules(STANDARD, 0))
        self.tried = self._button(f"T&ry on the last {TRIED} calls", "play", lambda: self.try_asked.emit(self.rules))
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.model = TextRows(_HEADERS, self)
        self.table = PlainTable(self.model, "The last calls by these rules", stretch=2)
        self._build()

    def _button(self, words: str, picture: str, deed: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(16, 16))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _build(self) -> None:
        self.column.addWidget(strong("Which calls are impounds"))
        self.column.addWidget(small(_HOW))
        self.column.addWidget(self.list, 2)
        deeds, tries = QHBoxLayout(), QHBoxLayout()
        for row, buttons in ((deeds, (self.add, self.edit, self.up, self.down, self.out, self.standard)), (tries, (self.tried,))):
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
        deeds.addStretch(1)
        tries.addWidget(self.said, 1)
        self.column.addLayout(deeds)
        self.column.addLayout(tries)
        self.column.addWidget(self.table, 3)
        self.list.currentRowChanged.connect(lambda _row: self._show_ready())
        self.list.itemActivated.connect(lambda _item: self._edit())

    # --- settings ----------------------------------------------------------------------------------------------------

    @property
    def rules(self) -> tuple[ImpoundRule, ...]:
        """As they stand on the page."""
        return tuple(self._rules)

    def show_settings(self, settings: OfficeSettings) -> None:
        """Fill the list."""
        self._put(settings.facts.impound_rules, 0)

    def taken(self, facts: OfficeFacts) -> OfficeFacts:
        """What stands on the page."""
        return replace(facts, impound_rules=self.rules)

    def _show_rules(self, rules: Sequence[ImpoundRule], place: int) -> None:
        self._put(rules, place)
        self.said.setText("")
        self.model.put(())
        self.changed.emit()

    def _put(self, rules: Sequence[ImpoundRule], place: int) -> None:
        self._rules = list(rules)
        self.list.clear()
        for number, rule in enumerate(rules, start=1):
            self.list.addItem(QListWidgetItem(f"{number}.  If {rule.when}: {rule.then}"))
        self.list.setCurrentRow(min(max(place, 0), len(rules) - 1))
        self._show_ready()

    def _show_ready(self) -> None:
        place, last = self.list.currentRow(), len(self._rules) - 1
        for button, ready in ((self.edit, place >= 0), (self.up, place > 0), (self.down, 0 <= place < last), (self.out, last > 0)):
            button.setEnabled(ready)
        self.standard.setEnabled(self.rules != STANDARD)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _add(self) -> None:
        """Before the chosen one: a rule that fits less stands above one that fits more."""
        place = max(self.list.currentRow(), 0)
        RuleDialog(None, lambda rule: self._show_rules([*self._rules[:place], rule, *self._rules[place:]], place), self).open()

    def _edit(self) -> None:
        place = self.list.currentRow()
        if place >= 0:
            others = self._rules
            RuleDialog(others[place], lambda rule: self._show_rules([*others[:place], rule, *others[place + 1 :]], place), self).open()

    def _move(self, by: int) -> None:
        place, rules = self.list.currentRow(), list(self._rules)
        rules[place], rules[place + by] = rules[place + by], rules[place]
        self._show_rules(rules, place + by)

    def _take_out(self) -> None:
        place = self.list.currentRow()
        self._show_rules([*self._rules[:place], *self._rules[place + 1 :]], place)

    # --- tried -------------------------------------------------------------------------------------------------------

    def show_tried(self, tried: Sequence[Tried]) -> None:
        """What they would have said; calls that they sort differently first."""
        ordered = sorted(tried, key=lambda each: not each.differs)
        self.model.put([_line(each) for each in ordered])
        self.said.setText(tried_words(tried))


def tried_words(tried: Sequence[Tried]) -> str:
    """``5 calls of 200 would be sorted differently. By these rules: Private property (PPI) 180, A person decides 20.``"""
    if not tried:
        return "No call came from TowBook yet."
    differ = sum(each.differs for each in tried)
    counts = Counter(each.after.kind for each in tried)
    kinds = ", ".join(f"{_name(kind)} {count:,}" for kind, count in counts.most_common())
    start = f"{counted(differ, 'call', 'calls')} of {len(tried):,}" if differ else "No call"
    return f"{start} would be sorted differently. By these rules: {kinds}."


def _line(each: Tried) -> TextRow:
    call = each.told.call
    cells = (
        Cell(call.call_number or call.towbook_id),
        Cell(call.account or ""),
        Cell(call.reason or ""),
        _said(each.after, Tone.TODAY if each.differs else None),
        _said(each.before, None) if each.differs else Cell("the same", tone=Tone.QUIET, tip=each.before.reason),
        Cell(CUSTODY_NAMES[each.kind]),
    )
    return TextRow(each.told.custody_id, cells)


def _said(decision: Decision, tone: Tone | None) -> Cell:
    rule = "" if decision.rule is None else f" ({decision.rule + 1})"
    return Cell(f"{_name(decision.kind)}{rule}", tone=tone, picture="arrows-left-right" if tone else None, tip=decision.reason)


def _name(kind: CustodyKind) -> str:
    return ASK if kind is CustodyKind.UNKNOWN else CUSTODY_NAMES[kind]
