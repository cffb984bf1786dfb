"""Letters to a real mail server with TLS: taken, refused, put off, broken off, not trusted."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from itow_desktop.adapters.mail.smtp import SmtpMailer
from itow_desktop.domain.errors import MailLater, MailPassword, MailRefused, MailTrouble, MailUntrusted
from itow_desktop.domain.outbox.servers import MailServer, Security
from itow_desktop.services.ports.outbox import Attachment, Letter
from tests.mail_servers import PASSWORD, STRANGER, USER, Running, mail_server, trusting

PDF = b"%PDF-1.4\n.\n..\r\nnot really\n" + bytes(range(256))
MAILER = SmtpMailer(trusting, seconds=20)


def letter(address: str = "dispatch@police.example", body: str = "Two notices.\n.\n") -> Letter:
    return Letter(
        address, "TOP notices: Zoë's \U0001f697, 2 cars", body, "<one@practice.example>", datetime(2026, 3, 2, 15, tzinfo=UTC),
        [Attachment("TOP_26-1.pdf", PDF), Attachment("TOP_26-2.pdf", b"%PDF-1.4 two")],
    )  # fmt: skip


@pytest.fixture(scope="module", params=list(Security))
def servers(request: pytest.FixtureRequest) -> Iterator[Running]:
    with mail_server(request.param, most=300_000) as running:
        yield running


@pytest.fixture
def server(servers: Running) -> Running:
    post = servers.post
    post.answers.clear()
    post.refuses.clear()
    post.got.clear()
    post.sender = "250 OK"
    return servers


def test_a_letter_arrives_byte_for_byte(server: Running) -> None:
    answer = MAILER.send(server.settings, PASSWORD, letter())
    assert answer == "250 taken as 1"
    [(address, got)] = server.post.got
    assert address == "dispatch@police.example"
    assert (got["From"], got["To"]) == (f'"Practice Towing, O\'Neil" <{USER}>', "dispatch@police.example")
    assert got["Subject"] == "TOP notices: Zoë's \U0001f697, 2 cars"
    assert got["Message-ID"] == "<one@practice.example>"
    assert got["Date"].datetime == datetime(2026, 3, 2, 15, tzinfo=UTC)
    body = got.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == "Two notices.\n.\n"
    papers = {each.get_filename(): each.get_content() for each in got.iter_attachments()}
    assert papers == {"TOP_26-1.pdf": PDF, "TOP_26-2.pdf": b"%PDF-1.4 two"}
    assert MAILER.check(server.settings, PASSWORD) == "accepted"
    assert len(server.post.got) == 1, "looking sends nothing"


def test_what_a_server_answers_to_one_letter(server: Running) -> None:
    post = server.post
    post.answers = ["451 4.7.1 greylisted, come back", "554 5.7.1 looks like spam", "", "250 third time"]
    with pytest.raises(MailLater, match=r"451 4\.7\.1 greylisted"):
        MAILER.send(server.settings, PASSWORD, letter())
    with pytest.raises(MailRefused, match=r"554 5\.7\.1 looks like spam"):
        MAILER.send(server.settings, PASSWORD, letter())
    with pytest.raises(MailLater, match="broke off in the middle"):
        MAILER.send(server.settings, PASSWORD, letter())
    assert MAILER.send(server.settings, PASSWORD, letter()) == "250 third time"
    post.refuses = {"gone@police.example": "550 5.1.1 no such mailbox", "full@police.example": "452 4.2.2 mailbox full"}
    with pytest.raises(MailRefused, match=r"gone@police.example: 550 5.1.1 no such mailbox"):
        MAILER.send(server.settings, PASSWORD, letter("gone@police.example"))
    with pytest.raises(MailLater, match=r"452 4\.2\.2"):
        MAILER.send(server.settings, PASSWORD, letter("full@police.example"))
    with pytest.raises(MailRefused, match=r"^\.desk@police\.example: no e-mail can be addressed like this"):
        MAILER.send(server.settings, PASSWORD, letter(".desk@police.example"))
    with pytest.raises(MailTrouble, match=r"Nothing can be sent from \.kim@tow\.example .* stays in the outbox"):
        MAILER.send(replace(server.settings, sender=".kim@tow.example"), PASSWORD, letter())
    with pytest.raises(MailRefused, match="takes 300,000 at most"):
        MAILER.send(server.settings, PASSWORD, letter(body="x" * 70 + "\n" * 300_000))
    post.sender = "553 5.7.1 not your address"
    with pytest.raises(MailTrouble, match=r"does not let desk@practice\.example send") as trouble:
        MAILER.send(server.settings, PASSWORD, letter())
    assert not isinstance(trouble.value, MailRefused), "not this letter's fault: it stays"
    assert len(post.got) == 1


def test_a_wrong_password_is_said_and_never_repeated(server: Running) -> None:
    for wrong in ("not the secret", "pässwörd"):
        with pytest.raises(MailPassword) as trouble:
            MAILER.check(server.settings, wrong)
        assert wrong not in str(trouble.value)
        assert "stays in the outbox" in str(trouble.value)
    with pytest.raises(MailPassword, match="not known on this PC"):
        MAILER.send(server.settings, None, letter())
    assert server.post.got == []


@pytest.mark.parametrize("security", list(Security))
def test_no_password_goes_to_a_server_that_is_not_to_be_trusted(security: Security) -> None:
    with mail_server(security, authority=STRANGER) as strange:
        with pytest.raises(MailUntrusted, match="certificate of localhost is not to be trusted"):
            MAILER.send(strange.settings, PASSWORD, letter())
        assert strange.post.sign_ins == 0
    with mail_server(security, name="mail.other.example") as other:
        with pytest.raises(MailUntrusted, match=r"(?i)hostname mismatch"):
            MAILER.send(other.settings, PASSWORD, letter())
        assert other.post.sign_ins == 0
    with mail_server(security, locks=False) as plain:
        with pytest.raises(MailUntrusted, match="nothing was sent"):
            MAILER.send(plain.settings, PASSWORD, letter())
        assert (plain.post.sign_ins, plain.post.got) == (0, [])


def test_a_server_that_is_not_there_or_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        silent = MailServer("127.0.0.1", port, Security.STARTTLS, USER, USER)
        with pytest.raises(MailTrouble, match=r"timed out|no answer in time"):
            SmtpMailer(trusting, seconds=0.2).check(silent, PASSWORD)
    with pytest.raises(MailTrouble, match="does not answer"):
        MAILER.check(silent, PASSWORD)
    with pytest.raises(MailTrouble, match="does not answer"):
        MAILER.check(MailServer("no.such.host.invalid", 587, Security.STARTTLS, "", USER), None)
