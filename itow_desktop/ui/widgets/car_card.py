"""A car at a glance, in the order the counter asks."""

from datetime import date, tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from itow_desktop.domain.cars import CarFields
from itow_desktop.domain.events import CLOSING, Event, EventKind, standing
from itow_desktop.domain.holds import standing_holds
from itow_desktop.domain.vehicles import CustodyStatus, VinState
from itow_desktop.services.car_pages import CarPage, SaleDay
from itow_desktop.ui import text
from itow_desktop.ui.assets import Tone, icon
from itow_desktop.ui.widgets.car.desk_facts import add_desk_state, changed_date, hold_words
from itow_desktop.ui.widgets.car.letter_facts import LETTERS, add_letters
from itow_desktop.ui.widgets.car.owed_facts import add_owed
from itow_desktop.ui.widgets.car.party_facts import add_parties
from itow_desktop.ui.widgets.car.stay_facts import add_stays
from itow_desktop.ui.widgets.dotted import NOT_CHECKED, DayLabel
from itow_desktop.ui.widgets.facts import Facts, link, value_label
from itow_desktop.ui.widgets.picture import Picture
from itow_desktop.ui.widgets.tones import heading, quiet, strong

_NOT_KNOWN = "not known"
_PHOTO = QSize(104, 78)
_CONTACTS = (LETTERS - {EventKind.LETTER_PRINTED}) | {EventKind.REDEEMED, EventKind.RELEASED}


