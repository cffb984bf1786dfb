"""The outbox on a real database, sent by a real mail server: let go, sent once, put off, refused, come back."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Lock

import pytest

from itow_desktop.adapters.mail.smtp import SmtpMailer
from itow_desktop.adapters.pdf.renderer import PdfRenderer
from itow_desktop.domain.deadlines import Deadline
from itow_desktop.domain.errors import ChangedElsewhere, MailPassword, NotAllowed, Problems, Refused
from itow_desktop.domain.events import EventKind
from itow_desktop.domain.outbox.messages import Attempt, NewMessage, Outcome, OutKind, OutMessage, OutState, OutWay
from itow_desktop.domain.outbox.servers import Security
from itow_desktop.domain.people import Rights
from itow_desktop.services.browsing import office as office_facts
from itow_desktop.services.desks.outbox import OutboxDesk
from itow_desktop.services.editing import save_agency, save_office
from itow_desktop.services.health import Light, health
from itow_desktop.services.noticing import draft_tops
from itow_desktop.services.outbox import letting_go
from itow_desktop.services.outbox.putting import put_out
from itow_desktop.services.outbox.sending import Post, Round, send_due
from itow_desktop.services.outbox.telling import tell_troubles, tell_work
from itow_desktop.services.outbox.tops import SendTops, TopsPut, send_tops, tops_to_send
from itow_desktop.services.people import add_person
from itow_desktop.services.ports.towbook import never
from itow_desktop.services.reminding import add_reminder
from itow_desktop.services.shift import Shift
from tests.builders import NOW, call
from tests.db.cars import agency_id, bring, bring_one, counting, step
from tests.db.logins import signed_in
from tests.db.offices import OpenOffice
from tests.fakes import MemorySecrets, NoBackups
from tests.mail_servers import PASSWORD, Running, mail_server, trusting
from tests.ui.room_front import ports_of

RENDERER = PdfRenderer(Lock())
BURTON = "Burton Police Department"
MAILBOX = "dispatch@burton.example"


@pytest.fixture(scope="module")
def servers() -> Iterator[Running]:
    with mail_server(Security.STARTTLS) as running:
        yield running


@pytest.fixture
def mail(servers: Running) -> Running:
    servers.post.answers.clear()
    servers.post.refuses.clear()
    servers.post.got.clear()
    servers.post.trying.clear()
    servers.post.go_on.set()
    return servers


@pytest.fixture
def office(private_office: OpenOffice, mail: Running) -> OpenOffice:
    """One that sends by the server, and whose first department wants e-mail."""
    shift, settings = private_office.shift, mail.settings
    facts = replace(
        office_facts(shift.desk), mail_host=settings.host, mail_port=settings.port, mail_user=settings.user, mail_from=settings.sender,
        fax_gateway="{number}@fax.example", digest_to=("kim@practice.example",), alerts_to=("boss@practice.example",),
    )  # fmt: skip
    save_office(shift, facts)
    with shift.desk.look() as unit:
        burton = unit.agencies.get(agency_id(private_office, BURTON))
    save_agency(shift, replace(burton, email=MAILBOX, preferred="email", fax="(810) 555-0144"))
    return private_office


def send(opened: OpenOffice, mail: Running, password: str = PASSWORD) -> Round:
    unsigned = replace(opened.shift, person=None, unsigned=True)
    return send_due(unsigned, Post(SmtpMailer(trusting, seconds=20), mail.settings, password, "PC 1"), never)


def write(opened: OpenOffice, cars: list[int], *, approve: bool = True, way: OutWay = OutWay.EMAIL) -> TopsPut:
    """The notices of these cars into the outbox."""
    found = tops_to_send(opened.shift, draft_tops(opened.shift, cars))
    return send_tops(opened.shift, RENDERER, [SendTops(each, way) for each in found.agencies], approve=approve)


def only(opened: OpenOffice, put: TopsPut) -> OutMessage:
    (message,) = put.messages
    return letting_go.message(opened.shift, message)


def ad(address: str = "paper@practice.example") -> NewMessage:
    return NewMessage(OutKind.AD, address, "An ad", "Words.\n")


def top_step(opened: OpenOffice, car: int) -> Deadline:
    with opened.shift.desk.look() as unit:
        (case,) = unit.deadlines.cases([car])
    return next(each for each in case.deadlines if each.rule_id == "office.top")


def outcomes(message: OutMessage) -> list[Outcome]:
    return [attempt.outcome for attempt in message.attempts]


def test_notices_go_to_the_department_and_each_car_hears_what_the_server_said(office: OpenOffice, mail: Running) -> None:
    cars = bring(office, call(call_number="41001"), call(call_number="41002", towbook_id="9002", vin="1G1ZZ5EU0AF000002"))
    put = write(office, cars)
    assert (len(put.messages), put.waiting, put.cars) == (1, 0, tuple(cars))
    assert send(office, mail) == Round(sent=1, cars=tuple(cars))
    [(address, got)] = mail.post.got
    assert address == MAILBOX
    assert [each.get_content() for each in got.iter_attachments()] == [paper.content for paper in put.papers]
    message = only(office, put)
    assert got["Message-ID"] == message.mark
    assert (message.state, message.approved_by, outcomes(message)) == (OutState.SENT, "Kim", [Outcome.BEGUN, Outcome.SENT])
    for car, paper in zip(cars, put.papers, strict=True):
        sent = counting(office, car)[-1]
        assert (sent.kind, sent.data["letter"], sent.data["to_whom"]) == (EventKind.LETTER_SENT, "top", MAILBOX)
        assert (sent.data["sha256"], sent.data["answer"]) == (paper.document.sha256, "250 taken as 1")
        assert sent.data["approved_by"] == "Kim"
        assert EventKind.POLICE_NOTIFIED not in {event.kind for event in counting(office, car)}, "never the call"
        assert step(office, car) == "ask: Call in"
        assert not top_step(office, car).open
    assert send(office, mail) == Round(), "once"
    again = tops_to_send(office.shift, draft_tops(office.shift, cars))
    assert again.agencies[0].already == ("41001", "41002")
    send_tops(office.shift, RENDERER, [SendTops(again.agencies[0], OutWay.EMAIL)], approve=True, tow_list=True)
    send(office, mail)
    names = [each.get_filename() for each in mail.post.got[-1][1].iter_attachments()]
    assert [(name or "")[:7] for name in names] == ["TOP_410", "TOP_410", "TOWLIST"]


def test_each_department_gets_them_its_own_way(office: OpenOffice, mail: Running) -> None:
    shift, burton = office.shift, agency_id(office, BURTON)
    car = bring_one(office, call_number="41001")
    tops = tops_to_send(shift, draft_tops(shift, [car])).agencies[0]
    assert (tops.wanted, tops.ways) == (OutWay.EMAIL, {OutWay.EMAIL: MAILBOX, OutWay.FAX: "18105550144@fax.example"})
    write(office, [car], way=OutWay.FAX)
    send(office, mail)
    assert [address for address, _ in mail.post.got] == ["18105550144@fax.example"]
    with shift.desk.look() as unit:
        agency = unit.agencies.get(burton)
    for changes, why in (
        ({"preferred": "fax", "fax": "555"}, "it wants a fax, but its number is missing or wrong"),
        ({"preferred": "email", "email": "front desk"}, "it wants e-mail, but its address is missing or wrong"),
        ({"preferred": "print"}, "it wants paper"),
        ({"preferred": None}, "nobody entered that it wants e-mail or fax"),
    ):
        save_agency(shift, replace(agency, **changes))
        tops = tops_to_send(shift, draft_tops(shift, [car])).agencies[0]
        assert (tops.wanted, tops.why) == (None, why)
    with pytest.raises(Problems, match="cannot be reached by fax"):
        send_tops(shift, RENDERER, [SendTops(replace(tops, ways={}), OutWay.FAX)], approve=True)


def test_nothing_leaves_before_somebody_lets_it_go(office: OpenOffice, mail: Running) -> None:
    shift = office.shift
    put = write(office, [bring_one(office, call_number="41001")], approve=False)
    other = put_out(shift, [ad()], approve=False)
    assert (put.waiting, send(office, mail)) == (1, Round())
    assert letting_go.approve(shift, put.messages) == 1
    letting_go.take_back(shift, other, "Not this week.")
    assert send(office, mail).sent == 1
    assert letting_go.message(shift, other[0]).why == "Not this week."
    with pytest.raises(ChangedElsewhere, match="Nothing was changed"):
        letting_go.approve(shift, other)
    with pytest.raises(Problems, match="Enter the reason"):
        letting_go.take_back(shift, other, " ")
    for bad in (ad("no address"), replace(ad(), subject=""), replace(ad(), subject="x" * 201)):
        with pytest.raises(Problems):
            put_out(shift, [bad], approve=True)
    with pytest.raises(Problems, match="no e-mail address"):
        put_out(shift, [ad("a@practice.example\nBcc: b@practice.example")], approve=True)


def test_a_standing_approval_lets_one_kind_go_to_one_department_until_it_is_taken_back(office: OpenOffice, mail: Running) -> None:
    shift, burton = office.shift, agency_id(office, BURTON)
    clerk = add_person(shift, "Lee", Rights.CLERK)
    with pytest.raises(NotAllowed):
        letting_go.give_standing(shift.by(clerk), OutKind.TOP, burton, "They asked for it.")
    given = letting_go.give_standing(shift, OutKind.TOP, burton, "They asked for it.")
    with pytest.raises(Refused, match="approved already"):
        letting_go.give_standing(shift, OutKind.TOP, burton, "Again.")
    first = write(office, [bring_one(office, call_number="41001")], approve=False)
    assert (first.waiting, only(office, first).approved_by, only(office, first).approval_id) == (0, "Kim", given)
    assert send(office, mail).sent == 1
    second = write(office, [bring_one(office, call_number="41002", towbook_id="9002")], approve=False)
    with pytest.raises(NotAllowed):
        letting_go.revoke_standing(shift.by(clerk), given)
    assert letting_go.revoke_standing(shift, given) == 1
    assert only(office, second).state is OutState.WAITS
    assert send(office, mail) == Round()
    assert write(office, [bring_one(office, call_number="41003", towbook_id="9003")], approve=False).waiting == 1
    (kept,) = letting_go.outbox(shift).approvals
    assert (kept.given_by, kept.revoked_by, kept.reason, kept.agency) == ("Kim", "Kim", "They asked for it.", BURTON)
    with pytest.raises(Refused, match="taken back already"):
        letting_go.revoke_standing(shift, given)


def test_greylisting_is_waited_out_and_a_server_that_never_takes_it_is_given_up(office: OpenOffice, mail: Running) -> None:
    car = bring_one(office, call_number="41001")
    put = write(office, [car])
    mail.post.answers = ["451 4.7.1 greylisted", "", "250 at last"]
    assert send(office, mail).later == 1
    assert send(office, mail) == Round(), "it rests"
    office.clock.time += timedelta(minutes=2)
    assert send(office, mail).later == 1
    office.clock.time += timedelta(minutes=5)
    assert send(office, mail).sent == 1
    message = only(office, put)
    assert outcomes(message) == [Outcome.BEGUN, Outcome.LATER, Outcome.BEGUN, Outcome.LATER, Outcome.BEGUN, Outcome.SENT]
    assert "broke off in the middle" in message.attempts[3].answer
    assert mail.post.got[0][1]["Message-ID"] == message.mark
    second = write(office, [bring_one(office, call_number="41002", towbook_id="9002")])
    mail.post.refuses = {MAILBOX: "452 4.2.2 mailbox full"}
    assert send(office, mail).later == 1
    office.clock.time += timedelta(days=2, minutes=1)
    assert send(office, mail).refused
    assert "Nobody took it for 2 days" in (only(office, second).why or "")


def test_a_refusal_is_told_to_the_car_and_can_be_sent_again(office: OpenOffice, mail: Running) -> None:
    shift = office.shift
    car = bring_one(office, call_number="41001")
    put = write(office, [car])
    mail.post.refuses = {MAILBOX: "550 5.1.1 no such mailbox"}
    made = send(office, mail)
    assert (made.sent, made.cars) == (0, (car,))
    assert "550 5.1.1 no such mailbox" in made.refused[0]
    told = counting(office, car)[-1]
    assert told.kind is EventKind.NOTE
    assert "not delivered" in (told.note or "")
    assert "550 5.1.1" in (told.note or "")
    assert health(ports_of(office, secrets=MemorySecrets(), backups=NoBackups()))[-1].state is Light.AMBER
    mail.post.refuses.clear()
    assert letting_go.send_again(shift, put.messages) == 1
    assert send(office, mail).sent == 1


def test_what_came_back_opens_the_step_again_unless_it_was_told_otherwise_too(office: OpenOffice, mail: Running) -> None:
    shift = office.shift
    car = bring_one(office, call_number="41001")
    put = write(office, [car])
    send(office, mail)
    assert letting_go.came_back(shift, put.messages[0], "Bounced: mailbox closed.") == (car,)
    kinds = [event.kind for event in counting(office, car)]
    assert kinds[-3:] == [EventKind.LETTER_SENT, EventKind.LETTER_RETURNED, EventKind.LETTER_VOIDED]
    assert top_step(office, car).open, "nobody told them yet"
    office.clock.time += timedelta(hours=1)
    again = write(office, [car])
    send(office, mail)
    with pytest.raises(ChangedElsewhere):
        letting_go.came_back(shift, put.messages[0], "Twice.")
    assert only(office, again).state is OutState.SENT
    assert not top_step(office, car).open
    office.clock.time += timedelta(hours=1)
    letting_go.came_back(shift, again.messages[0], "Bounced as well.")
    assert top_step(office, car).open, "what came back before tells nobody"


def test_a_wrong_password_stops_the_round_and_loses_nothing(office: OpenOffice, mail: Running) -> None:
    put = put_out(office.shift, [ad(), ad()], approve=True)
    sign_ins = mail.post.sign_ins
    made = send(office, mail, "wrong")
    assert isinstance(made.trouble, MailPassword)
    assert mail.post.sign_ins - sign_ins <= 2, "the second message was not tried"
    found = health(ports_of(office, secrets=MemorySecrets(), backups=NoBackups()))[-1]
    assert (found.name, found.state) == ("outbox", Light.RED)
    assert "rejects the password" in found.text
    assert send(office, mail).sent == 2
    assert [letting_go.message(office.shift, each).state for each in put] == [OutState.SENT] * 2


def test_two_programs_share_the_work_and_send_nothing_twice(office: OpenOffice, mail: Running) -> None:
    put = put_out(office.shift, [ad(f"p{number}@practice.example") for number in range(8)], approve=True)
    mail.post.go_on.clear()
    with ThreadPoolExecutor(2) as pool:
        rounds = [pool.submit(send, office, mail) for _ in range(2)]
        assert mail.post.trying.wait(30)
        mail.post.go_on.set()
        made = [each.result(60) for each in rounds]
    assert sum(each.sent for each in made) == len(put)
    assert sorted(address for address, _ in mail.post.got) == [f"p{number}@practice.example" for number in range(8)]


def test_a_program_that_ended_in_the_middle_leaves_a_trace_and_the_message(office: OpenOffice, mail: Running) -> None:
    (put,) = put_out(office.shift, [ad()], approve=True)
    with office.shift.desk.begin(office.shift.deed("begin to send", undoable=False)) as unit:
        unit.outbox.try_made(put, Attempt(office.clock.now(), Outcome.BEGUN, "", "PC 2"))
        unit.commit()
    assert send(office, mail).sent == 1
    message = letting_go.message(office.shift, put)
    assert outcomes(message) == [Outcome.BEGUN, Outcome.BEGUN, Outcome.SENT]
    assert "as the same message" in message.attempts[1].answer
    assert mail.post.got[0][1]["Message-ID"] == message.mark


def test_the_offices_own_people_are_told_once_a_day(office: OpenOffice, mail: Running) -> None:
    shift = replace(office.shift, person=None, unsigned=True)
    bring_one(office, call_number="41001")
    add_reminder(office.shift, "Ask for the gate key.", office.shift.today)
    office.clock.time = NOW.replace(hour=11, minute=59)  # 6:59 in Detroit
    assert tell_work(shift) == 0
    office.clock.time = NOW.replace(hour=12, minute=0)
    assert (tell_work(shift), tell_work(shift)) == (1, 0)
    items = health(ports_of(office, secrets=MemorySecrets(), backups=NoBackups()))
    assert (tell_troubles(shift, items), tell_troubles(shift, items)) == (1, 0)
    assert send(office, mail).sent == 2
    [(kim, digest), (boss, alert)] = mail.post.got
    assert (kim, boss) == ("kim@practice.example", "boss@practice.example")
    body = digest.get_content()
    assert "41001" in body
    assert "Ask for the gate key." in body
    assert "Copies of the database: trouble" in alert["Subject"]
    assert "No copy of the database yet" in alert.get_content()
    office.clock.time += timedelta(days=1)
    assert (tell_work(shift), tell_troubles(shift, items)) == (1, 1)
    office.clock.time += timedelta(days=2)  # a Saturday
    assert tell_work(shift) == 0


def desk_of(opened: OpenOffice, secrets: MemorySecrets, shift: Shift | None = None) -> OutboxDesk:
    ports = ports_of(opened, secrets=secrets, backups=NoBackups(), mailer=SmtpMailer(trusting, seconds=20))
    used = shift or opened.shift
    return OutboxDesk(replace(ports, desk=used.desk), used)


def test_a_server_that_rejects_the_password_is_left_alone_until_another_one_is_entered(office: OpenOffice, mail: Running) -> None:
    office.clock.time = NOW.replace(hour=11)  # before the work of the day is sent
    put_out(office.shift, [ad(), ad()], approve=True)
    secrets = MemorySecrets()
    desk = desk_of(office, secrets)
    assert desk.turn(never) == Round(), "this PC knows no password: another one sends"
    secrets.put("smtp.password", "wrong")
    assert isinstance(desk.turn(never).trouble, MailPassword)
    asked = mail.post.sign_ins
    assert desk.turn(never) == Round()
    office.clock.time += timedelta(minutes=59)
    assert desk.turn(never) == Round()
    assert mail.post.sign_ins == asked
    secrets.put("smtp.password", PASSWORD)
    assert desk.turn(never).sent == 3, "with the alert that there is no copy"


def test_where_everybody_signs_in_a_clerks_program_sends_and_one_that_only_reads_leaves_it(office: OpenOffice, mail: Running) -> None:
    office.clock.time = NOW.replace(hour=11)
    car = bring_one(office, call_number="41001")
    put = write(office, [car])
    secrets = MemorySecrets()
    secrets.put("smtp.password", PASSWORD)
    with signed_in(office, "viewer", "Vic") as vic:
        assert desk_of(office, secrets, vic).turn(never) == Round()
        with pytest.raises(NotAllowed):
            put_out(vic, [ad()], approve=True)
    assert mail.post.got == []
    with signed_in(office, "clerk", "Cleo") as cleo:
        assert desk_of(office, secrets, cleo).turn(never).sent == 2
        assert only(office, put).state is OutState.SENT
        with pytest.raises(NotAllowed):
            letting_go.give_standing(cleo, OutKind.TOP, agency_id(office, BURTON), "They asked for it.")
    assert counting(office, car)[-1].kind is EventKind.LETTER_SENT
