"""What becomes of mailed letters: brought back, delivered, stray, mailed without the program."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Lock

import pytest
from reportlab.pdfgen.canvas import Canvas

from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.adapters.pictures.files import FilePictures
from itow_desktop.domain.errors import ChangedElsewhere, Doubtful, DoubtfulNumber, Problems, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.mail.after_return import VOLUNTARY, what_follows
from itow_desktop.domain.mail.coming_back import Outcome, Side
from itow_desktop.domain.mail.numbers import check_digit
from itow_desktop.domain.mail.pieces import MailClass, Piece, PieceState, ReturnReason
from itow_desktop.domain.notices import NoticeKind
from itow_desktop.domain.provisions import Method, Notice
from itow_desktop.services.attaching import Pasted
from itow_desktop.services.mail.catching_up import check_mail, record_mail
from itow_desktop.services.mail.coming_back import delivered, effect, returned, take_back_outcome
from itow_desktop.services.mail.finding import search_mail
from itow_desktop.services.mail.looking import find_mail, todays_mail
from itow_desktop.services.mail.receipts import read_receipts
from itow_desktop.services.mail.running import HandedOver, hand_over
from itow_desktop.services.mail.strays import close_stray, keep_stray, settle_stray, stray_scan, strays
from itow_desktop.services.mail.views import Delivered, MadeElsewhere, Proof, Returned, StrayMail
from itow_desktop.services.parties.keeping import bring_back, mark_bad, mark_good, take_out
from itow_desktop.services.recording import Entry, record
from itow_desktop.services.reminding import car_reminders
from tests.builders import NOW, call
from tests.db.cars import bring, counting
from tests.db.offices import OpenOffice
from tests.db.stakes import furnish
from tests.law import michigan
from tests.pictures import photo

TODAY = NOW.date()
MAILED = TODAY - timedelta(days=10)
PICTURES = FilePictures(Lock())


def number(serial: int, begins: str = "7112") -> str:
    """An invented number with its check digit."""
    digits = f"{begins}345678{serial:09d}"
    return f"{digits}{check_digit(digits)}"


def mailed(office: OpenOffice, *calls: str) -> list[Piece]:
    """A certified letter to the owner of each car, on its way for ten days."""
    cars = bring(office, *(call(call_number=each, vin=None, plate=f"B{each}") for each in calls))
    owners = furnish(office, *cars)
    with office.shift.desk.begin(office.shift.deed("mail", undoable=False)) as unit:
        pieces = []
        for serial, (car, owner, piece_id) in enumerate(zip(cars, owners, unit.mail.reserve(len(cars)), strict=True)):
            party = unit.parties.get(owner)
            address = party.addresses[0]
            pieces.append(
                Piece(
                    piece_id, car, NoticeKind.COURTESY_OWNER, MailClass.CERTIFIED_RECEIPT, PieceState.HANDED_OVER, party.block(address),
                    owner, address.id, number=number(serial), handed_over_on=MAILED, handed_over_by="Lee",
                )
            )  # fmt: skip
        unit.mail.prepare(pieces)
        unit.commit()
    return pieces


def state(office: OpenOffice, piece_id: int) -> Piece:
    with office.shift.desk.look() as unit:
        return unit.mail.get(piece_id)


def receipt(*lines: str) -> bytes:
    """A PDF from outside that says these lines."""
    file = BytesIO()
    canvas = Canvas(file)
    for place, line in enumerate(lines):
        canvas.drawString(60, 760 - 16 * place, line)
    canvas.save()
    return file.getvalue()


def test_a_letter_that_came_back_is_kept_from_both_sides(office: OpenOffice) -> None:
    shift = office.shift
    (piece,) = mailed(office, "51001")
    follows = effect(shift, piece.id, ReturnReason.MOVED)
    assert (follows.sentence, follows.again, follows.nowhere) == (VOLUNTARY, False, True)
    assert "Find another address of PAT PRACTICE" in follows.remind
    assert not effect(shift, piece.id, ReturnReason.REFUSED).nowhere
    back = Returned(piece.id, TODAY, ReturnReason.MOVED)
    for wrong, day in (("has not come yet", TODAY + timedelta(days=1)), ("lies before", MAILED - timedelta(days=1))):
        with pytest.raises(Problems, match=wrong):
            returned(shift, PICTURES, replace(back, on=day))
    sides = (Proof(Pasted("front.jpg", photo(400, 300)), Side.FRONT), Proof(Pasted("back.jpg", photo(300, 400)), Side.BACK))
    told = replace(back, scans=sides, note="Yellow label", address_bad=True, remind=follows.remind, remind_on=follows.remind_on)
    assert returned(shift, PICTURES, told) == follows
    kept = state(office, piece.id)
    assert (kept.state, kept.returned_on, kept.returned_for) == (PieceState.RETURNED, TODAY, ReturnReason.MOVED)
    event = counting(office, piece.custody_id)[-1]
    assert (event.kind, event.on, event.note) == (EventKind.LETTER_RETURNED, TODAY, "Yellow label")
    assert (event.data["reason"], event.data["effect"], event.data["piece"]) == ("moved", VOLUNTARY, str(piece.id))
    (row,) = find_mail(shift, piece.code)
    assert [(side, name) for _, side, name in row.proofs] == [(Side.FRONT, "front.jpg"), (Side.BACK, "back.jpg")]
    with shift.desk.look() as unit:
        (address,) = unit.parties.get(piece.party_id or 0).addresses
        assert unit.event_papers.of(piece.custody_id)[event.id] == ("front.jpg", "back.jpg")
    assert (address.good, address.why_bad) == (False, f"Mail came back {TODAY.month}/{TODAY.day}/{TODAY.year}: moved, left no address.")
    (reminder,) = car_reminders(shift, piece.custody_id)
    assert (reminder.text, reminder.due) == (follows.remind, TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="come back already"):
        returned(shift, PICTURES, back)
    take_back_outcome(shift, piece.id, "The wrong envelope")
    assert state(office, piece.id) == replace(piece, version=3)
    assert EventKind.LETTER_RETURNED not in {each.kind for each in counting(office, piece.custody_id)}


def test_only_a_rule_that_says_so_asks_for_the_notice_again() -> None:
    pack = michigan()
    letter = Piece(1, 1, NoticeKind.GARAGE_OWNER, MailClass.CERTIFIED_RECEIPT, PieceState.HANDED_OVER, ("PAT PRACTICE", "1 INVENTED ST"))
    silent = what_follows(pack, letter, ReturnReason.UNCLAIMED, TODAY)
    assert not silent.again
    assert silent.sentence.startswith("570.305 asks for nothing more")
    notices = tuple(
        replace(each, if_returned=(Method.FIRST_CLASS, Method.POSTING)) if isinstance(each, Notice) and each.id == "garage-owner" else each
        for each in pack.provisions
    )
    again = what_follows(replace(pack, provisions=notices), letter, ReturnReason.UNCLAIMED, TODAY)
    assert (again.again, again.ways) == (True, ("first class", "posting"))
    assert "given again: first class or posting" in again.sentence
    request = replace(letter, kind=NoticeKind.ENTRY_REQUEST)
    assert "has not got the request" in what_follows(pack, request, ReturnReason.OTHER, TODAY).sentence


def test_deliveries_are_matched_by_the_number_in_each_file(office: OpenOffice, tmp_path: Path) -> None:
    shift, renderer = office.shift, PdfRenderer(Lock())
    first, second, third = mailed(office, "52001", "52002", "52003")
    day = MAILED + timedelta(days=3)
    contents: Mapping[str, bytes] = {
        "one.pdf": receipt(
            f"Article {' '.join((first.number or '')[at : at + 4] for at in range(0, 20, 4))}", f"Mailed {MAILED:%B %d, %Y}",
            f"Delivered, {day:%B %d, %Y}, 1:05 pm", "Signed by: P Practice",
        ),
        "two.pdf": receipt(f"Tracking number {second.number}", "Nobody says when"),
        "again.pdf": receipt(f"No. {first.number}"),
        "both.pdf": receipt(f"{first.number}", f"{third.number}"),
        "other.pdf": receipt(f"Number {number(77)}"),
        "empty.pdf": receipt("Nothing at all"),
        "broken.pdf": b"%PDF-1.4 cut off",
        "card.jpg": photo(300, 200),
    }  # fmt: skip
    files = [tmp_path / name for name in contents]
    for file in files:
        file.write_bytes(contents[file.name])
    read = {each.file.name: each for each in read_receipts(shift, renderer, [*files, tmp_path / "gone.pdf"])}
    one, two = read["one.pdf"], read["two.pdf"]
    assert one.row is not None
    assert (one.row.piece.id, one.on, one.signed_by, one.wrong) == (first.id, day, "P Practice", None)
    assert two.row is not None
    assert (two.row.piece.id, two.on, two.wrong) == (second.id, None, None)
    for name, why in (
        ("again.pdf", "one.pdf is about the same letter"), ("both.pdf", "several letters"), ("other.pdf", "No letter here has"),
        ("empty.pdf", "No certified number stands in"), ("broken.pdf", "There is no text in"), ("card.jpg", "is no PDF"),
        ("gone.pdf", "cannot be read"),
    ):  # fmt: skip
        assert why in (read[name].wrong or ""), name
    card = number(1, "9590")
    deliveries = [
        Delivered(first.id, day, "P Practice", (Proof(files[0], Side.RECEIPT),)),
        Delivered(second.id, TODAY, scans=(Proof(files[1], Side.RECEIPT), Proof(files[-1], Side.CARD)), card_number=card),
    ]
    with pytest.raises(DoubtfulNumber):
        delivered(shift, PICTURES, [deliveries[0], replace(deliveries[1], card_number=card[:-1])])
    assert state(office, first.id).state is PieceState.HANDED_OVER, "all or none"
    assert delivered(shift, PICTURES, deliveries) == 2
    there = state(office, first.id)
    assert (there.state, there.delivered_on, there.signed_by) == (PieceState.DELIVERED, day, "P Practice")
    event = counting(office, first.custody_id)[-1]
    assert (event.kind, event.on, event.data["signed_by"]) == (EventKind.LETTER_DELIVERED, day, "P Practice")
    (row,) = find_mail(shift, card)
    assert row.piece.id == second.id
    assert [(side, name) for _, side, name in row.proofs] == [(Side.RECEIPT, "two.pdf"), (Side.CARD, "card.jpg")]
    assert "is not on its way" in (read_receipts(shift, renderer, files[:1])[0].wrong or "")
    with pytest.raises(Refused, match="delivered already"):
        returned(shift, PICTURES, Returned(first.id, TODAY, ReturnReason.REFUSED))
    assert [each.piece.id for each in search_mail(shift, "practice 52003")] == [third.id]


def test_what_nobody_knows_waits_in_the_tray(office: OpenOffice) -> None:
    shift = office.shift
    (piece,) = mailed(office, "53001")
    scan = Proof(Pasted("torn.jpg", photo(320, 200)), Side.FRONT)
    with pytest.raises(Problems, match="what can be read"):
        keep_stray(shift, PICTURES, StrayMail(Outcome.RETURNED, TODAY))
    torn = keep_stray(shift, PICTURES, StrayMail(Outcome.RETURNED, TODAY, ReturnReason.VACANT, "...234 invented", scans=(scan,)))
    other = keep_stray(shift, PICTURES, StrayMail(Outcome.DELIVERED, TODAY, marks="a green card, wet"))
    assert [(each.id, each.outcome) for each in strays(shift)] == [(torn, Outcome.RETURNED), (other, Outcome.DELIVERED)]
    (paper,) = strays(shift)[0].papers
    name, content = stray_scan(shift, torn, paper.document_id)
    assert name == "torn.jpg"
    assert content[:2] == b"\xff\xd8"
    close_stray(shift, other, "Not ours: another yard's card")
    back = Returned(piece.id, TODAY, ReturnReason.VACANT)
    settle_stray(shift, PICTURES, torn, back)
    assert strays(shift) == ()
    (row,) = find_mail(shift, piece.code)
    assert (row.piece.state, [(side, each) for _, side, each in row.proofs]) == (PieceState.RETURNED, [(Side.FRONT, "torn.jpg")])
    with pytest.raises(ChangedElsewhere):
        settle_stray(shift, PICTURES, torn, back)
    with pytest.raises(ChangedElsewhere):
        close_stray(shift, other, "Again")


def test_mail_made_elsewhere_is_entered_with_its_true_days(office: OpenOffice) -> None:
    shift = office.shift
    (piece,) = mailed(office, "54001")
    (car,) = bring(office, call(call_number="54002", vin=None, plate="B54002"))
    (owner,) = furnish(office, car)
    to = (f"Pat Practice {car}", "1 Invented St", "Flint MI  48502")
    proof = Proof(Pasted("receipt.pdf", receipt("PS 3800")), Side.PROOF)
    line = MadeElsewhere(
        1, "54002", NoticeKind.COURTESY_OWNER, MailClass.CERTIFIED, to, MAILED, "Lee", f"7112 3456 78{number(9)[10:]}",
        delivered_on=TODAY, signed_by="P Practice", proofs=(proof,),
    )  # fmt: skip
    wrong = {
        "mark": replace(line, mark="nobody's"),
        "on": replace(line, on=TODAY + timedelta(days=1)),
        "delivered_on": replace(line, delivered_on=MAILED - timedelta(days=1)),
        "returned_for": replace(line, delivered_on=None, returned_on=TODAY),
        "number": replace(line, number=piece.number),
        "carried_by": replace(line, carried_by=" "),
        "to": replace(line, to=("Pat",)),
        "kind": replace(line, kind=NoticeKind.RELEASE),
    }
    for field, each in wrong.items():
        (answer,) = check_mail(shift, [each])
        assert (answer.field, answer.right) == (field, False), answer
    same = replace(line, key=2, mark="B54002", kind=NoticeKind.COURTESY_LIENHOLDER, number=None)
    above, below = check_mail(shift, [line, replace(same, number=line.number)])
    assert above.right
    assert below.wrong == "This number is in a line above already."
    twice = replace(line, key=3, number=None)
    assert check_mail(shift, [line, twice])[1].doubts[-1] == "The same letter is in a line above already."
    first, second = check_mail(shift, [line, same])
    assert first.right
    assert second.asks
    assert any("has no number" in doubt for doubt in second.doubts)
    assert record_mail(shift, PICTURES, [line, same]).piece_ids == (), "none where one line is not right"
    with shift.desk.look() as unit:
        assert unit.mail.of(car) == ()
    done = record_mail(
        shift,
        PICTURES,
        [
            line,
            replace(
                same,
                reason="The bank's own form,\0 by phone",
                to=("Bänk \N{OFFICE BUILDING}\0 <b>", *to[1:]),
                delivered_on=None,
                signed_by=None,
            ),
        ],
    )
    assert len(done.piece_ids) == 2
    entered, bank = (state(office, each) for each in done.piece_ids)
    assert (entered.state, entered.handed_over_on, entered.handed_over_by, entered.delivered_on) == (
        PieceState.DELIVERED, MAILED, "Lee", TODAY,
    )  # fmt: skip
    assert (entered.party_id, entered.number, entered.mailed_elsewhere) == (owner, number(9), True)
    assert entered.address_id is not None
    assert (bank.state, bank.party_id, bank.block[0]) == (PieceState.HANDED_OVER, None, "BÄNK \N{OFFICE BUILDING} <B>")
    assert find_mail(shift, "\0 scanned % nonsense") == ()
    events = [each for each in counting(office, car) if each.data.get("piece") == str(entered.id)]
    assert [(each.kind, each.on) for each in events] == [(EventKind.LETTER_HANDED_OVER, MAILED), (EventKind.LETTER_DELIVERED, TODAY)]
    assert events[0].data["mailed_elsewhere"] == "yes"
    flagged = next(each for each in counting(office, car) if each.data.get("piece") == str(bank.id))
    assert (flagged.data["flagged"], flagged.data["why"]) == ("yes", "The bank's own form, by phone")
    (row,) = find_mail(shift, number(9))
    assert [(side, name) for _, side, name in row.proofs] == [(Side.PROOF, "receipt.pdf")]
    again = check_mail(shift, [replace(line, number=None, delivered_on=None, signed_by=None)])[0]
    assert any("recorded for that day already" in doubt for doubt in again.doubts)


def test_a_letter_whose_car_left_since_is_stopped(office: OpenOffice) -> None:
    shift = office.shift
    (piece,) = mailed(office, "55001")
    with shift.desk.begin(shift.deed("another letter", undoable=False)) as unit:
        (piece_id,) = unit.mail.reserve(1)
        waiting = replace(
            piece, id=piece_id, state=PieceState.PRINTED, printed_at=NOW, number=number(5), handed_over_on=None, handed_over_by=None
        )  # fmt: skip
        unit.mail.prepare([waiting])
        unit.commit()
    assert {row.piece.id: row.stopped for row in todays_mail(shift).rows} == {piece.id: None, piece_id: None}
    owner, where = piece.party_id or 0, piece.address_id or 0
    take_out(shift, owner, "another Practice")
    with pytest.raises(Doubtful, match=r"Pat Practice \d+ was taken off this vehicle \(another Practice\)"):
        hand_over(shift, PICTURES, HandedOver((piece_id,), TODAY))
    bring_back(shift, owner)
    mark_bad(shift, owner, where, "moved away")
    assert "does not reach" in (todays_mail(shift).rows[0].stopped or "")
    mark_good(shift, owner, where)
    record(shift, piece.custody_id, Entry(EventKind.HEARING_PETITIONED, on=TODAY, reason="it came early"))
    with pytest.raises(Doubtful, match="asked a court for a hearing"):
        hand_over(shift, PICTURES, HandedOver((piece_id,), TODAY))
    record(shift, piece.custody_id, Entry(EventKind.HEARING_DECIDED, on=TODAY, data={"outcome": "for_owner"}, reason="the same day"))
    with pytest.raises(Doubtful, match="decided for the owner"):
        hand_over(shift, PICTURES, HandedOver((piece_id,), TODAY))
    record(shift, piece.custody_id, Entry(EventKind.RELEASED, at=NOW, data={"to_whom": "P Practice"}))
    stopped = {row.piece.id: row.stopped for row in todays_mail(shift).rows}
    assert stopped == {piece.id: None, piece_id: "The vehicle is not here any more (picked up)."}
    handed = HandedOver((piece_id,), TODAY)
    with pytest.raises(Doubtful, match="not here any more"):
        hand_over(shift, PICTURES, handed)
    hand_over(shift, PICTURES, replace(handed, reason="It was in the box before they came"))
    event = counting(office, piece.custody_id)[-1]
    assert (event.kind, event.data["reason"]) == (EventKind.LETTER_HANDED_OVER, "It was in the box before they came")
