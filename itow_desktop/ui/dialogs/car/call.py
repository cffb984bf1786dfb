"""A phone call noted while it is on the line, whichever screen is in front."""

from datetime import UTC, datetime

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from itow_desktop.services.car_pages import CarPage
from itow_desktop.services.phoning import CallNote
from itow_desktop.ui.car_work import CarHouse
from itow_desktop.ui.dialogs.deed_dialog import DeedDialog
from itow_desktop.ui.widgets.car.call_form import CallForm
from itow_desktop.ui.widgets.car.finder import CarFinder
from itow_desktop.ui.widgets.tones import strong


class CallDialog(DeedDialog):
    """The car that is looked at, or one that is found while the caller waits."""

    def __init__(self, house: CarHouse, custody_id: int | None, parent: QWidget) -> None:
        super().__init__("Phone call", "&Add call", house.runner, parent)
        self._house = house
        self._custody_id = custody_id
        self.form = CallForm(house.work, lambda: datetime.now(UTC))
        self.finder = CarFinder(house)
        self._car = strong("")
        self._car.setWordWrap(True)
        self._car.setVisible(custody_id is not None)
        self.finder.setVisible(custody_id is None)
        self.finder.list.setMaximumHeight(self.fontMetrics().lineSpacing() * 6)
        self.body.addWidget(self._car)
        self.body.addWidget(self.finder)
        self.body.addWidget(self.form, 1)
        self.form.edited.connect(self.refresh_ready)
        self.finder.changed.connect(self.refresh_ready)
        self.refresh_ready()
        self.fit(QSize(520, 380 if custody_id is not None else 520))
        if custody_id is not None:
            house.runner.start(lambda: house.work.page(custody_id), owner=self, done=self._named, failed=self.failed)
            self.form.name.setFocus()
        else:
            self.finder.line.setFocus()

    @property
    def custody_id(self) -> int | None:
        """The car the call is about."""
        return self._custody_id if self._custody_id is not None else self.finder.custody_id

    def ready(self) -> bool:
        return self.form.ready() and self.custody_id is not None

    def touched(self) -> bool:
        return bool(self.form.state())

    def commit(self) -> None:
        custody_id = self.custody_id
        if custody_id is None:
            return
        try:
            call: CallNote = self.form.call()
        except ValueError as problem:
            self.problems.say([str(problem)])
            self.form.when.setFocus()
            return
        person, work = self._house.who.person, self._house.work
        self.run(lambda: work.log_call(person, custody_id, call), lambda _id: self._kept(custody_id))

    def _kept(self, custody_id: int) -> None:
        self.form.put(None)
        self._house.bus.cars_changed.emit(frozenset({custody_id}))
        self.finish(custody_id)

    def _named(self, page: CarPage) -> None:
        fields = page.card.car.fields
        parts = (fields.plate, page.card.row.description, fields.call_number and f"call {fields.call_number}")
        self._car.setText(", ".join(part for part in parts if part) or "This car")
        self.form.offer(page)
