"""The form of one car: checks gently, names all problems at once, loses nothing that was typed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from itow_desktop.domain.agencies import Agency
from itow_desktop.domain.errors import Clash, DatabaseTrouble, Problems, Trouble
from itow_desktop.services.editing import Added, Changed, Edit
from itow_desktop.services.ports.drafts import Drafts
from itow_desktop.services.views import CarCard, Person, VehicleRow
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone
from itow_desktop.ui.dialogs import car_fields
from itow_desktop.ui.dialogs.car_paper import CarPaper, PaperScroll
from itow_desktop.ui.dialogs.car_texts import CarTexts
from itow_desktop.ui.dialogs.editing.alike import AlikeWatch
from itow_desktop.ui.dialogs.editing.clash_list import ClashList
from itow_desktop.ui.dialogs.editing.elsewhere import both_said, change_of, kept_words, lower
from itow_desktop.ui.dialogs.editing.form_foot import FormFoot
from itow_desktop.ui.dialogs.editing.typed_over import TypedOver
from itow_desktop.ui.dialogs.editing.vin_watch import Advise, VinWatch
from itow_desktop.ui.dialogs.editing.way_bar import WayBar
from itow_desktop.ui.dialogs.editing.ways_to_add import KEPT_FOR_NEXT, OTHER, Way
from itow_desktop.ui.dialogs.questions import ask
from itow_desktop.ui.drafts import Unsaved
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.who import Who
from itow_desktop.ui.widgets.news_bar import NewsBar
from itow_desktop.ui.widgets.problem_list import ProblemList


@dataclass(frozen=True, slots=True)
class CarDeeds:
    """What the form can do to the desk; all but ``check``, ``zone`` and ``today`` run on worker threads.

    ``change`` raises ``Problems`` or ``Clash``, ``add`` ``Problems``. ``alike`` answers cars on the lot with this
    VIN or this plate, ``advise`` what can be offered for a VIN.
    """

    card: Callable[[int], CarCard]
    agencies: Callable[[], tuple[Agency, ...]]
    check: Callable[[str, str], str | None]
    add: Callable[[Person | None, Mapping[str, str]], Added]
    change: Callable[[Person | None, Edit], Changed]
    zone: Callable[[], tzinfo]
    today: Callable[[], date]
    alike: Callable[[str | None, str | None], tuple[VehicleRow, ...]]
    advise: Advise
    drafts: Drafts


class CarForm(QDialog):
    """One car, new (``card`` None) or stored. Sends only what was changed."""

    saved = Signal(object, object)
    """Custody id, sentences to be told (tuple)."""
    typed = Signal()
    """What would be lost with the form changed."""
    closed = Signal()

    def __init__(
        self,
        runner: TaskRunner,
        deeds: CarDeeds,
        who: Who,
        *,
        agencies: Sequence[Agency],
        card: CarCard | None,
        unsaved: Unsaved,
        parent: QWidget | None = None,
    ) -> None:
        """``unsaved`` is what was typed before and not saved."""
        super().__init__(parent)
        self._runner = runner
        self._deeds = deeds
        self._who = who
        self._custody_id = None if card is None else card.car.custody_id
        self._over = TypedOver(car_fields.blank() if card is None else car_fields.texts_of_card(card, deeds.zone()))
        self._preset: dict[str, str] = {}
        self._leaving = False
        self._saving = False
        self._again = False
        self._database_lost = False
        self.news = NewsBar()
        self.ways = WayBar()
        self.problems = ProblemList()
        self.clashes = ClashList()
        self.texts = CarTexts(agencies, deeds.today, deeds.zone, deeds.check)
        self.paper = CarPaper(agencies, deeds.today, deeds.zone)
        self.foot = FormFoot(new=card is None)
        self._alike = AlikeWatch(runner, deeds.alike, lambda name: self.paper.entry(name).text(), self.paper.note, self)
        self._alike.belongs_to(self._custody_id)
        self._vin = VinWatch(runner, deeds.advise, self.paper.texts, self)
        self._build(card)
        self._wire()
        self._fill(unsaved)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self, card: CarCard | None) -> None:
        name = "" if card is None else " ".join(part for part in (card.row.description, card.row.plate) if part)
        self.setWindowTitle("Add a vehicle" if card is None else f"Edit {name or 'vehicle'}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for part in (self.news, self.ways, self.problems, self.clashes):
            column.addWidget(part)
        self.ways.setVisible(card is None)
        column.addWidget(PaperScroll(self.paper), 1)
        column.addWidget(self.foot)
        space = QGuiApplication.primaryScreen().availableGeometry()
        wanted = self.sizeHint().expandedTo(QSize(960, 0))
        self.resize(wanted.boundedTo(QSize(space.width() - 64, space.height() - 96)))

    def _wire(self) -> None:
        self.foot.save_asked.connect(self.save)
        self.foot.next_asked.connect(self.save_and_next)
        self.foot.close_asked.connect(self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save)
        self.problems.asked.connect(self.paper.go_to)
        self.clashes.picked.connect(self._picked)
        self.ways.chosen.connect(self._choose_way)
        self.paper.put(self._over.stored)
        self.paper.edited.connect(self._edited)
        self.paper.edited.connect(self._alike.edited)
        self.paper.edited.connect(self._vin.edited)
        self._vin.advised.connect(lambda lead, offers: self.paper.vin_offers.put(lead, offers, self.paper.entry("vin")))
        self.paper.left.connect(self._check)
        self.paper.go_to("plate")

    def _fill(self, before: Unsaved) -> None:
        self._over.take_up(before.fields)
        self.paper.put(self.changes)
        self._vin.edited("vin")
        if self._over.fields:
            whose = before.by if before.by is not None and before.by != self._signed else "you"
            self.news.tell(f"Here is what {whose} typed before and did not save.", action="&Throw it away", deed=self._throw_away)

    # --- typing ------------------------------------------------------------------------------------------------------

    @property
    def changes(self) -> dict[str, str]:
        """Fields whose text differs from what is stored."""
        return {name: typed.text for name, typed in self._over.fields.items()}

    @property
    def unsaved(self) -> Unsaved:
        """What would be lost with the form; what a choice filled in is nothing typed."""
        touched = any(text != self._preset.get(name) for name, text in self.changes.items())
        return Unsaved(dict(self._over.fields) if touched else {}, self._signed)

    @property
    def _signed(self) -> str | None:
        return self._who.person.name if self._who.person else None

    def _edited(self, name: str) -> None:
        self._over.type(name, self.paper.entry(name).text())
        if self.paper.hint(name):
            self._check(name)  # what was wrong is taken back as soon as it is right
        self.typed.emit()

    def _check(self, name: str) -> None:
        self.paper.say(name, self._problem(name))

    def _problem(self, name: str) -> str | None:
        """What is stored already was taken once, and is not this person's doing."""
        typed = self._over.fields.get(name)
        return None if typed is None else self.texts.problem(name, typed.text)

    def _choose_way(self, way: Way) -> None:
        """Another first choice: what the last one filled in goes, what was typed stays."""
        blank, texts = self._over.stored, self.paper.texts()
        free = {name for name, text in texts.items() if text in {blank[name], self._preset.get(name)}}
        gone = {name: blank[name] for name in self._preset if name in free}
        self._preset = dict(way.preset)
        self.paper.arrange(way.layout)
        self.paper.put(gone | {name: text for name, text in way.preset.items() if name in free})
        self.paper.go_to(way.layout.first if way is not OTHER else "plate")

    def _throw_away(self) -> None:
        """Show what is stored instead of what was typed before."""
        self.paper.put({name: self._over.stored[name] for name in self.changes})
        self.paper.go_to("plate")

    # --- saving ------------------------------------------------------------------------------------------------------

    def save_and_next(self) -> None:
        """Save, then begin the next car with what several cars of one evening have in common."""
        self._again = True
        self.save()

    def save(self) -> None:
        """Send what was changed; whatever happens, what was typed stays until it is stored."""
        if self._saving:
            return
        self.paper.clean()
        found = [(name, problem) for name in car_fields.FIELDS if (problem := self._problem(name))]
        if found:
            self._show_problems(found)
        elif self.clashes.open_fields:
            self.foot.say("Choose for each field above which value counts.")
            self.clashes.take_focus()
        elif self._custody_id is None:
            self._add()
        elif self._over.fields:
            self._change(self._over.edit(self._custody_id))
        else:
            self._leave()

    def _add(self) -> None:
        if not self.unsaved.fields:
            self.problems.show_sentence("Nothing is filled in yet. A plate, a VIN or a description is enough to begin with.")
            self._again = False
            return
        filled = {name: text for name, text in self.changes.items() if text.strip()}
        self._busy(True)
        person = self._who.person
        self._runner.start(lambda: self._deeds.add(person, filled), owner=self, done=self._added, failed=self._failed)

    def _change(self, edit: Edit) -> None:
        self._busy(True)
        person = self._who.person
        self._runner.start(lambda: self._deeds.change(person, edit), owner=self, done=self._changed, failed=self._failed)

    def _added(self, added: Added) -> None:
        self._busy(False)
        again, self._again = self._again, False
        plate = self.paper.entry("plate").text() or "The car"
        kept = {name: text for name, text in self.paper.texts().items() if name in KEPT_FOR_NEXT and text != self._over.stored[name]}
        self._stored_now(added.custody_id, added.warnings)
        if not again:
            self._leave()
            return
        self._preset = kept
        self.paper.put(self._over.stored | kept)
        for name, kept_text in kept.items():
            self._over.type(name, kept_text)  # a text that stays in its field is not told as edited
        self.news.tell(f"{plate} is added. Here is the next car of the same tow.", Tone.DONE)
        self.paper.go_to("plate")

    def _changed(self, changed: Changed) -> None:
        told = (kept_words(changed.others, self.texts, typed=True),) if changed.others else ()
        self._stored_now(changed.car.custody_id, told)
        self._leave()

    def _stored_now(self, custody_id: int, told: tuple[str, ...]) -> None:
        self._over.fields.clear()
        self.typed.emit()
        self.saved.emit(custody_id, told)

    def _failed(self, trouble: Trouble) -> None:
        self._busy(False)
        self._again = False
        self._database_lost = isinstance(trouble, DatabaseTrouble)
        if isinstance(trouble, Problems):
            self._show_problems(trouble.problems)
        elif isinstance(trouble, Clash):
            self.problems.clear()
            self._over.renew({each.field: self.texts.clean(each.field, each.theirs) for each in trouble.fields})
            self.clashes.ask(both_said(trouble.fields, self.texts, self._deeds.zone(), self._deeds.today()))
            self.clashes.take_focus()
        elif self._database_lost:
            self.problems.show_sentence(f"{trouble} What you typed is still here and is kept on this PC. Press Save again in a moment.")
        else:
            self.problems.show_sentence(f"{trouble} What you typed is still here.")

    def _show_problems(self, problems: Sequence[tuple[str, str]]) -> None:
        self._again = False
        count = text.counted(len(problems), "thing is", "things are")
        rows = [(name, car_fields.word(name), sentence) for name, sentence in problems]
        self.problems.show_problems(f"Nothing was saved yet: {count} not right.", rows)
        for name, sentence in problems:
            self.paper.say(name, sentence)
        self.paper.go_to(problems[0][0])

    def _busy(self, busy: bool) -> None:
        self._saving = busy
        self.foot.busy(busy)
        if busy:
            self.problems.clear()

    # --- meanwhile, elsewhere ----------------------------------------------------------------------------------------

    def _picked(self) -> None:
        """Every choice takes effect at once and can be changed until it is saved."""
        for name, mine in self.clashes.picks.items():
            self.paper.put({name: self._over.count_mine(name) if mine else self._over.count_theirs(name)})
            self.paper.note(name, None)
        left = len(self.clashes.open_fields)
        self.foot.say(f"{text.counted(left, 'field is', 'fields are')} still to be chosen." if left else "All chosen: save now.")

    def look_again(self) -> None:
        """The car may have changed elsewhere: show it under what is typed."""
        custody_id = self._custody_id
        if custody_id is not None and not self._saving:
            self._runner.start(lambda: self._deeds.card(custody_id), owner=self, done=self._renew, failed=self._not_looked)

    def _renew(self, card: CarCard) -> None:
        """Fields nobody types in show what is stored now; a quiet line says who changed them. Typed ones are left alone."""
        if self._saving:
            return
        before = dict(self._over.stored)
        news = self._over.renew(car_fields.texts_of_card(card, self._deeds.zone()))
        told = [change_of(card, name, before[name], self._over.stored[name]) for name in (*news.shown, *news.clashing)]
        self.paper.put({name: self._over.stored[name] for name in news.shown})
        for name in news.clashing:
            (change,) = (each for each in told if each.field == name)
            shown = self.texts.shown(name, change.now) or "nothing"
            self.paper.note(name, f"{change.by or 'Somebody'} changed the {lower(name)} to {shown} meanwhile. Saving asks which counts.")
        if news.shown:
            self.news.tell(kept_words([each for each in told if each.field in news.shown], self.texts, typed=bool(self._over.fields)))
        if self._database_lost:
            self._database_lost = False
            self.problems.show_sentence("The database is back. What you typed is still here: press Save.")
        self.typed.emit()

    def _not_looked(self, trouble: Trouble) -> None:
        self.foot.say(f"What others changed meanwhile is not shown: {trouble}")

    def tell_draft(self, trouble: Trouble) -> None:
        """This PC's disk does not take what is typed, or cannot read what was."""
        self.news.tell(str(trouble), Tone.TODAY)

    # --- leaving -----------------------------------------------------------------------------------------------------

    def reject(self) -> None:
        """Esc."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is saved, thrown away or kept open: the person says which."""
        if self._leaving or not self.unsaved.fields:
            event.accept()  # Qt's own asks reject(), which asks to close, and so the dialog would stay
            self.closed.emit()
            return
        event.ignore()
        ask(
            self,
            self.windowTitle(),
            "What you typed is not saved yet.",
            [("&Save", self.save), ("&Discard what I typed", self._discard), ("&Keep editing", None)],
        )

    def _discard(self) -> None:
        self._over.fields.clear()
        self.typed.emit()
        self._leave()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
