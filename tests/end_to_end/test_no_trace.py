"""After the visit nothing is left of it in the booth: not on its disk, nor in what it shows and holds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from booth_client.config import BoothConfig, Times
from booth_client.core import photographing
from channel.qt import language, theme
from channel.settings import files
from channel.wire.documents import Outcome
from channel.wire.ids import VisitId
from cso_console.core import intents
from hardware.simulated import participant as hands
from hardware.simulated.citizens import citizen
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.runtime.keys import signing_key
from signaling_server.store.store import open_store
from signaling_server.store.tables import CASES
from tests.end_to_end.officer import Officer, officer_at
from tests.end_to_end.window_booth import WindowBooth
from tests.helpers import traces
from tests.helpers.branch import Branch
from tests.helpers.participant import Errand, Participant
from tests.helpers.pictures import mark_of
from tests.helpers.programs import REPLY_S, TouchScreen

NIK = "3202025206690001"
WHOSE = citizen(1)
ERRAND = Errand("jht", NIK, ("leaving",), leaves_out=("passport", "leaving_statement"))
REASON = "SURAT-DARI-PAMAN"
WIPE_S = 1.0

pytestmark = [pytest.mark.patient, pytest.mark.timeout(180)]


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    return Branch.make(tmp_path, booths=1)


def wait(true: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + REPLY_S
    while not true():
        assert time.monotonic() < deadline_s, f"never happened: {what}"
        time.sleep(0.02)


def planted(officer: Officer) -> tuple[str, ...]:
    """What was typed, what stands on the papers, what the officer wrote, and the case's number."""
    return (NIK, WHOSE.name, WHOSE.nik, WHOSE.kpj, REASON, officer.case.reference)


def hand_in(booth: TouchScreen, branch: Branch) -> Participant:
    one = Participant(booth, branch.asked(1), ERRAND)
    one.sit_down()
    one.tell_who()
    one.tell_what_for()
    one.hand_in()
    one.see("parked", "hold", "call")
    return one


def decide(officer: Officer, until: Callable[[Callable[[], bool], str], None]) -> None:
    until(lambda: len(officer.row("member_card").documents) == 1, "the card is with the officer")
    officer.do(intents.BeginOutcome(Outcome.INCOMPLETE), intents.WriteDraft("", (REASON,)))
    officer.do(intents.LookAgain(), intents.GiveOutcome())
    until(lambda: officer.case.outcome is Outcome.INCOMPLETE, "the outcome is recorded")


def test_on_the_disk_of_the_program(branch: Branch) -> None:
    home = branch.folder / "home"
    for name in ("HOME", "TMPDIR", *(f"XDG_{kind}_HOME" for kind in ("CACHE", "CONFIG", "DATA", "STATE"))):
        folder = home / name.lower()
        folder.mkdir(parents=True)
        branch.environment[name] = str(folder)
    (home / "runtime").mkdir(mode=0o700)
    branch.environment["XDG_RUNTIME_DIR"] = str(home / "runtime")
    settings = branch.booth_settings(1, document_camera=branch.desk(1), printer=branch.printer(1))
    spool = home / "spool"
    text = settings.read_text().replace(str(branch.spool(1)), str(spool))
    settings.write_text(f"{text}\n[times]\nwipe_s = {WIPE_S}\n")
    before = traces.shared_memory()
    with branch.server(), officer_at(branch) as officer, branch.start_booth(1, settings) as booth:
        booth.wait_for("ready")
        one = hand_in(booth, branch)
        decide(officer, wait)
        # The control: a file that the program might forget is found, also by what Qt keeps of a text.
        needles = traces.as_bytes(planted(officer))
        for name, form in (("booth.wav.times", NIK.encode()), ("cache", REASON.encode("utf-16-le"))):
            (home / name).write_bytes(b"\0" + form)
            assert traces.in_files(home, needles) == [name]
            (home / name).unlink()
        one.sign()
        wait(lambda: officer.case.signed, "the signature is with the officer")
        wait(lambda: bool(list(branch.folder.glob("slip-1*"))), "the slip is printed")
        one.leave()
        one.see("ready")

        assert list(spool.rglob("*")) == [], "everything was acknowledged"
        process = booth.process.pid
        everything = (*needles, *traces.PICTURE_FILES)
        assert traces.in_files(home, everything) == []
        assert traces.in_open_files(process, everything) == []
        assert not any(needle in booth.log.read_bytes() for needle in needles)
        assert traces.shared_memory(beside=process) <= before
        assert list(Path(f"/proc/{process}/cwd").glob("core*")) == []
    marks = pictures_of(branch)
    assert len(marks) >= 2, "the control: a paper and the signature have been stored"
    assert traces.in_files(home, marks) == []
    assert not any(mark in branch.log("booth-1").read_bytes() for mark in marks)


