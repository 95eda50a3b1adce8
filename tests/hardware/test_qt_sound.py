"""The real audio driver on PulseAudio's null sinks; each program is a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.devices import Condition
from tests.hardware.sound_child import BLIND, TONE_DBFS
from tests.helpers.pulse import PulseServer, pulse_server

pytestmark = pytest.mark.live

REPOSITORY = Path(__file__).parents[2]
PATIENCE_S = 60.0


class Child:
    """A running ``sound_child``."""

    def __init__(self, server: PulseServer, *arguments: str) -> None:
        self.reports: list[dict[str, Any]] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.hardware.sound_child", *arguments],
            cwd=REPOSITORY,
            env={**os.environ, **server.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, what: str) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(what + "\n")
        self.process.stdin.flush()
        return self.next(what)[what]

    def wait_for(self, device: str, condition: Condition) -> str:
        """Until ``device`` reports ``condition`` as its newest status; returns the sentence."""
        while True:
            newest = [report for report in self.reports if report.get("device") == device][-1:]
            if newest and newest[0]["condition"] == condition:
                return str(newest[0]["text"])
            self.next("device")

    def next(self, key: str) -> dict[str, Any]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            report: dict[str, Any] = json.loads(line)
            self.reports.append(report)
            if key in report:
                return report
        raise AssertionError(f"the program ended, status {self.process.wait()}")


@contextlib.contextmanager
def playing(server: PulseServer, *arguments: str) -> Iterator[Child]:
    child = Child(server, *arguments)
    try:
        yield child
    finally:
        child.process.communicate("quit\n", timeout=PATIENCE_S)


@pytest.fixture
def server() -> Iterator[PulseServer]:
    with pulse_server() as running:
        yield running


@pytest.mark.pulse
def test_what_is_played_is_captured_at_its_level_and_soon(server: PulseServer) -> None:
    server.plug("alpha")
    with playing(server, "device:alpha_speaker", "device:alpha_mic") as child:
        child.wait_for("device:alpha_mic", Condition.RUNNING)
        deadline_s = time.monotonic() + PATIENCE_S
        while len(delays := child.ask("delays")) < 3:
            assert time.monotonic() < deadline_s
            time.sleep(0.2)
        level_dbfs = child.ask("levels")["device:alpha_mic"]
    print(f"from asking for a sound to its time of capture: {[round(ms, 1) for ms in delays]} ms")
    assert level_dbfs == pytest.approx(TONE_DBFS, abs=3.5)


@pytest.mark.pulse
def test_a_pulled_out_card_is_missing_and_runs_again_when_it_is_back(server: PulseServer) -> None:
    card = server.plug("alpha")
    with playing(server, "device:alpha", "device:alpha_microphone") as child:
        for device in ("device:alpha", "device:alpha_microphone"):
            child.wait_for(device, Condition.RUNNING)
        server.unplug(card)
        for device in ("device:alpha", "device:alpha_microphone"):
            assert child.wait_for(device, Condition.MISSING).startswith("The ")
        server.plug("alpha")
        for device in ("device:alpha", "device:alpha_microphone"):
            child.wait_for(device, Condition.RUNNING)
        assert child.ask("levels")["device:alpha_microphone"] is not None


@pytest.mark.pulse
def test_sound_does_not_move_to_another_card_when_its_own_is_pulled_out(server: PulseServer) -> None:
    card = server.plug("alpha")
    server.plug("beta")
    with playing(server, "device:alpha", "device:alpha_mic", "device:beta_mic") as child:
        for device in ("device:alpha", "device:alpha_mic", "device:beta_mic"):
            child.wait_for(device, Condition.RUNNING)
        wait_for_level(child, "device:alpha_mic", lambda dbfs: dbfs > -20)
        server.unplug(card)
        assert "present are: beta_speaker" in until_named(child, "device:alpha")
        wait_for_level(child, "device:beta_mic", lambda dbfs: dbfs < -90)


@pytest.mark.pulse
def test_control_a_driver_that_does_not_look_plays_on_through_the_other_card(server: PulseServer) -> None:
    card = server.plug("alpha")
    server.plug("beta")
    with playing(server, BLIND, "device:alpha", "device:beta_mic") as child:
        for device in ("device:alpha", "device:beta_mic"):
            child.wait_for(device, Condition.RUNNING)
        wait_for_level(child, "device:beta_mic", lambda dbfs: dbfs < -90)
        server.unplug(card)
        wait_for_level(child, "device:beta_mic", lambda dbfs: dbfs > -20)


def until_named(child: Child, device: str) -> str:
    """The sentence once the driver has looked for the card again and not found it."""
    while "present are" not in (text := child.wait_for(device, Condition.MISSING)):
        child.next("device")
    return text


def wait_for_level(child: Child, device: str, right: Callable[[float], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while (level := child.ask("levels")[device]) is None or not right(level):
        assert time.monotonic() < deadline_s, f"{device} stays at {level} dBFS"
        time.sleep(0.05)


def probe(server: PulseServer | None, *arguments: str) -> tuple[int, dict[str, Any]]:
    nowhere = {"PULSE_SERVER": "unix:/nonexistent/native"}
    run = subprocess.run(
        [sys.executable, "-m", "hardware", "--json", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **(server.environment if server else nowhere)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    return run.returncode, json.loads(run.stdout)


@pytest.mark.pulse
def test_the_probe_lists_and_tries_every_sound_device(server: PulseServer, tmp_path: Path) -> None:
    server.plug("alpha")
    server.plug("beta")
    (tmp_path / "probe.toml").write_text("camera = []\n")
    status, result = probe(server, "--quiet", "--config", str(tmp_path / "probe.toml"))
    tried = {(trial["kind"], trial["spec"], trial["name"]): trial["works"] for trial in result["devices"]}
    assert tried == {
        ("microphone", "device:alpha_mic", "alpha_microphone"): True,
        ("microphone", "device:beta_mic", "beta_microphone"): True,
        ("speaker", "device:alpha", "alpha_speaker"): True,
        ("speaker", "device:beta", "beta_speaker"): True,
    }
    assert (status, result["works"]) == (0, True)


@pytest.mark.pulse
def test_the_probe_tells_how_loudly_and_how_late_the_speaker_comes_back(
    server: PulseServer, tmp_path: Path
) -> None:
    """What is played into a null sink comes back as it is: a canceller would have work to do."""
    server.plug("alpha")
    (tmp_path / "probe.toml").write_text("camera = []\n")
    status, result = probe(server, "--config", str(tmp_path / "probe.toml"))
    assert status == 0
    echo = next(trial for trial in result["devices"] if trial["kind"] == "echo")
    assert echo["spec"] == "device:alpha > device:alpha_mic"
    found = re.search(r"(\d+) dB softer than it plays, after (\d+) ms|(\d+) dB louder", echo["text"])
    assert found, echo["text"]
    assert int(found[1] or found[3]) <= 3
    assert "that is loud" in echo["text"]


def test_without_a_sound_server_the_probe_says_what_to_do() -> None:
    status, result = probe(None)
    assert status == 1
    sentences = {trial["kind"]: trial["text"] for trial in result["devices"]}
    assert "PulseAudio or PipeWire must be running" in sentences["microphone"]
    assert "PulseAudio or PipeWire must be running" in sentences["speaker"]


def test_without_a_qt_application_the_driver_says_so() -> None:
    """In a process of its own, because others of this one may have made an application."""
    program = (
        "from hardware.qt_sound import microphone_names\n"
        "from hardware.device_thread import DeviceFault\n"
        "try: microphone_names()\n"
        "except DeviceFault as fault: print(fault)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert "QCoreApplication" in run.stdout
