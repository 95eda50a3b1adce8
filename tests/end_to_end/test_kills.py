"""kill -9 of server, booth and console while papers are photographed, sent and decided on: what anybody was
shown as saved is there, once, each document with its hash, and nothing was shown that is not there.

Real programs, driven by their screens; ``at_work`` are the people, ``ledger`` is the check.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from channel.settings.tables import Picture
from tests.end_to_end.at_work import Officer, Sitter
from tests.end_to_end.ledger import Ledger, Said
from tests.helpers.branch import Branch
from tests.helpers.programs import Program

pytestmark = pytest.mark.patient

SERVER, BOOTH, CONSOLE = "server", "booth", "console"
VICTIMS: Final = {SERVER: 8, BOOTH: 6, CONSOLE: 6}
"""So often each of them is killed in one run."""
MOMENTS: Final = ("capture", "upload", "decision")
MOMENT_WAIT_S: Final = 4.0
"""If it does not come, the kill comes without it: also a booth that begins anew can be killed."""
LATE_MOST_S: Final = {"capture": 1.5, "upload": 0.06, "decision": 0.06}
"""The kill comes so long after its moment began, at most."""
REST_S: Final = 40.0
SPOOL_LOOK_S: Final = 0.004
CALM_S: Final = 2.5
"""So long after the participant's last touch nothing more is on its way to the spool."""


@dataclass
class Run:
    """One branch with one booth, and those who work in it."""

    branch: Branch
    seed: int
    ledger: Ledger = field(default_factory=Ledger)
    programs: dict[str, Program] = field(default_factory=dict)
    kills: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.sitter = Sitter(self.ledger, self.branch.asked(1), self.seed)
        self.officer = Officer(self.ledger, self._all_is_there, self.seed)
        self._stop_looking = threading.Event()
        devices = {"document_camera": self.branch.desk(1), "printer": self.branch.printer(1)}
        self.booth_settings = self.branch.booth_settings(1, **devices)
        with self.booth_settings.open("a") as file:
            file.write("\n[times]\nwipe_s = 1\n")  # the next participant follows at once

    # ------------------------------------------------------------ programs

    def start(self, name: str) -> None:
        """Returns when it is started; the server also listens."""
        match name:
            case "server":
                self.programs[name] = self.branch.start_server()
            case "booth":
                self.programs[name] = self.branch.start_booth(1, self.booth_settings)
                self.sitter.sit_at(self.programs[name])
            case _:
                self.programs[name] = self.branch.start_console()
                self.officer.sit_at(self.programs[name])

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """All three run, the two people work."""
        look = threading.Thread(target=self._look_into_the_spool, name="spool")
        look.start()
        try:
            for name in VICTIMS:
                self.start(name)
            self.sitter.start()
            self.officer.start()
            yield
        finally:
            self._stop_looking.set()
            look.join()
            for program in reversed(self.programs.values()):
                program.stop()

    def _look_into_the_spool(self) -> None:
        while not self._stop_looking.wait(SPOOL_LOOK_S):
            self.ledger.look_into(self._in_the_spool())

    def _in_the_spool(self) -> set[str]:
        return {path.stem[13:] for path in self.branch.spool(1).glob("*.sealed")}

    def _all_is_there(self) -> bool:
        """Whether a decision would shut the case before nothing: what comes after it is refused."""
        done_s = self.sitter.done_s
        return done_s is not None and time.monotonic() - done_s > CALM_S and not self._in_the_spool()

    # ------------------------------------------------------------ kills

    def kill(self, name: str, moment: str) -> None:
        late_s = self.chance.uniform(0.0, LATE_MOST_S[moment])
        give_up_s = time.monotonic() + MOMENT_WAIT_S
        while not self._is(moment) and time.monotonic() < give_up_s:
            time.sleep(0.002)
        self.kills[name, moment if self._is(moment) else "any"] += 1
        time.sleep(late_s)
        self.programs[name].kill()
        self.start(name)
        self.sitter.check()
        self.officer.check()
        assert self.ledger.faults(self.branch.files) == [], f"after {name} was killed, seed {self.seed}"

    def _is(self, moment: str) -> bool:
        match moment:
            case "capture":
                return self.sitter.capturing
            case "upload":
                return bool(self._in_the_spool())
            case _:
                return self.officer.deciding

    def come_to_rest(self) -> None:
        """Nobody begins anything; what was begun comes to its end."""
        self.officer.rest()
        self.sitter.rest()
        give_up_s = time.monotonic() + REST_S
        while self._in_the_spool():
            assert time.monotonic() < give_up_s, f"the spool is not emptied:\n{self.programs[BOOTH].tail()}"
            time.sleep(0.1)
        assert self.ledger.faults(self.branch.files, ended=True) == []


