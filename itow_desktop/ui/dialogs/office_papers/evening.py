"""When this PC writes the papers of the evening by itself, and where they go."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from itow_desktop.domain.entry import read_time
from itow_desktop.services.office_papers.keeping import EveningPapers, EveningPlan
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.dialogs.folder import ask_folder
from itow_desktop.ui.dialogs.office_papers.work import EveningWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.widgets.tones import quiet

_USUAL = "18:00"


class EveningDialog(DeedDialog):
    """Off unless somebody switches it on; "Write them now" shows at once what will lie there."""

    def __init__(self, work: EveningWork, *, runner: TaskRunner, parent: QWidget | None) -> None:
        super().__init__("Evening papers", "&Save", runner, parent)
        self._work = work
        self._plan: EveningPlan | None = None
        self.running = QCheckBox("Write the lights-out book with the evening report by &itself, every day")
        self.at = QLineEdit()
        self.folder = QLineEdit()
        self.keep = QSpinBox()
        self.browse = QPushButton("&Browse...")
        self.now = QPushButton("&Write them now")
        self.told = quiet()
        self._build()
        self._wire()
        runner.start(work.evening_plan, owner=self, done=self._show, failed=self.failed)
        self.refresh_ready()

    def _build(self) -> None:
        self.at.setPlaceholderText(_USUAL)
        self.at.setFixedWidth(120)
        self.keep.setRange(1, 400)
        self.keep.setFixedWidth(120)
        self.keep.setSuffix(" evenings")
        self.told.setWordWrap(True)
        for button in (self.browse, self.now):
            button.setAutoDefault(False)
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self.folder, 1)
        where.addWidget(self.browse)
        form = QFormLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(12)
        form.addRow("&Time", self.at)
        label = QLabel("&Folder")
        label.setBuddy(self.folder)
        form.addRow(label, where)
        form.addRow("&Keep the last", self.keep)
        hint = QLabel(
            "They lie there as PDF files outside the database, so that the desk can work from them when neither iTow nor the database can "
            "be reached: put the folder on another disk or PC. This PC writes them while iTow runs; an evening that was missed is made up "
            "for at the next start. They name owners and their phones: choose a folder that only the office can open."
        )
        hint.setWordWrap(True)
        self.body.addWidget(self.running)
        self.body.addLayout(form)
        self.body.addWidget(hint)
        self.body.addWidget(self.told)
        self.body.addStretch(1)
        self.foot.insertWidget(1, self.now)
        self.fit(QSize(620, 380))

    def _wire(self) -> None:
        self.running.toggled.connect(self._toggled)
        self.browse.clicked.connect(lambda: ask_folder(self, "Folder of the evening papers", self.folder.setText, self.folder.text()))
        self.now.clicked.connect(self._write_now)
        for entry in (self.at, self.folder):
            entry.textChanged.connect(lambda _text: self.refresh_ready())

    def _show(self, plan: EveningPlan) -> None:
        self._plan = plan
        self.at.setText(f"{plan.at:%H:%M}" if plan.at else _USUAL)
        self.folder.setText(str(plan.folder))
        self.keep.setValue(plan.keep)
        self.running.setChecked(plan.at is not None)
        self.at.setEnabled(plan.at is not None)
        self.refresh_ready()

    def _toggled(self, on: bool) -> None:
        self.at.setEnabled(on)
        if on:
            self.at.setFocus()
        self.refresh_ready()

    def ready(self) -> bool:
        """The plan was read, and there is a folder."""
        return self._plan is not None and bool(self.folder.text().strip())

    def refresh_ready(self) -> None:
        """Both buttons need the same."""
        super().refresh_ready()
        self.now.setEnabled(self.primary.isEnabled())

    def touched(self) -> bool:
        """Something was changed that is not saved."""
        plan = self._plan
        if plan is None:
            return False
        at = f"{plan.at:%H:%M}" if plan.at else ""
        typed = self.at.text().strip() if self.running.isChecked() else ""
        return (typed, self.folder.text(), self.keep.value()) != (at, str(plan.folder), plan.keep)

    def commit(self) -> None:
        """Keep it for this PC."""
        plan = self._given()
        if plan is not None:
            self.run(lambda: self._work.keep_evening_plan(plan), lambda _none: self.finish(plan))

    def _write_now(self) -> None:
        plan = self._given()
        if plan is not None:
            self.run(lambda: self._work.write_evening(plan), self._written, doing="Writing...")

    def _written(self, papers: EveningPapers) -> None:
        self.told.setText(f"Written: {' and '.join(papers.written)} in {papers.folder}.")

    def _given(self) -> EveningPlan | None:
        """What was typed; says what cannot be taken."""
        if self._plan is None:
            return None
        folder = Path(self.folder.text().strip()).expanduser()
        if not folder.is_absolute():
            self.problems.say(["Give the folder as a whole path, from the drive or the root on."])
            return None
        try:
            at = read_time(self.at.text().strip() or _USUAL) if self.running.isChecked() else None
        except ValueError as problem:
            self.problems.say([str(problem)])
            return None
        return replace(self._plan, at=at, folder=folder, keep=self.keep.value())
