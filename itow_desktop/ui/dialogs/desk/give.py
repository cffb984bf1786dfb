"""Giving lines to a person."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from itow_desktop.services.desk_work import Crew
from itow_desktop.services.views import Person
from itow_desktop.ui.dialogs.desk.form import Cars, DeskForm
from itow_desktop.ui.dialogs.desk.work import DeskWork
from itow_desktop.ui.tasks import TaskRunner
from itow_desktop.ui.text import day_text

_ROLE = Qt.ItemDataRole.UserRole


class GiveDialog(DeskForm):
    """Who shall have them; ``done_with`` tells the custody ids."""

    def __init__(
        self, work: DeskWork, person: Person | None, cars: Cars, crew: Crew, *, runner: TaskRunner, parent: QWidget | None
    ) -> None:
        super().__init__("Give to", "&Give", cars, person, runner=runner, parent=parent)
        self._work = work
        self.people = QListWidget()
        label = QLabel("&Who shall work on it?")
        label.setBuddy(self.people)
        self.body.addWidget(label)
        self.body.addWidget(self.people, 1)
        for each in crew.active:
            item = QListWidgetItem(_said(crew, each))
            item.setData(_ROLE, each)
            self.people.addItem(item)
        self.people.addItem(QListWidgetItem("Nobody: anybody may take it"))
        self.people.setCurrentRow(0)
        self.people.itemDoubleClicked.connect(lambda _item: self.primary.click())
        self.fit(QSize(460, 320))
        self.people.setFocus()

    def commit(self) -> None:
        """Give all of them."""
        cars, to = self.cars, self.people.currentItem().data(_ROLE)
        if cars is not None:
            self.run(lambda: self._work.assign(self.person, cars.ids, to), lambda _count: self.finish(cars.ids))


def _said(crew: Crew, person: Person) -> str:
    away = crew.cover.absence(person.id)
    if away is None:
        return person.name
    back, cover = day_text(away.back_on, crew.today), crew.name(crew.cover.of(person.id))
    return f"{person.name}, back {back}; {cover} has the lines meanwhile"