def kill_again_and_again(folder: Path, seed: int, kills: int = sum(VICTIMS.values())) -> Run:
    branch = Branch.make(folder, booths=1)
    branch.picture = Picture(width=320, height=180, fps=5)
    run = Run(branch, seed)
    plan = [name for name, times in VICTIMS.items() for _ in range(times)]
    run.chance.shuffle(plan)
    with run.going_on():
        for name in plan[:kills]:
            run.kill(name, run.chance.choice(MOMENTS))
        run.come_to_rest()
    told = {
        "seed": seed,
        "kills": {" at ".join(key): times for key, times in run.kills.items()},
        "visits": run.sitter.visits,
        "acknowledged": len(run.ledger.acknowledged),
        "shown as recorded": run.officer.recorded,
    }
    print(told)
    return run


@pytest.mark.timeout(300)
def test_what_was_shown_as_saved_survives_ten_kills(tmp_path: Path) -> None:
    run = kill_again_and_again(tmp_path, seed=1, kills=10)
    assert sum(run.kills.values()) == 10
    assert {name for name, _ in run.kills} == VICTIMS.keys()
    assert run.ledger.acknowledged == run.ledger.spooled, "the control: documents were on their way"
    assert len(run.ledger.acknowledged) > 4
    assert run.officer.recorded > 4, "and decisions were made"
    see_that_the_check_finds(run)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(1, 11))
def test_what_was_shown_as_saved_survives_two_hundred_kills(tmp_path: Path, seed: int) -> None:
    run = kill_again_and_again(tmp_path, seed)
    assert sum(run.kills.values()) == sum(VICTIMS.values())
    assert run.ledger.acknowledged


def see_that_the_check_finds(run: Run) -> None:
    """The controls: the same check finds each single thing that is wrong with store or ledger."""
    files, ledger = run.branch.files, run.ledger
    database, sound = files.store / "cases.db", files.store / "sound.db"
    shutil.copy(database, sound)
    for damage, complaint in DAMAGES.items():
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute(damage).rowcount >= 1
            connection.commit()
        faults = ledger.faults(files, ended=True)
        assert [one for one in faults if complaint in one], (damage, faults)
        shutil.copy(sound, database)
    said = next(iter(ledger.shown))
    ledger.see(Said(said.reference, "note", "shown before it was recorded"))
    assert "shown as recorded, and is not" in ledger.faults(files)[0]
    ledger.shown.popitem()
    ledger.asked[said] = 0
    assert "more often than it was asked for" in ledger.faults(files)[0]


DAMAGES: Final = {
    "DELETE FROM documents WHERE document = (SELECT max(document) FROM documents)": "is not stored",
    "DELETE FROM records WHERE request = (SELECT max(request) FROM records WHERE kind = 'note')": "is not",
    "UPDATE audit_head SET seq = seq + 1": "the audit log: entries",
    "UPDATE documents SET blob = (SELECT max(blob) FROM documents) "
    "WHERE blob = (SELECT min(blob) FROM documents)": "has been changed",
}
"""What is done to the store, and what the check says of it."""
