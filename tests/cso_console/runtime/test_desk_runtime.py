"""The console's runtime with a real server, real sockets, real WebRTC and simulated devices."""

from __future__ import annotations

import json
import logging
import re
import urllib.request
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.core.gates import BoothGates
from channel.runtime.tls import InsecureUrl
from cso_console.core.intents import (
    ChooseCamera,
    ChooseMicrophone,
    EndService,
    FocusSeat,
    TalkPressed,
    TalkReleased,
    ToggleHold,
    ToggleListen,
)
from cso_console.core.snapshot import Connection, TileState
from cso_console.runtime import desk_runtime
from hardware import picture_code
from hardware.registry import SpecError
from tests.cso_console.runtime.lab import TONES_HZ, Console, Lab, LabBooth, lab, until
from tests.helpers.leftovers import Leftovers

RATE_HZ = 48_000


def last_second(recording: Path) -> NDArray[np.float64]:
    """The left side of the newest second that the loudspeaker was given."""
    with wave.open(str(recording), "rb") as file:
        channels, frames = file.getnchannels(), file.getnframes()
        file.setpos(max(0, frames - RATE_HZ))
        samples = np.frombuffer(file.readframes(RATE_HZ), "<i2").reshape(-1, channels)
    left = samples[:, 0].astype(np.float64)
    return np.pad(left, (0, RATE_HZ - len(left)))


def tone_dbfs(recording: Path, hz: int) -> float:
    spectrum = np.abs(np.fft.rfft(last_second(recording) * np.hanning(RATE_HZ))) * 4 / RATE_HZ / 32768
    return float(20 * np.log10(spectrum[hz - 2 : hz + 3].max() + 1e-12))


def booth_in_picture(console: Console, seat: int) -> int | None:
    _, frame = console.runtime.frames(seat).look()
    code = None if frame is None else picture_code.read(np.ascontiguousarray(frame.bgra[:, :, :3]))
    return None if code is None else code.booth


def in_service(branch: Lab, console: Console, booth: LabBooth) -> None:
    seat = booth.number
    console.runtime.show_at(seat, 320, 180)
    console.log_in()
    until(lambda: console.tile(seat).picture_open, "the booth's camera is open")


def test_the_officer_sees_the_figures_of_a_link_and_the_server_counts_it(tmp_path: Path) -> None:
    def counted() -> int:
        with urllib.request.urlopen(branch.url.replace("ws", "http", 1) + "/health", timeout=10) as answer:
            return sum(json.load(answer)["links"].values())

    with lab() as branch, branch.console(tmp_path) as console, branch.booth(1) as booth:
        assert counted() == 0
        in_service(branch, console, booth)
        until(lambda: console.tile(1).figures.pictures_per_s > 0, "pictures are counted")
        until(lambda: console.tile(1).figures.picture_px[0] > 0, "their size is known")
        until(lambda: console.tile(1).figures.delay_ms > 0, "the delay is known")
        until(lambda: console.tile(1).figures.kbps_in > 0, "what comes in is counted")
        until(lambda: console.tile(1).figures.kbps_out > 0, "what goes out is counted")
        until(lambda: counted() == 1, "the server has been told how good the link is")


def test_the_debug_log_tells_of_load_and_channels_by_seat_and_names_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_runtime, "FIGURES_EVERY_S", 0.2)

    def told(beginning: str, end: str) -> bool:
        return any(line.startswith(beginning) and line.endswith(end) for line in list(caplog.messages))

    with (
        caplog.at_level(logging.DEBUG, "cso_console"),
        lab() as branch,
        branch.console(tmp_path) as console,
        branch.booth(2) as booth,
    ):
        in_service(branch, console, booth)
        until(lambda: told("seat 2: ", "pictures/s of 320x180"), "the channel has its line")
        until(lambda: told("CPU ", " MiB"), "the console has its line")
        until(lambda: console.runtime.net_watch.figures().looks > 0, "the net thread is watched")
    assert not re.search("sari|booth-|cabang", "\n".join(caplog.messages), re.IGNORECASE)


