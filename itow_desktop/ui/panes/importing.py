"""The import pane: bring calls from TowBook, see how far it is, see what it brought."""

import threading
from collections.abc import Generator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from itow_desktop.domain.errors import Trouble
from itow_desktop.domain.people import Rights
from itow_desktop.services.importing.from_towbook import ImportPlan, ImportProgress, ImportResult, Suggestion
from itow_desktop.services.views import ImportRun, Person
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.bus import Bus
from itow_desktop.ui.dialogs.deed_dialog import ProblemStrip
from itow_desktop.ui.dialogs.towbook_sign_in import TowBookSignIn
from itow_desktop.ui.panes.import_history import ImportHistory
from itow_desktop.ui.panes.import_plan import ImportPlanForm
from itow_desktop.ui.panes.import_progress import ImportProgressPanel
from itow_desktop.ui.panes.import_result import ImportResultPanel
from itow_desktop.ui.panes.pane import Menu, Pane
from itow_desktop.ui.panes.towbook_standing import TowBookStanding
from itow_desktop.ui.tasks import Task, TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.tones import heading, quiet, set_primary
from itow_desktop.ui.work import ImportWork, TowBookWork


class ImportPane(Pane):
    """One Import button that becomes Cancel; what was read stays, whatever happens."""

    chooses_cars = False
    queue_asked = Signal()
    """The person wants to see what the import means for the queue."""
    check_asked = Signal(int)
    """The number of the import whose calls shall be looked at one by one."""
    file_asked = Signal()
    """Calls shall come from a file."""

    def __init__(self, runner: TaskRunner, bus: Bus, who: Who, *, work: ImportWork, towbook: TowBookWork) -> None:
        super().__init__("&Import", "download-simple", key="import")
        self._runner = runner
        self._bus = bus
        self._who = who
        self._work = work
        self._task: Task | None = None
        self._plan: ImportPlan | None = None
        """What was imported last, or is being imported."""
        self._asked_for_import = False
        self.form = ImportPlanForm(work.today)
        self.button = QPushButton("I&mport")
        self.file = QPushButton("Import a file (E&xcel, CSV)...")
        self.file.setToolTip("A list that TowBook exported, a table of your own; or drop it anywhere on the window (Ctrl+O)")
        self.signed_in = quiet()
        self.sign_in_button = QPushButton("TowBook si&gn-in...")
        self.problems = ProblemStrip()
        self.progress = ImportProgressPanel()
        self.result = ImportResultPanel()
        self.standing = TowBookStanding(runner, who, towbook)
        self.earlier = ImportHistory(runner, work)
        self.history, self.table, self.none = self.earlier.model, self.earlier.table, self.earlier.none
        self._build()
        self._wire()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.button.setProperty("primary", True)
        self.button.setMinimumWidth(128)
        head, deed, top = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(heading("Import from TowBook"))
        head.addStretch(1)
        head.addWidget(self.signed_in)
        head.addWidget(self.sign_in_button)
        deed.setSpacing(8)
        deed.addWidget(self.button)
        deed.addWidget(self.file)
        deed.addStretch(1)
        plan = QVBoxLayout()
        plan.setSpacing(8)
        plan.addWidget(self.form)
        plan.addWidget(self.problems)
        plan.addLayout(deed)
        plan.addStretch(1)
        top.setSpacing(16)
        top.addLayout(plan, 5)
        top.addWidget(self.standing, 4)
        self.progress.hide()
        self.content.addLayout(head)
        self.content.addLayout(top)
        self.content.addWidget(self.progress)
        self.content.addWidget(self.result)
        self.content.addSpacing(8)
        self.content.addWidget(self.earlier, 1)
        self.add_menu_action(Menu.FILE, "&TowBook sign-in...", self.sign_in, icon="key")
        self.add_menu_action(Menu.FILE, "&Imports at set times...", self.standing.set_times, icon="clock")

    def _wire(self) -> None:
        self.button.clicked.connect(self.toggle)
        self.file.clicked.connect(self.file_asked)
        self.form.submitted.connect(self.begin)
        self.sign_in_button.clicked.connect(self.sign_in)
        self.result.again_asked.connect(self.begin)
        self.result.queue_asked.connect(self.queue_asked)
        self.result.check_asked.connect(self.check_asked)
        self.result.wait_asked.connect(self._let_wait)
        self.result.calls_asked.connect(self.import_plan)
        self.earlier.opened.connect(self.check_asked)
        self.earlier.again_asked.connect(self.import_plan)
        self.standing.troubled.connect(lambda trouble: self.news.tell(str(trouble), Tone.LATE))
        self._bus.office_changed.connect(self.refresh)

    # --- what it starts with -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for accounts, range, history, sign-in, TowBook; what was typed stays."""
        self.standing.refresh()
        self._runner.start(self._look, owner=self, done=self._show, failed=self._not_read)
        self._runner.start(self._kept_login, owner=self, done=self._show_login, failed=lambda trouble: self.signed_in.setText(str(trouble)))

    def _look(self) -> tuple[tuple[str, ...], Suggestion, tuple[ImportRun, ...]]:
        accounts = self._work.accounts()
        return accounts, self._work.suggest(accounts), self._work.history()

    def _show(self, answer: tuple[tuple[str, ...], Suggestion, tuple[ImportRun, ...]]) -> None:
        accounts, suggestion, runs = answer
        self.form.suggest(accounts, suggestion, first_time=not runs)
        self.earlier.put(runs)

    def _not_read(self, trouble: Trouble) -> None:
        self.news.tell(str(trouble), Tone.LATE, "&Try again", self.refresh)

    # --- sign-in -----------------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        """Ask for the TowBook user name and password."""
        dialog = TowBookSignIn(self._work, runner=self._runner, parent=self)
        dialog.done_with.connect(lambda _name: self._signed_in())
        dialog.open()

    def _signed_in(self) -> None:
        self.news.clear()
        self._runner.start(self._kept_login, owner=self, done=self._show_login, failed=self._not_read)
        self.standing.refresh()
        if self._asked_for_import and self._plan is not None:
            self.import_plan(self._plan)

    def _kept_login(self) -> str | None:
        return self._work.username() if self._work.password_kept() else None

    def _show_login(self, name: str | None) -> None:
        self.signed_in.setText(f"as {name}" if name else "no sign-in yet")

    # --- importing ---------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether an import is under way."""
        return self._task is not None

    def toggle(self) -> None:
        """The button: Import, or Cancel while one is running."""
        if self._task is None:
            self.begin()
        else:
            self._task.cancel()
            self.button.setText("Cancelling...")
            self.button.setEnabled(False)

    def begin(self) -> None:
        """Import what the form says; asks for the sign-in first where there is none."""
        problems = self.form.problems()
        self.problems.say(problems)
        if not problems:
            self.import_plan(self.form.plan)

    def import_plan(self, plan: ImportPlan) -> None:
        """Import this; asks for the sign-in first where there is none."""
        hindrance = self._who.hindrance(Rights.CLERK)
        self.problems.say([] if hindrance is None else [str(hindrance)])
        if hindrance is None and self._task is None and self.button.isEnabled():
            self._asked_for_import = False
            self._plan, person = plan, self._who.person
            self._set_running(begun=True)
            self._runner.start(self._kept_login, owner=self, done=lambda name: self._go(plan, person, name), failed=self._failed)

    def _let_wait(self) -> None:
        """The same as soon as TowBook answers."""
        if self._plan is not None:
            self.standing.let_wait(self._plan)
            self.result.wait.hide()

    def _go(self, plan: ImportPlan, person: Person | None, name: str | None) -> None:
        if name is None:
            self._set_running(begun=False)
            self._asked_for_import = True
            self.news.tell("TowBook's user name and password are not entered yet.", Tone.ACCENT, "&Sign in", self.sign_in)
            return
        stop = threading.Event()
        work = self._work

        def steps() -> Generator[ImportProgress, None, ImportResult]:
            return (yield from work.run_import(person, plan, stop.is_set))

        self._task = self._runner.start(steps, owner=self, progress=self.progress.take, done=self._done, failed=self._failed, stop=stop)
        self.button.setText("Ca&ncel")
        self.button.setEnabled(True)

    def _done(self, result: ImportResult) -> None:
        self._set_running(begun=False)
        if result.run.source != "calls":
            self.form.forget()
        self.result.show_result(result)
        set_primary(self.button, primary=result.run.effect is None)  # else what came is what one goes on with
        self._bus.import_finished.emit(result.run)
        self.refresh()

    def _failed(self, trouble: Trouble) -> None:
        """Whatever was stored before stays; history and queue are asked again."""
        self._set_running(begun=False)
        self.result.show_trouble(trouble)
        self._bus.cars_changed.emit(frozenset())
        self.refresh()

    def _set_running(self, *, begun: bool) -> None:
        self._task = None
        self.form.setEnabled(not begun)
        self.sign_in_button.setEnabled(not begun)
        self.button.setText("I&mport")
        self.button.setEnabled(not begun)
        self.progress.setVisible(begun)
        if begun:
            self.result.hide()
            set_primary(self.button, primary=True)
            self.progress.begin()
        else:
            self.progress.end()

    # --- the window's wishes -----------------------------------------------------------------------------------------

    def entered(self) -> None:
        """On the one button."""
        self.button.setFocus()

    def unfinished(self) -> str | None:
        """Closing would cut an import short; what was read stays."""
        return f"An import is running: {self.progress.words}." if self._task is not None else None
