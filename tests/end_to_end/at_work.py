"""A participant and an officer who go on working, whatever becomes of their programs.

Responsible for: touching what is shown, again and again, sitting down again at a program that was killed,
and noting in the ledger what was asked for and what was shown as saved. Not for: killing (``test_kills``),
nor for judging what was shown (``ledger``).

Each works in a thread of its own and looks at the screen before each touch: a program may have been killed,
or have gone on, at any moment.
"""

from __future__ import annotations

import itertools
import random
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.end_to_end.ledger import OUTCOME, Ledger, Page, Said
from tests.helpers.hands import Hands
from tests.helpers.participant import SIGNATURE
from tests.helpers.programs import Event, Program, ProgramEnded, Refused

PATIENCE_S: Final = 60.0
"""So long nothing that was touched may go without an answer, with kills and restarts in between."""
LOOK_S: Final = 0.05
_ANSWERS: Final = ("laid_off", "no")
_LEFT_OUT: Final = ("layoff_proof",)
_PAPERS: Final = {"member_card": 1, "id_card": 2}
"""That are photographed, and how many pictures each takes."""


class Stuck(AssertionError):
    """Somebody waited in vain: what was begun never came to its end."""


class Worker(ABC):
    """Somebody at a program. ``rest`` lets them finish what they are at."""

    def __init__(self, name: str, ledger: Ledger) -> None:
        self.ledger = ledger
        self._name = name
        self._seat = threading.Condition()
        self._program: Program | None = None
        self._left: Program | None = None
        """The one at which they sat last."""
        self._resting = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def sit_at(self, program: Program) -> None:
        """The program that runs from now on."""
        with self._seat:
            self._program = program
            self._seat.notify_all()

    def rest(self) -> None:
        """Finish what was begun; raises what went wrong in all the time."""
        with self._seat:
            self._resting = True
            self._seat.notify_all()
        self._thread.join(3 * PATIENCE_S)
        assert not self._thread.is_alive(), f"{self._name} does not come to rest"
        self.check()

    def see_that_it_runs(self, program: Program) -> None:
        """Raises ``ProgramEnded``: who only waits would not notice."""
        if self._program is not program:
            raise ProgramEnded(f"{program.name} was started anew")

    def check(self) -> None:
        if self._error is not None:
            raise self._error

    @property
    def resting(self) -> bool:
        return self._resting

    def _run(self) -> None:
        try:
            while (program := self._next_program()) is not None:
                try:
                    self.work(program)
                except Refused:
                    raise
                except ProgramEnded:
                    if not ended(program):
                        raise
        except BaseException as error:  # noqa: BLE001 - it is raised in the test's own thread
            self._error = error

    def _next_program(self) -> Program | None:
        """Another one than before; None: it is time to rest."""
        with self._seat:
            if not self._seat.wait_for(lambda: self._resting or self._program is not self._left, PATIENCE_S):
                raise Stuck(f"nobody started the {self._name}'s program again")
            self._left = self._program
            return None if self._resting else self._program

    @abstractmethod
    def work(self, program: Program) -> None:
        """Until it is time to rest; raises ``ProgramEnded`` when the program was killed."""

    def until(self, program: Program, done: Callable[[], bool], what: str) -> None:
        give_up_s = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > give_up_s:
                raise Stuck(f"{self._name}: {what} never came; {program.name}'s log says:\n{program.tail()}")
            time.sleep(LOOK_S)


def ended(program: Program) -> bool:
    """Whether it is gone, or just going."""
    try:
        program.process.wait(0.5)
    except subprocess.TimeoutExpired:
        return False
    return True


def touched(program: Program, widget: str) -> bool:
    """Whether it could be touched: the page may have gone on meanwhile."""
    try:
        program.click(widget)
    except Refused:
        return False
    return True


def read(program: Program, widget: str) -> Event:
    """As ``Program.read``; of a widget that is not there, nothing."""
    try:
        return program.read(widget)
    except Refused:
        return {"visible": False, "enabled": False, "text": "", "spoken": ""}


# ---------------------------------------------------------------- the booth


