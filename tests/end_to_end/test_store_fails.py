"""A full disk and a locked database, met by real programs: each says so in a clear sentence, nothing is lost
or shown as saved, and when it is over all goes on by itself.

A disk that is full only for the one program is made of a limit on the size of its files, which can be lifted
while it runs: writing ends in an OSError as it does on a full disk.
"""

from __future__ import annotations

import contextlib
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from channel.settings.tables import Picture
from tests.end_to_end.at_work import read
from tests.end_to_end.ledger import Ledger, Said
from tests.helpers.branch import Branch
from tests.helpers.participant import Errand, Participant
from tests.helpers.programs import Program

WAIT_S = 40.0
FULL_BYTES = 16_384
"""Room for logs, and for no document or transaction."""
SAVING = ("Menyimpan…", "Sambungan dokumen terputus. Keputusan Anda dikirim sendiri begitu tersambung.")

pytestmark = [pytest.mark.patient, pytest.mark.timeout(180)]


@dataclass
class Scene:
    """A participant before the checklist, and an officer who has the case in focus."""

    branch: Branch
    server: Program
    booth: Program
    console: Program
    participant: Participant
    ledger: Ledger = field(default_factory=Ledger)
    notes: int = 500

    @property
    def spool(self) -> set[str]:
        names = {path.stem[13:] for path in self.branch.spool(1).glob("*.sealed")}
        self.ledger.look_into(names)
        return names

    @property
    def large(self) -> set[str]:
        """Files in the spool that a full disk has no room for: pictures, and not what was said."""
        found = set()
        for path in self.branch.spool(1).iterdir():
            with contextlib.suppress(FileNotFoundError):  # stored meanwhile
                found |= {path.name} if path.stat().st_size >= FULL_BYTES else set()
        return found

    def reference(self) -> str:
        return str(read(self.console, "case_reference")["text"])

    def write_a_note(self) -> Said:
        self.notes += 1
        said = Said(self.reference(), "note", str(self.notes))
        self.console.click("case_note")
        for digit in said.word:
            self.console.tap(digit)
        self.ledger.ask(said)
        self.console.tap("Return")
        return said

    def is_shown(self, said: Said) -> bool:
        return f"{said.word} (" in read(self.console, "case_notes")["text"]

    def photograph(self) -> None:
        """Whatever lies there, as the officer asks; returns when it is on the booth's disk."""
        before = set(self.ledger.spooled)
        self.console.tap("P")
        until(lambda: bool(self.spool - before), "a picture in the spool")

    def says(self, program: Program, sentence: str) -> None:
        """In its log."""
        until(lambda: sentence in program.log.read_text(errors="replace"), f"{sentence!r} in the log")

    def come_round(self, said: Said) -> None:
        """By itself; and then all of it is in the store."""
        until(lambda: self.is_shown(said), f"{said} on the screen")
        self.ledger.see(said)
        until(lambda: not self.spool, "an empty spool")
        assert self.ledger.faults(self.branch.files, ended=True) == []


def until(fits: Callable[[], bool], what: str) -> None:
    give_up_s = time.monotonic() + WAIT_S
    while not fits():
        assert time.monotonic() < give_up_s, f"{what} never came"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    branch = Branch.make(tmp_path_factory.mktemp("branch"), booths=1)
    branch.picture = Picture(width=320, height=180, fps=5)
    # A loudspeaker that records would meet the limit too.
    settings = branch.booth_settings(1, document_camera=branch.desk(1), speaker="simulated:discard")
    with branch.server() as server, branch.start_booth(1, settings) as booth, branch.console() as console:
        booth.wait_for("ready", WAIT_S)
        errand = Errand("jht", "3202025206690001", ("laid_off", "no", "no"), leaves_out=("layoff_proof",))
        participant = Participant(booth, branch.asked(1), errand)
        participant.sit_down()
        participant.tell_who()
        participant.tell_what_for()
        console.tap("Shift+1")
        console.wait_widget("case_reference", WAIT_S, visible=True)
        yield Scene(branch, server, booth, console, participant)


@contextlib.contextmanager
def full_disk(program: Program) -> Iterator[None]:
    """For this program, until the block ends."""
    process, limit = program.process.pid, resource.RLIMIT_FSIZE
    soft, hard = resource.prlimit(process, limit)
    resource.prlimit(process, limit, (FULL_BYTES, hard))
    try:
        yield
    finally:
        resource.prlimit(process, limit, (soft, hard))


@contextlib.contextmanager
def locked_database(store: Path) -> Iterator[None]:
    """By somebody else, until the block ends."""
    with contextlib.closing(sqlite3.connect(store / "cases.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def test_while_the_database_is_locked_everything_waits_and_says_so(scene: Scene) -> None:
    with locked_database(scene.branch.files.store):
        said = scene.write_a_note()
        scene.photograph()
        until(lambda: read(scene.console, "case_notice")["text"] in SAVING, "that it is not saved yet")
        scene.says(scene.server, "the database is locked by another program: it goes on when that has ended.")
        assert not scene.is_shown(said)
        assert scene.spool, "the booth keeps what nobody has acknowledged"
        until(lambda: "sedang dikirim" in read(scene.booth, "documents_note")["text"], "the booth's word")
    scene.come_round(said)


def test_while_the_servers_disk_is_full_everything_waits_and_says_so(scene: Scene) -> None:
    with full_disk(scene.server):
        scene.photograph()
        scene.says(scene.server, "the disk of the store is full: make room, it goes on by itself.")
        said = scene.write_a_note()
        until(lambda: read(scene.console, "case_notice")["text"] in SAVING, "that it is not saved yet")
        scene.says(scene.server, "the disk under the database")
        assert not scene.is_shown(said)
        assert scene.spool, "the booth keeps what nobody has acknowledged"
    scene.come_round(said)


def test_a_booth_whose_disk_is_full_says_so_and_takes_the_picture_again(scene: Scene) -> None:
    with full_disk(scene.booth):
        scene.participant.touch("go_on_button")
        scene.participant.see("capture")
        until(
            lambda: "belum dapat menyimpan foto" in read(scene.booth, "capture_trouble")["text"],
            "the booth's word",
        )
        scene.says(scene.booth, "the booth's disk cannot take it")
        assert not scene.large, "nothing half"
        since = len(scene.booth.events)
        assert "tersimpan" not in read(scene.booth, "paper_member_card")["spoken"]
    scene.booth.wait_until(
        lambda e: e["event"] == "step" and e["document"] == "id_card", "the next paper", WAIT_S, since
    )
    until(lambda: not read(scene.booth, "capture_trouble")["visible"], "the booth's word gone")
    scene.come_round(scene.write_a_note())
