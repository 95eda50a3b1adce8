"""Virtual sound cards: a PulseAudio server of the test's own with null sinks.

Responsible for: starting and ending the server, plugging a card in and out. Not for: what is played. A card
is a null sink for a speaker and a source on its monitor for a microphone: what is played into the speaker
comes out of the microphone of the same card.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

START_S = 20.0


def available() -> bool:
    return all(shutil.which(tool) for tool in ("pulseaudio", "pactl"))


@dataclass(frozen=True)
class Card:
    """``speaker`` and ``microphone`` are the names that go into a ``device:`` spec."""

    name: str
    speaker: str
    microphone: str
    modules: tuple[str, ...]


class PulseServer:
    """A running server; ``environment`` makes a program use it and no other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "native"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_STATE_PATH": str(self._folder),
            "PULSE_COOKIE": str(self._folder / "cookie"),
        }

    def start(self) -> None:
        """Raises ``TimeoutError`` when the server does not answer."""
        self._process = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
                "--disable-shm=yes", "--high-priority=no", "--realtime=no", "--log-level=error",
                "-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1",
            ],
            env={**os.environ, **self.environment},
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline_s = time.monotonic() + START_S
        while not self._answers():
            if time.monotonic() > deadline_s or self._process.poll() is not None:
                self.stop()
                raise TimeoutError("the PulseAudio server did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def plug(self, name: str) -> Card:
        """Add a sound card; its speaker is ``NAME``, its microphone ``NAME_mic``."""
        sink = self.pactl(
            "load-module", "module-null-sink", f"sink_name={name}", "rate=48000",
            f"sink_properties=device.description={name}_speaker",
        )  # fmt: skip
        source = self.pactl(
            "load-module", "module-remap-source", f"source_name={name}_mic", f"master={name}.monitor",
            f"source_properties=device.description={name}_microphone",
        )  # fmt: skip
        return Card(name, name, f"{name}_mic", (source, sink))

    def unplug(self, card: Card) -> None:
        for module in card.modules:
            self.pactl("unload-module", module)

    def pactl(self, *arguments: str) -> str:
        answer = subprocess.run(
            ["pactl", *arguments],
            env={**os.environ, **self.environment},
            check=True,
            capture_output=True,
            text=True,
            timeout=START_S,
        )
        return answer.stdout.strip()

    def _answers(self) -> bool:
        try:
            self.pactl("info")
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return False
        return True


@contextlib.contextmanager
def pulse_server() -> Iterator[PulseServer]:
    """A server without cards, in a folder of its own; its path is short because a socket's name must be."""
    with tempfile.TemporaryDirectory(prefix="bilik-pulse-") as folder:
        server = PulseServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
