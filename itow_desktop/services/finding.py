"""Find anything: cars by what was typed, what a person looked at last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from itow_desktop.domain.barcodes import Mark, Scanned, read_barcode
from itow_desktop.domain.finding import Piece, Sought, literal, understand
from itow_desktop.domain.findings import Findable, Hit, hit, ranked
from itow_desktop.domain.spelling import near_words, slip_patterns, slips_allowed
from itow_desktop.domain.vehicles import clean_plate
from itow_desktop.services.ports.finding import FindingStore
from itow_desktop.services.shift import Shift

COUNTED = 1000
"""More than so many are not counted while somebody types."""
_RANKED = 80
_TEXTS = 300
_LEFT_OUT_OF = 6


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found: the best ``hits`` of ``total``, which ``COUNTED + 1`` only says to be more.

    ``searched`` is the text that finds the very same in the vehicle list; ``note`` says how it differs from what was
    typed, None where it does not.
    """

    typed: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    searched: str = ""
    note: str | None = None

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.total > COUNTED


@dataclass(frozen=True, slots=True)
class OwnCars:
    """A person's cars: marked with a star, looked at last."""

    starred: tuple[Findable, ...] = ()
    recent: tuple[Findable, ...] = ()


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scanner read: ``text`` as it came, the ``car`` it stands for, the ``vin`` when it was one."""

    text: str
    car: Findable | None = None
    vin: str | None = None


def find(shift: Shift, text: str, limit: int = 30) -> Findings:
    """The cars that match what was typed, the best first.

    Where nothing matches, one slip of the finger in a word is forgiven, two in a long one; then the piece is left
    out without which something matches. ``Findings.note`` says so.
    """
    sought = understand(text, shift.today, shift.law.zone)
    if not sought.pieces:
        return Findings(sought.typed)
    with shift.desk.look() as unit:
        return _found(unit.finding, sought.called_by(unit.finding.callers()), limit)


def own_cars(shift: Shift, limit: int = 10) -> OwnCars:
    """What the person at work marked and looked at last; nothing where nobody is."""
    if shift.person is None:
        return OwnCars()
    with shift.desk.look() as unit:
        starred = unit.own_cars.starred(shift.person.id)
        recent = [each for each in unit.own_cars.recent(shift.person.id, limit + len(starred)) if each not in set(starred)][:limit]
        cars = {car.custody_id: car for car in unit.finding.cars([*starred, *recent])}
    return OwnCars(tuple(cars[each] for each in starred), tuple(cars[each] for each in recent))


def saw_car(shift: Shift, custody_id: int) -> None:
    """Remember that the person at work looked at a car."""
    if shift.person is None:
        return
    with shift.desk.begin(shift.deed("look at a car", undoable=False)) as unit:
        unit.own_cars.saw(custody_id, shift.clock.now())
        unit.commit()


def star_car(shift: Shift, custody_id: int, on: bool) -> None:
    """Mark a car for the person at work, or take the mark away."""
    with shift.desk.begin(shift.deed("mark a car", undoable=False)) as unit:
        unit.own_cars.star(custody_id, on)
        unit.commit()


def scanned(shift: Shift, text: str) -> Scan:
    """What a scanner read, and the car it stands for: our barcode or file number, a VIN, a plate, a call number."""
    mark = read_barcode(text)
    with shift.desk.look() as unit:
        if mark is not None and mark.custody_id is not None:
            return _scan(unit.finding, text, mark, [mark.custody_id])
        marks = [mark.text] if mark is not None else list(filter(None, (clean_plate(text), text.strip())))
        return _scan(unit.finding, text, mark, unit.finding.best_of(unit.finding.named(marks), 2))


def _scan(store: FindingStore, text: str, mark: Scanned | None, ids: Sequence[int]) -> Scan:
    cars = store.cars(ids)
    vin = mark.text if mark is not None and mark.mark is Mark.VIN else None
    return Scan(" ".join(text.split()), cars[0] if cars else None, vin)


def _found(store: FindingStore, sought: Sought, limit: int) -> Findings:
    ids = store.matching(sought, COUNTED + 1)
    if not ids and sought.by_day:
        words = literal(sought)
        if ids := store.matching(words, COUNTED + 1):
            sought = words
    if ids:
        return _answer(store, sought, ids, limit)
    return _nearly(store, sought, limit) or Findings(sought.typed, searched=sought.typed)


def _answer(store: FindingStore, sought: Sought, ids: Sequence[int], limit: int) -> Findings:
    """The best of what matches. Cars that are named outright come along however many match."""
    best = store.best_of(ids, _RANKED) if len(ids) <= COUNTED else store.newest(sought, _RANKED)
    if len(ids) > _RANKED:
        marks = [mark for piece in sought.pieces if not piece.days for mark in (piece.typed.upper(), piece.typed.upper().replace("-", ""))]
        matching = set(ids)
        best = [*best, *(each for each in store.named(marks) if each in matching or (len(ids) > COUNTED and len(sought.pieces) == 1))]
    hits = ranked(store.cars(list(dict.fromkeys(best))), sought)[:limit]
    return Findings(sought.typed, hits, len(ids), sought.typed)


def _nearly(store: FindingStore, sought: Sought, limit: int) -> Findings | None:
    """What was found when words that no car has are taken for those that are nearest, or left out."""
    right, unknown, wrong = sought, list[Piece](), list[tuple[Piece, Piece]]()
    for place, piece in enumerate(sought.pieces):
        if piece.days or store.knows(piece):
            continue
        if near := _near(store, piece):
            right = right.respelled(piece, near)
            wrong.append((piece, right.pieces[place - len(unknown)]))
        else:
            unknown.append(piece)
            right = right.without(piece)
    if not right.pieces:
        return None
    ids = store.matching(right, COUNTED + 1)
    found = _answer(store, right, ids, limit) if ids else _without(store, right, limit)
    if found is None:
        return None
    said = {new: _spelled(new, found.hits) for _, new in wrong}
    notes = [f'Nothing has "{old.typed}"; nearest: {", ".join(said[new])}.' for old, new in wrong]
    notes += [f'Nothing has "{piece.typed}".' for piece in unknown]
    left = [piece for piece in right.pieces if piece.typed in found.searched]
    searched = " ".join("|".join(said[piece]).lower() if piece in said else piece.typed for piece in left)
    return replace(found, typed=sought.typed, searched=searched, note=" ".join([*notes, *([found.note] if found.note else [])]))


def _near(store: FindingStore, piece: Piece) -> tuple[str, ...]:
    """The words nearest to one that no car has: one slip in all cars, two among those on the lot."""
    word = piece.spelled
    if word is None or not slips_allowed(word):
        return ()
    words = [each for text in store.texts_like(slip_patterns(word), _TEXTS) for each in text.split()]
    if near := near_words(word, words):
        return near
    allowed = slips_allowed(word)
    return near_words(word, store.words_on_lot(len(word) - allowed, len(word) + allowed)) if allowed > 1 else ()


def _spelled(piece: Piece, hits: Sequence[Hit]) -> list[str]:
    """The words of a corrected piece as they stand in the cars, since folded ones are hard to read."""
    spelled = []
    for part in piece.parts:
        why = (marked for found in hits for marked in hit(found.car, Sought("", (Piece(part, parts=(part,)),))).why if marked.spans)
        first = next(why, None)
        spelled.append(part if first is None else first.text[first.spans[0][0] : first.spans[0][1]])
    return list(dict.fromkeys(spelled))


def _without(store: FindingStore, sought: Sought, limit: int) -> Findings | None:
    """What was found with one piece less, the day first: it is the one that callers are least sure of."""
    if not 1 < len(sought.pieces) <= _LEFT_OUT_OF:
        return None
    for piece in sorted(sought.pieces, key=lambda each: not each.days):
        rest = sought.without(piece)
        if ids := store.matching(rest, COUNTED + 1):
            text = " ".join(each.typed for each in rest.pieces)
            note = f'Nothing has all of this. Without "{piece.typed}":'
            return replace(_answer(store, rest, ids, limit), typed=sought.typed, searched=text, note=note)
    return None