def pictures_of(branch: Branch) -> list[bytes]:
    """A mark out of each picture that the server keeps; call it when the server has ended."""
    config = files.load(ServerConfig, branch.files.server_config)
    store = open_store(config.store, Leases(signing_key(config.state)))
    try:
        with store.database.reading() as connection:
            visits = [VisitId(visit) for (visit,) in connection.execute(select(CASES.c.visit))]
        states = [(visit, store.cases.state(visit)) for visit in visits]
        kept = [
            store.documents.content(visit, one.document)
            for visit, state in states
            if state is not None
            for one in state.documents
            if one.kind != "facts"
        ]
        return [mark_of(content) for content in kept if content is not None]
    finally:
        store.close()


# ---------------------------------------------------------------- the same program, looked into


@pytest.fixture
def window_booth(
    qtbot: QtBot, qapp: QApplication, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[WindowBooth]:
    monkeypatch.setattr(photographing, "TAKEN_SHOWS_S", 0.5)
    for name, seconds in (("REACH_S", 0.3), ("LAY_S", 0.2), ("MEND_S", 0.6)):
        monkeypatch.setattr(hands, name, seconds)
    theme.load_fonts()
    language.switch(qapp, language.Language.ID, "booth")
    settings = branch.booth_settings(1, document_camera=branch.desk(1), printer=branch.printer(1))
    config = files.load(BoothConfig, settings)
    picture = msgspec.structs.replace(config.picture, width=640, height=360, fps=8)
    times = Times(wipe_s=WIPE_S)
    with branch.server():
        booth = WindowBooth(qtbot, msgspec.structs.replace(config, picture=picture, times=times))
        yield booth
        booth.stop()


def test_in_what_it_shows_and_holds(window_booth: WindowBooth, branch: Branch) -> None:
    booth, until = window_booth, window_booth.fingers.until
    until(lambda: booth.fingers.sees("start_button"), "the booth is ready")
    pictures = traces.pictures_in(held(booth))
    with officer_at(branch) as officer:
        one = Participant(booth, branch.asked(1), ERRAND)
        one.sit_down()
        one.tell_who()
        one.tell_what_for()
        one.hand_in(
            on_second=lambda: until(
                lambda: len(traces.pictures_in(held(booth))) > len(pictures),
                "the control: what the camera shows is found while papers are photographed",
            )
        )
        one.see("parked", "hold", "call")
        decide(officer, until)
        texts = planted(officer)
        one.see("summary")
        QGuiApplication.clipboard().setText(NIK)

        # The control: while the visit lasts, the same search finds what was said.
        assert traces.in_widgets(booth.window, (REASON,))
        assert traces.in_memory(held(booth), traces.as_bytes((NIK,)))
        assert traces.in_memory(held(booth), traces.as_bytes((REASON,)))

        one.sign()
        one.leave()
        one.see("ready")
    # Devices and channel end by themselves a moment later.
    until(lambda: traces.pictures_in(held(booth)) == pictures, "no picture is left")
    assert QGuiApplication.clipboard().text() == ""
    assert traces.in_widgets(booth.window, texts) == []
    assert traces.in_memory(held(booth), (*traces.as_bytes(texts), *traces.PICTURE_FILES)) == []


def held(booth: WindowBooth) -> list[traces.Held]:
    """What the booth's own objects and running calls hold; the drawn world before its cameras is no part of
    it, nor what libraries read from sockets into."""

    def is_world(one: object) -> bool:
        return type(one).__module__.startswith(("hardware.simulated", "asyncio.sslproto", "websockets."))

    ours = (booth.runtime, booth.window, booth._controller, booth._snapshots)
    return list(traces.held_by((*ours, *traces.running("booth_client", "channel", "hardware")), is_world))
