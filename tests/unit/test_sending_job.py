"""The outbox as the program looks at it: at the start, now and then, when asked, never after its end."""

import threading
from collections.abc import Callable
from queue import Queue
from threading import Event

import pytest

from itow_desktop.domain.errors import DatabaseTrouble
from itow_desktop.domain.outbox.messages import fax_address, gateway_problem, mail_address, wait_after
from itow_desktop.jobs.outbox import Sending
from itow_desktop.services.outbox.sending import Round

SECONDS = 10.0


class Work:
    """Answers the rounds it was given, then that nothing happened."""

    def __init__(self, *rounds: Round | DatabaseTrouble) -> None:
        self.rounds = list(rounds)
        self.looks: Queue[None] = Queue()
        self.told: Queue[Round] = Queue()
        self.gate, self.begun = Event(), Event()
        self.gate.set()

    def __call__(self, ending: Callable[[], bool]) -> Round:
        self.looks.put(None)
        self.begun.set()
        while not self.gate.wait(0.01) and not ending():
            pass
        made = self.rounds.pop(0) if self.rounds else Round()
        if isinstance(made, DatabaseTrouble):
            raise made
        return made


def test_it_looks_when_asked_and_tells_only_what_happened() -> None:
    work = Work(Round(), DatabaseTrouble("The database does not answer."), Round(sent=2))
    job = Sending(work, work.told.put, look_seconds=60)
    job.start()
    for _ in range(3):
        work.looks.get(timeout=SECONDS)
        job.ask()
    assert work.told.get(timeout=SECONDS) == Round(sent=2)
    job.close()
    assert work.told.empty()


def test_it_looks_now_and_then_until_it_is_closed() -> None:
    work = Work()
    job = Sending(work, work.told.put, look_seconds=0.01)
    job.start()
    for _ in range(3):
        work.looks.get(timeout=SECONDS)
    job.close()
    while not work.looks.empty():
        work.looks.get()
    job.ask()
    assert work.looks.empty()


def test_a_mistake_is_told_and_the_next_look_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    mistakes: Queue[threading.ExceptHookArgs] = Queue()
    monkeypatch.setattr(threading, "excepthook", mistakes.put)
    looks: Queue[str] = Queue()
    rounds = iter((ZeroDivisionError("oops"), Round(sent=1)))

    def work(_ending: Callable[[], bool]) -> Round:
        looks.put(threading.current_thread().name)
        made = next(rounds)
        if isinstance(made, ZeroDivisionError):
            raise made
        return made

    told: Queue[Round] = Queue()
    job = Sending(work, told.put, look_seconds=60)
    job.start()
    assert str(mistakes.get(timeout=SECONDS).exc_value) == "oops"
    assert looks.qsize() == 1  # it rests
    job.ask()
    assert told.get(timeout=SECONDS) == Round(sent=1)
    assert [looks.get() for _ in range(2)] == ["outbox"] * 2
    job.close()
    assert mistakes.empty()


def test_what_comes_of_a_round_after_the_end_is_not_told() -> None:
    work = Work(Round(sent=1))
    work.gate.clear()
    job = Sending(work, work.told.put, look_seconds=60)
    job.start()
    assert work.begun.wait(SECONDS)
    job.close()
    assert work.told.empty()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("dispatch@police.example", "dispatch@police.example"), ("  a.b+c@sub.police.example ", "a.b+c@sub.police.example"),
        ("dispatch", None), ("a@b@c.example", None), ("a b@c.example", None), ("a@c..example", None), ("a@.example", None),
        ("Zoë@police.example", None), ("<a@c.example>", None), ("a@c.example, b@c.example", None), ("a@c.example\nBcc: b@c.example", None),
        ("a" * 250 + "@c.example", None), ("", None), (None, None),
        (".a@c.example", None), ("a.@c.example", None), ("a\x1bb@c.example", None),
    ],
)  # fmt: skip
def test_an_address_is_one_that_can_be_sent_to(typed: str | None, kept: str | None) -> None:
    assert mail_address(typed) == kept


def test_a_fax_goes_to_a_whole_number_at_the_gateway() -> None:
    for number in ("(810) 555-0144", "810.555.0144", "+1 810 555 0144"):
        assert fax_address("{number}@fax.example", number) == "18105550144@fax.example"
    assert fax_address("{number}@fax.example", "555-0144") is None
    assert fax_address("", "810-555-0144") is None
    assert gateway_problem("fax@fax.example") == gateway_problem("{number}{number}@fax.example") == gateway_problem("{number}")
    assert gateway_problem("{number}") is not None
    assert gateway_problem("fax-{number}@fax.example") is None


def test_a_server_that_says_later_is_asked_ever_more_seldom() -> None:
    waits = [wait_after(tries).total_seconds() for tries in range(10)]
    assert waits == sorted(waits)
    assert (waits[1], waits[-1]) == (120, 7200)