class CarGlance(QWidget):
    """One car, built once; another car is another widget."""

    why_asked = Signal(object)
    edit_asked = Signal(object)
    photos_asked = Signal()
    parties_asked = Signal(object)
    charges_asked = Signal(object)
    car_asked = Signal(object)
    """Custody id of another stay of the vehicle."""

    def __init__(self, page: CarPage, zone: tzinfo, today: date) -> None:
        super().__init__()
        self._page = page
        self._card = page.card
        self._fields = page.card.car.fields
        self._zone = zone
        self._today = today
        self._events = standing(page.card.events)
        self.setMinimumHeight(1)  # else every label counts as tall as with one word a line, and an empty scroll bar stands beside it
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)
        self._head()
        self._standing()
        self._vehicle()
        self._tow()
        self._police()
        self._next()
        self._people()
        self._differences()
        self._column.addStretch(1)

    @property
    def custody_id(self) -> int:
        """Which car it is."""
        return self._card.car.custody_id

    # --- parts, from the top -----------------------------------------------------------------------------------------

    def _head(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        numbers = [f"Call {self._fields.call_number}" if self._fields.call_number else "No call number"]
        if self._fields.file_number:
            numbers.append(f"our file {self._fields.file_number}")
        words = quiet(", ".join(numbers))
        words.setWordWrap(True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words.setContentsMargins(0, 4, 0, 0)  # on one line with the word in the button
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(words, 1)
        edit = QToolButton()
        edit.setText("Edit")
        edit.setIcon(icon("pencil-simple"))
        edit.setIconSize(QSize(16, 16))
        edit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        edit.setAutoRaise(True)
        edit.setToolTip("Edit (F2)")
        edit.clicked.connect(lambda: self.edit_asked.emit(self._card.car.custody_id))
        row.addWidget(edit, 0, Qt.AlignmentFlag.AlignTop)
        if self._page.counts.photo is not None:
            row.addWidget(self._photo(self._page.counts.photo), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def _photo(self, jpeg: bytes) -> QToolButton:
        picture = QPixmap()
        picture.loadFromData(jpeg, "JPEG")
        button = QToolButton()
        button.setIcon(QIcon(picture))
        button.setIconSize(_PHOTO)
        button.setAutoRaise(True)
        button.setToolTip("Newest photo; all photos")
        button.setAccessibleName("Newest photo")
        button.clicked.connect(self.photos_asked)
        return button

    def _standing(self) -> None:
        """May it leave? The first thing anybody at the counter must know."""
        tone, picture, words, more = self._verdict()
        frame = QFrame()
        frame.setObjectName("standing")
        frame.setProperty("tone", str(tone))
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(Picture(picture, 20, tone), 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(strong(words))
        for line in more:
            lines.addWidget(value_label(line))
        row.addLayout(lines, 1)
        self._column.addWidget(frame)

    def _verdict(self) -> tuple[Tone, str, str, list[str]]:
        status = self._card.row.status
        if status is not CustodyStatus.ON_LOT:
            closing = [event for event in self._events if event.kind in CLOSING]
            when = [f"{text.event_time(closing[-1], self._zone, self._today)} {text.event_words(closing[-1])}".strip()] if closing else []
            return Tone.QUIET, "sign-out", f"{text.STATUS[status]}, no longer here", when
        petition = self._petition()
        held = standing_holds(self._card.events)
        if held:
            lines = [hold_words(hold, self._today) for hold in held]
            return Tone.TODAY, "hand-palm", "HOLD: must not leave", [*lines, *petition]
        if self._card.car.towbook_released:
            return Tone.TODAY, "question", "OK to leave", ["TowBook says released. Was it picked up?", *petition]
        return Tone.DONE, "check-circle", "OK to leave", petition

    def _petition(self) -> list[str]:
        kinds = [event.kind for event in self._events]
        if EventKind.HEARING_PETITIONED not in kinds or EventKind.HEARING_DECIDED in kinds:
            return []
        asked = self._last(EventKind.HEARING_PETITIONED)
        when = text.event_time(asked, self._zone, self._today) if asked else ""
        return [f"Hearing asked for {when}, not decided: no sale"]

    def _vehicle(self) -> None:
        fields = self._fields
        description = self._card.row.description
        title = heading(description or "Make and model not known")
        title.setWordWrap(True)
        title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(title)
        facts = Facts()
        facts.add("Plate", _plate(fields), bold=bool(fields.plate))
        self._vin(facts)
        add_stays(facts, self._page.stays, self.car_asked.emit)
        keys = {True: "with keys", False: "no key", None: "keys not known"}[fields.keys]
        tag = f" ({fields.key_tag})" if fields.keys and fields.key_tag else ""
        facts.add("Spot", f"{fields.spot or 'spot not known'}, {keys}{tag}")
        add_owed(facts, self._page.owed, lambda: self.charges_asked.emit(self.custody_id))
        self._column.addWidget(facts)

    def _vin(self, facts: Facts) -> None:
        vin, state = self._fields.vin, self._card.row.vin_state
        if vin is None:
            facts.add("VIN", "not readable" if self._fields.vin_unreadable else _NOT_KNOWN)
            return
        tail = f"\u2026{vin[-8:]}" if len(vin) > 8 else vin
        doubtful = state in {VinState.BAD_CHECK_DIGIT, VinState.INCOMPLETE}
        facts.add(
            "VIN", f"{tail} ({text.VIN_STATE[state]})" if doubtful else tail, tone=Tone.TODAY if doubtful else None, bold=True, tip=vin
        )

    def _tow(self) -> None:
        facts = Facts()
        facts.add("Towed", self._towed())
        place, business = self._fields.towed_from or "", self._fields.business or ""
        lines = [business if business not in place else "", place]
        facts.add("From", "\n".join(line for line in lines if line) or _NOT_KNOWN)
        asked = [part for part in (self._fields.requested_by, self._fields.requested_by_phone) if part]
        facts.add("Asked for by", ", ".join(asked) or _NOT_KNOWN)
        self._authority(facts)
        self._column.addWidget(facts)

    def _authority(self, facts: Facts) -> None:
        """Whether the property's record knows who asked."""
        found = self._page.authority
        if found is not None and found.caller is not None:
            known = ", ".join(part for part in (found.caller.name, found.caller.position) if part)
            facts.add("May call", f"yes, {known} is on record")
        elif found is not None and found.doubt is not None:
            facts.add("May call", found.doubt, tone=Tone.TODAY)

    def _towed(self) -> str:
        moment = self._card.row.towed_at
        if moment is None:
            return "date and time not known"
        said = text.moment_text(moment, self._zone, self._today)
        if self._card.row.status is not CustodyStatus.ON_LOT:
            return said
        days = (self._today - moment.astimezone(self._zone).date()).days
        return f"{said}, {text.counted(days, 'day', 'days')} on lot"

    def _police(self) -> None:
        facts = Facts()
        agency = self._card.agency
        facts.add("Police", text.agency_line(agency) if agency else "police department not known", tone=None if agency else Tone.TODAY)
        facts.add("Complaint no.", self._fields.complaint_number or "none yet")
        call_in = self._last(EventKind.POLICE_NOTIFIED)
        if call_in is None:
            missed = self._last(EventKind.CALL_IN_MISSED)
            facts.add("Called in", "not recorded" if missed is None else "was not called in before removal")
        else:
            by = f" by {call_in.recorded_by}" if call_in.recorded_by else ""
            facts.add("Called in", f"{text.event_time(call_in, self._zone, self._today)}{by}")
        self._column.addWidget(facts)

    def _next(self) -> None:
        row = self._card.row
        facts = Facts()
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        closed = row.status is not CustodyStatus.ON_LOT
        label = value_label(row.next_step or ("nothing left to do" if closed else "no next step"), bold=bool(row.next_step))
        layout.addWidget(label, 1)
        why = link("why?", "Why this step and this date")
        why.setAccessibleName("Why this date")
        why.clicked.connect(lambda: self.why_asked.emit(self._card.car.custody_id))
        layout.addWidget(why, 0, Qt.AlignmentFlag.AlignTop)
        facts.add_widget("Next", line)
        if row.due is not None:
            facts.add_widget("Due", DayLabel(text.day_text(row.due, self._today), unverified=row.unverified))
        if self._page.sale is not None and not closed:
            facts.add_widget("Earliest sale", self._sale(self._page.sale))
            for deadline in self._page.sale.by_people:
                facts.add("Date changed", changed_date(deadline, self._today), tone=Tone.TODAY if deadline.waits_for_second else None)
        add_desk_state(facts, self._page.desk, self._today)
        self._column.addWidget(facts)

    def _sale(self, sale: SaleDay) -> QWidget:
        """The day with dots below it while its rules are not checked, and that it is an estimate then."""
        if sale.day is None:
            return value_label(sale.missing or _NOT_KNOWN)
        day = DayLabel(text.day_text(sale.day, self._today), unverified=not sale.checked)
        if sale.checked:
            return day
        line = QWidget()
        layout = QVBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(day)
        layout.addWidget(value_label(f"an estimate: rule {NOT_CHECKED}", tone=Tone.QUIET))
        return line

    def _people(self) -> None:
        """Owner and lienholder, when somebody last heard of us, which letters went out."""
        facts = Facts()
        add_parties(facts, self._card.parties, lambda: self.parties_asked.emit(self.custody_id))
        facts.add("Last contact", self._contact())
        add_letters(facts, self._page.pieces, self._events, self._zone, self._today)
        self._column.addWidget(facts)

    def _contact(self) -> str:
        """The newest of phone calls and letters that left the house."""
        found = [(event.at or event.recorded_at, text.EVENT[event.kind].lower()) for event in self._events if event.kind in _CONTACTS]
        dated = [(moment, words) for moment, words in (*found, (self._page.counts.last_call, "phone call")) if moment is not None]
        if not dated:
            return "none recorded"
        moment, words = max(dated)
        return f"{words}, {text.moment_text(moment, self._zone, self._today)}"

    def _differences(self) -> None:
        differences = self._card.car.differences()
        if not differences:
            return
        self._section("TowBook says otherwise")
        facts = Facts()
        for each in differences:
            here = text.value_text(each.field, each.desk, self._page.agencies)
            there = text.value_text(each.field, each.towbook, self._page.agencies)
            facts.add(text.FIELD.get(each.field, each.field), f"TowBook says {there}, here {here}", tone=Tone.TODAY)
        self._column.addWidget(facts)

    def _section(self, title: str) -> None:
        self._column.addSpacing(8)
        self._column.addWidget(strong(title))

    def _last(self, kind: EventKind) -> Event | None:
        found = [event for event in self._events if event.kind is kind]
        return found[-1] if found else None


def _plate(fields: CarFields) -> str:
    if fields.plate:
        return f"{fields.plate} {fields.plate_state or '(state not known)'}"
    return "no plate on the vehicle" if fields.no_plate else _NOT_KNOWN
