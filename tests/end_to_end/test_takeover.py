"""Kill -9 of each program in turn: the others say so, everything comes back, and nobody touches anything.

Real processes, real sockets, offscreen windows; what is asserted was read from painted pixels and widgets.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.branch import Branch
from tests.helpers.measure import click_delays_ms, load_recording
from tests.helpers.participant import come_with_a_question
from tests.helpers.programs import Program, start_and_agree

BOOTHS = 2
TILE_SAYS_SO_S = 3.0
BACK_S = 40.0

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    return Branch.make(tmp_path, booths=BOOTHS)


@pytest.fixture
def server(branch: Branch) -> Iterator[Program]:
    program = branch.start_server()
    yield program
    program.stop()


def sit_down(console: Program, number: int, booth: Program) -> None:
    """A participant touches START and agrees; their picture reaches the console."""
    console.watch(f"tile_picture_{number}")
    start_and_agree(booth)
    wait_picture(console, number)


def wait_picture(console: Program, number: int, timeout_s: float = BACK_S) -> None:
    since = len(console.events)
    console.wait_until(
        lambda e: e["event"] == "painted" and e.get("booth") == number,
        f"a new picture of booth {number}",
        timeout_s,
        since,
    )


def clicks_heard(branch: Branch, listener: str, speaker: int, from_s: float, to_s: float) -> int:
    """How many clicks of this microphone the listener's loudspeaker was given; one a second is all."""
    return len(click_delays_ms(load_recording(branch.recording(listener)), speaker, from_s, to_s))


def test_running_calls_talk_on_while_the_server_is_killed_and_comes_back(
    branch: Branch, server: Program
) -> None:
    with branch.all_booths() as booths, branch.console() as console:
        for number, booth in booths.items():
            sit_down(console, number, booth)
        console.tap("1")
        time.sleep(1.0)
        server.kill()
        killed_s = time.monotonic()
        wait_picture(console, 1)
        time.sleep(4.0)
        again = branch.start_server()
        try:
            back_s = time.monotonic()
            console.wait_widget("connection_banner", BACK_S, visible=False)
            time.sleep(3.0)
            wait_picture(console, 1)
            wait_picture(console, 2)
            end_s = time.monotonic()
        finally:
            again.stop()
    heard_while_down = clicks_heard(branch, "console", 1, killed_s, back_s)
    assert heard_while_down >= int(back_s - killed_s) - 1
    assert clicks_heard(branch, "console", 1, back_s, end_s) >= int(end_s - back_s) - 1


def test_a_waiting_participant_keeps_the_place_over_a_killed_server(branch: Branch, server: Program) -> None:
    with branch.all_booths() as booths:
        for booth in booths.values():
            come_with_a_question(booth)
            booth.wait_widget("queue_place", BACK_S, visible=True)
        places = {number: booth.read("queue_place")["text"] for number, booth in booths.items()}
        assert places[1] != places[2]
        server.kill()
        again = branch.start_server()
        try:
            with branch.console() as console:
                for number in booths:
                    console.watch(f"tile_picture_{number}")
                for number in booths:
                    wait_picture(console, number)
        finally:
            again.stop()


def test_a_killed_booth_shows_on_its_tile_within_three_seconds_and_is_ready_when_it_returns(
    branch: Branch, server: Program
) -> None:
    with branch.all_booths() as booths, branch.console() as console:
        for number, booth in booths.items():
            sit_down(console, number, booth)
        booths[1].kill()
        console.wait_text("tile_1", "Terputus", TILE_SAYS_SO_S)
        wait_picture(console, 2)
        with branch.start_booth(1) as returned:
            returned.wait_for("ready", BACK_S)
            returned.wait_widget("start_button", BACK_S, visible=True, enabled=True)
            sit_down(console, 1, returned)


def test_a_killed_console_finds_its_booths_again_with_their_microphones_shut(
    branch: Branch, server: Program
) -> None:
    with branch.all_booths() as booths:
        console = branch.start_console()
        console.wait_for("ready", BACK_S)
        console.wait_widget("login_screen", BACK_S, visible=False)
        for number, booth in booths.items():
            sit_down(console, number, booth)
        console.tap("1")
        booths[1].wait_text("privacy_line", "mendengar Anda. Petugas juga melihat")
        console.kill()
        booths[1].wait_text("privacy_line", "Tidak tersambung.", TILE_SAYS_SO_S)
        with branch.console() as again:
            for number in booths:
                again.watch(f"tile_picture_{number}")
            for number in booths:
                wait_picture(again, number)
            for booth in booths.values():
                booth.wait_text("privacy_line", "Petugas tidak mendengar Anda saat ini.")