class Sitter(Worker):
    """Whoever sits in the booth: visit after visit, most of them with papers to photograph.

    Attributes: ``capturing``, a paper is being photographed; ``done_s``, since when the participant has had
    nothing to do but to wait for the officer.
    """

    def __init__(self, ledger: Ledger, asked: Path, seed: int) -> None:
        super().__init__("participant", ledger)
        self.capturing = False
        self.done_s: float | None = None
        self.visits = 0
        self._asked = asked
        self._chance = random.Random(f"participant {seed}")
        self._numbers = itertools.count(1)
        self._nik = ""
        self._claim = ""
        self._typed = False
        self._begun = _FIRST

    def work(self, program: Program) -> None:
        Hands(program, self._asked)
        self.capturing, self.done_s = False, None
        try:
            program.wait_for("ready", PATIENCE_S)
            seen, since_s = _FIRST, time.monotonic()
            while not self.resting:
                self.see_that_it_runs(program)
                step = next((e for e in reversed(program.events) if e["event"] == "step"), _FIRST)
                if step is not seen:
                    seen, since_s = step, time.monotonic()
                self._act(program, step)
                waits = step["screen"] in (*_OFFICERS, *_AWAY)
                if not waits and time.monotonic() - since_s > PATIENCE_S:
                    raise Stuck(f"the booth stays at {step}; its log says:\n{program.tail()}")
                time.sleep(LOOK_S)
        finally:
            self.capturing, self.done_s = False, None

    def _act(self, booth: Program, step: Event) -> None:
        screen = step["screen"]
        self.capturing = screen == "capture"
        self.done_s = (self.done_s or time.monotonic()) if screen in _OFFICERS else None
        match screen:
            case "ready" if read(booth, "start_button")["enabled"]:
                touched(booth, "start_button")
            case "consent":
                if self._begun is not step:
                    self._begun = step
                    self._begin()
                touched(booth, "agree_button")
            case "identity":
                touched(booth, "type_number_button")
            case "nik":
                self._type(booth)
            case "kpj" | "slip":
                touched(booth, "go_on_button")
            case "claim":
                touched(booth, f"claim_{self._claim}")
            case "claim_question":
                any(touched(booth, f"answer_{one}") for one in _ANSWERS)
            case "documents":
                self._note_stored(booth)
                touched(booth, "go_on_button")
            case "capture" if step["document"] in _LEFT_OUT:
                touched(booth, "skip_button")
            case "summary":
                self.ledger.read(Page(self._nik, OUTCOME))
                if read(booth, "sign_pad")["visible"]:
                    self._sign(booth)
            case "rating":
                touched(booth, "rate_4")
            case _:
                pass

    def _begin(self) -> None:
        """Somebody else, whom nobody has seen before."""
        self._nik = f"320202520669{next(self._numbers):04d}"
        self._typed = False
        self._claim = self._chance.choice(("jht", "jht", "question"))
        self.visits += 1

    def _type(self, booth: Program) -> None:
        if not self._typed:
            self._typed = all(touched(booth, f"key_{digit}") for digit in self._nik)
        touched(booth, "go_on_button")

    def _sign(self, booth: Program) -> None:
        try:
            booth.draw("sign_pad", SIGNATURE)
        except Refused:
            return
        touched(booth, "sign_button")

    def _note_stored(self, booth: Program) -> None:
        for kind, pictures in _PAPERS.items():
            if "tersimpan" in read(booth, f"paper_{kind}")["spoken"]:
                self.ledger.read(Page(self._nik, kind, pictures))


_FIRST: Final[Event] = {"screen": "ready", "document": "", "page": 0}
"""No program tells of the screen that it begins with."""
_OFFICERS: Final = ("calling", "waiting", "call", "parked", "hold", "reconnecting")
"""Screens on which it is the officer's turn."""
_AWAY: Final = ("unavailable", "fault", "ended")
"""And those that go by themselves."""


# ---------------------------------------------------------------- the console