def test_above_debug_no_figures_are_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control, and what a branch has."""
    monkeypatch.setattr(desk_runtime, "FIGURES_EVERY_S", 0.01)
    with (
        caplog.at_level(logging.INFO, "cso_console"),
        lab() as branch,
        branch.console(tmp_path) as console,
        branch.booth(2) as booth,
    ):
        in_service(branch, console, booth)
        until(lambda: console.tile(2).figures.pictures_per_s > 0, "there are figures")
    assert not re.search("kbit/s|CPU", "\n".join(caplog.messages))


def test_a_visit_from_login_over_talk_and_hold_to_its_end(tmp_path: Path) -> None:
    with lab() as branch, branch.console(tmp_path) as console, branch.booth(1) as booth:
        until(lambda: console.snapshot.connection is Connection.LOGIN, "the login is asked for")
        in_service(branch, console, booth)
        assert console.snapshot.officer_name == "Sari"
        assert console.snapshot.branch == "Cabang Uji"
        assert console.snapshot.focus == 1
        assert console.tile(1).state is TileState.CALLING
        until(lambda: booth_in_picture(console, 1) == 1, "the booth's picture is on its tile")
        assert booth.gates == BoothGates(microphone=False, camera=True), "parked: seen only"
        until(lambda: console.runtime.meters(1).level == 0.0, "no speaking level was reported yet")

        console.intend(TalkPressed(1), TalkReleased(1))
        until(lambda: booth.gates.microphone, "the booth opened its microphone")
        until(lambda: booth.desk is not None and booth.desk.talk and booth.desk.picture, "the booth is told")
        until(lambda: tone_dbfs(console.recording, TONES_HZ[1]) > -20, "the booth is heard")
        until(lambda: console.runtime.meters(1).level > 0.5, "the meter moves")

        console.intend(ToggleHold(1))
        until(lambda: booth.gates == BoothGates(), "hold shuts microphone and camera")
        until(lambda: tone_dbfs(console.recording, TONES_HZ[1]) < -100, "nothing of the booth is heard")

        booth.ask_help()
        until(lambda: console.tile(1).help, "the call for help is on the tile")
        console.intend(FocusSeat(1))
        until(lambda: booth.help_noted, "the participant knows that the officer has seen it")

        console.intend(EndService(1))
        until(lambda: booth.ended, "the booth knows that the visit is over")
        until(lambda: not console.tile(1).has_channel, "the seat is free")
        assert console.snapshot.today.served == 1
        assert console.runtime.frames(1).look()[1] is None


def test_two_booths_are_heard_one_by_one(tmp_path: Path) -> None:
    with (
        lab() as branch,
        branch.console(tmp_path) as console,
        branch.booth(1) as first,
        branch.booth(2) as second,
    ):
        in_service(branch, console, first)
        until(lambda: console.tile(2).picture_open, "the second booth is there too")
        console.intend(ToggleListen(1))
        until(lambda: tone_dbfs(console.recording, TONES_HZ[1]) > -14, "the first booth is heard in full")
        assert tone_dbfs(console.recording, TONES_HZ[2]) < -70, "the onset of the first tone spreads a little"
        console.intend(TalkPressed(2))
        until(lambda: second.gates.microphone and not first.gates.microphone, "the first booth is paused")
        until(lambda: tone_dbfs(console.recording, TONES_HZ[1]) < -70, "only the coder's noise is left there")
        until(lambda: tone_dbfs(console.recording, TONES_HZ[2]) > -20, "the second booth is heard")
        assert console.tile(1).listen_paused


def test_a_console_that_comes_back_serves_its_booth_again_with_the_microphone_shut(tmp_path: Path) -> None:
    with lab() as branch, branch.booth(1) as booth:
        with branch.console(tmp_path) as console:
            in_service(branch, console, booth)
            console.intend(TalkPressed(1), TalkReleased(1))
            until(lambda: booth.gates.microphone, "the booth opened its microphone")
        until(lambda: booth.gates == BoothGates(), "the booth shut its own gates")
        with branch.console(tmp_path) as console:
            in_service(branch, console, booth)
            assert booth.gates == BoothGates(microphone=False, camera=True)
            assert not console.tile(1).talk


def test_a_restarted_server_finds_the_talk_going_on(tmp_path: Path) -> None:
    with lab() as branch, branch.console(tmp_path) as console, branch.booth(1) as booth:
        in_service(branch, console, booth)
        console.intend(TalkPressed(1), TalkReleased(1))
        until(lambda: booth.gates.microphone, "the booth opened its microphone")
        said = booth.desk
        assert said is not None
        branch.restart()
        until(lambda: console.snapshot.connection is Connection.OFFLINE, "the console noticed")
        until(lambda: console.snapshot.connection is Connection.ONLINE, "the console is back")
        until(lambda: booth.welcomes == 2, "the booth is back")
        assert booth.gates.microphone
        assert booth.desk is not None
        assert booth.desk.epoch == said.epoch, "nothing was rebuilt"
        booth.ask_help()
        until(
            lambda: booth.help_noted, "messages reach the other end again: the officer talks, so it is seen"
        )


def test_a_wrong_password_is_refused_with_a_sentence_and_the_camera_stays_off(tmp_path: Path) -> None:
    with lab() as branch, branch.console(tmp_path) as console:
        console.log_in("wrong")
        until(lambda: bool(console.snapshot.connection_text), "the refusal is shown")
        assert console.snapshot.connection is Connection.LOGIN
        assert not console.snapshot.devices.camera_ok
        console.log_in()
        until(lambda: console.snapshot.connection is Connection.ONLINE, "the right one is let in")
        until(lambda: console.snapshot.devices.camera_ok, "the camera runs")


def test_devices_are_told_and_changed_at_run_time(tmp_path: Path) -> None:
    with lab() as branch, branch.console(tmp_path, camera="none") as console:
        console.log_in()
        until(lambda: console.snapshot.devices.microphone_ok, "the microphone runs")
        until(lambda: bool(console.snapshot.devices.camera_problem), "the missing camera is told")
        console.intend(ChooseCamera("simulated:officer"))
        until(lambda: console.snapshot.devices.camera_ok, "the chosen camera runs")
        assert console.snapshot.devices.camera_problem == ""
        assert console.runtime.microphone_meter.level == 0.0
        console.intend(ChooseMicrophone("simulated:tone,hz=500,dbfs=-12"))
        until(lambda: console.runtime.microphone_meter.level > 0.5, "the chosen microphone is heard")
        console.intend(ChooseMicrophone("simulated:nonsense"))
        until(lambda: "nonsense" in console.snapshot.devices.microphone_problem, "the spec is refused")


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    before = Leftovers.now()
    with lab() as branch, branch.console(tmp_path) as console, branch.booth(1) as booth:
        in_service(branch, console, booth)
    assert before.complaint(within_s=10.0) is None


def test_a_console_without_a_server_says_so_and_stops_cleanly(tmp_path: Path) -> None:
    before = Leftovers.now()
    console = Console("ws://127.0.0.1:9", tmp_path)
    console.runtime.start()
    console.log_in()
    until(lambda: bool(console.snapshot.connection_text), "the failure is told")
    console.runtime.stop()
    assert before.complaint(within_s=10.0) is None


def test_an_unsafe_address_and_a_wrong_spec_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InsecureUrl):
        Console("ws://192.0.2.1:8443", tmp_path)
    with pytest.raises(SpecError):
        Console("ws://127.0.0.1:9", tmp_path, camera="webcam")