class Officer(Worker):
    """Accepts papers, takes verdicts back, writes notes, and decides when ``may_decide`` says that nothing of
    the visit is still on its way.

    Attribute ``deciding``: something was asked for and is not shown as recorded yet.
    """

    def __init__(self, ledger: Ledger, may_decide: Callable[[], bool], seed: int) -> None:
        super().__init__("officer", ledger)
        self.deciding = False
        self.recorded = 0
        self._may_decide = may_decide
        self._chance = random.Random(f"officer {seed}")
        self._numbers = itertools.count(101)

    def work(self, program: Program) -> None:
        try:
            program.wait_for("ready", PATIENCE_S)
            worked_s = time.monotonic()
            while not self.resting:
                self.see_that_it_runs(program)
                if self._work_once(program):
                    worked_s = time.monotonic()
                elif time.monotonic() - worked_s > PATIENCE_S:
                    raise Stuck(f"the officer has nothing to do; the console's log says:\n{program.tail()}")
                time.sleep(LOOK_S)
        finally:
            self.deciding = False

    def _work_once(self, console: Program) -> bool:
        if read(console, "login_screen")["visible"]:
            return False
        if read(console, "same_person_button")["enabled"] and touched(console, "same_person_button"):
            return True
        if read(console, "leave_case_button")["visible"]:
            return touched(console, "leave_case_button")
        reference = self._reference(console)
        if not reference:
            console.tap("Shift+1")
            return False
        if self._may_decide() and self._chance.random() < 0.5:
            return self._decide(console, reference)
        return self._chance.choice((self._write, self._judge))(console, reference)

    def _reference(self, console: Program) -> str:
        """Of the case that is shown; empty for none."""
        seen = read(console, "case_reference")
        return str(seen["text"]) if seen["visible"] else ""

    def _shown(self, console: Program, reference: str, said: Said, looks: Callable[[], bool]) -> bool:
        """Wait until it looks recorded. False: the case is not shown any more, so nobody can tell."""
        self.deciding = True
        seen = False

        def settled() -> bool:
            nonlocal seen
            looks_so = looks()
            same = self._reference(console) == reference
            seen = looks_so and same
            return seen or not same

        self.until(console, settled, f"{said}, asked for,")
        self.deciding = False
        if seen:
            self.ledger.see(said)
            self.recorded += 1
        return seen

    def _write(self, console: Program, reference: str) -> bool:
        said = Said(reference, "note", str(next(self._numbers)))
        if not touched(console, "case_note"):
            return False
        for digit in said.word:
            console.tap(digit)
        if read(console, "case_note")["text"] != said.word or self._reference(console) != reference:
            for _ in said.word:
                console.tap("Backspace")
            console.tap("Esc")
            return False
        self.ledger.ask(said)
        console.tap("Return")
        return self._shown(
            console, reference, said, lambda: f"{said.word} (" in read(console, "case_notes")["text"]
        )

    def _judge(self, console: Program, reference: str) -> bool:
        item = self._chance.choice(tuple(_PAPERS))
        row = f"paper_row_{item}"
        if not touched(console, row):
            return False
        offered = [read(console, button) for button in ("accept_button", "take_back_button")]
        accept, take_back = (one["enabled"] and one["visible"] for one in offered)
        if accept:
            said = Said(reference, "item", "accepted", item)
            self.ledger.ask(said)
            return touched(console, "accept_button") and self._shown(
                console, reference, said, lambda: "Diterima" in read(console, row)["spoken"]
            )
        if take_back:
            said = Said(reference, "item", "open", item)
            self.ledger.ask(said)
            return touched(console, "take_back_button") and self._shown(
                console, reference, said, lambda: _is_open(read(console, row)["spoken"])
            )
        return False

    def _decide(self, console: Program, reference: str) -> bool:
        if not touched(console, "finish_case_button"):
            return False
        complete = read(console, "outcome_complete")["enabled"]
        word = "complete" if complete else "passed_on"
        said, words = Said(reference, OUTCOME, word), read(console, f"outcome_{word}")["text"]
        if not touched(console, f"outcome_{word}"):
            return self._give_up(console)
        if not complete:
            touched(console, "outcome_words")
            console.tap("7")
        for button in ("second_look_button", "record_outcome_button"):
            try:
                console.wait_widget(button, 5.0, visible=True, enabled=True)
            except ProgramEnded:
                if ended(console):
                    raise
                return self._give_up(console)
            if button == "record_outcome_button":
                self.ledger.ask(said)
            if not touched(console, button):
                return self._give_up(console)
        return self._shown(console, reference, said, lambda: self._stands(console, words))

    def _stands(self, console: Program, words: str) -> bool:
        seen = read(console, "case_standing")
        return bool(seen["visible"]) and seen["text"] == words

    def _give_up(self, console: Program) -> bool:
        touched(console, "dialog_cancel")
        return False


def _is_open(row: str) -> bool:
    return bool(row) and "Menyimpan" not in row and "Diterima" not in row
