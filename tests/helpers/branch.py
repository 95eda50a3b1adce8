"""A branch in a folder: certificates, tokens, configurations, and its programs as IT would start them.

Responsible for: writing configurations for simulated devices and starting server, console and booths with
them. Not for: what they then do (``tests.helpers.programs`` clicks, ``tests.helpers.measure`` measures).
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import msgspec

from channel.settings.tables import Picture, Sound
from cso_console.config import Thumbnails
from signaling_server.init import BranchFiles, make_branch
from tests.helpers.measure import BOOTH_TONES_HZ, TONE_DBFS
from tests.helpers.programs import Program, ProgramEnded, console_script
from tests.helpers.unprocessed import UNPROCESSED

FPS = 25
OFFICER_NAME = "Sari Wulandari"
BRANCH_NAME = "Cabang Teladan Kota"
START_S = 60.0

Table: TypeAlias = Mapping[str, object]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Branch:
    """Everything of one branch lies in ``folder``; the programs' logs in ``logs``."""

    folder: Path
    logs: Path
    files: BranchFiles
    windows: bool = False
    """Show real windows and use the officer's real devices where there are some."""
    environment: dict[str, str] = field(default_factory=dict)
    """More of it for consoles and booths, e.g. another sound server."""
    sound: Sound = UNPROCESSED
    """Of consoles and booths: tones and clicks are measured as they were sent."""
    picture: Picture = field(default_factory=lambda: Picture(fps=FPS))
    """Of consoles and booths."""
    thumbnails: Thumbnails = field(default_factory=Thumbnails)
    """Of consoles."""
    leak_switch: Path = field(init=False)
    """While this file exists, the officer's simulated microphone carries booth 1's tone at -82 dBFS."""

    def __post_init__(self) -> None:
        self.leak_switch = self.folder / "leak-now"

    @classmethod
    def make(
        cls,
        folder: Path,
        *,
        booths: int = 6,
        fps: int = FPS,
        logs: Path | None = None,
        windows: bool = False,
    ) -> Branch:
        """A new branch with TLS on a free port of the loopback address. ``fps``: of all cameras."""
        files = make_branch(
            folder / "branch",
            hosts=["localhost", "127.0.0.1"],
            booths=booths,
            officer="sari",
            officer_name=OFFICER_NAME,
            port=free_port(),
            branch=BRANCH_NAME,
        )
        return cls(folder, logs or folder, files, windows, picture=Picture(fps=fps))

    @property
    def url(self) -> str:
        return self.files.url

    def recording(self, name: str) -> Path:
        """Where the recording loudspeaker of ``console`` or ``booth-N`` writes."""
        return self.folder / f"{name}.wav"

    def desk(self, number: int) -> str:
        """The spec of a documents' camera over a desk on which a participant lays what booth ``number`` asks
        for; ``Hands`` says it to the camera."""
        return f"simulated:documents,asked={self.asked(number)},person={number},seed={number}"

    def printer(self, number: int) -> str:
        """The spec of a slip printer whose roll is a file."""
        return f"simulated:printer,path={self.folder / f'slip-{number}'}"

    def asked(self, number: int) -> Path:
        """The file that says what that is."""
        return self.folder / f"asked-{number}"

    def spool(self, number: int) -> Path:
        """Where booth ``number`` keeps documents until the server has them."""
        return self.folder / f"spool-{number}"

    def log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    # ------------------------------------------------------------ configurations

    def booth_settings(self, number: int, **devices: str) -> Path:
        """``booth-N.toml`` with simulated devices; name a device to have another one."""
        tone = f"tone_hz={BOOTH_TONES_HZ[number - 1]},dbfs={TONE_DBFS:g}"
        return self._write(
            f"booth-{number}",
            {"id": f"booth-{number}", "token_file": str(self.files.booth_token_file(number))},
            {
                "server": self._server_table(),
                "devices": {
                    "camera": f"simulated:booth,booth={number}",
                    "microphone": f"simulated:clicks,booth={number},{tone}",
                    "speaker": f"simulated:record,path={self.recording(f'booth-{number}')}",
                    "document_camera": "none",
                    **devices,
                },
                "documents": {"spool": str(self.spool(number))},
                "picture": msgspec.to_builtins(self.picture),
                "voice": {"prompts": False},
                "sound": msgspec.to_builtins(self.sound),
                "kiosk": {"enabled": False},
            },
        )

    def console_settings(self, capacity: int = 6, devices: Mapping[str, str] | None = None) -> Path:
        leak = f"leak_hz={BOOTH_TONES_HZ[0]},leak_dbfs={TONE_DBFS - 70:g},leak_while={self.leak_switch}"
        return self._write(
            "console",
            {"capacity": capacity},
            {
                "server": self._server_table(),
                "officer": {"id": "sari", "password_file": str(self.files.officer_password_file)},
                "devices": {
                    "camera": "simulated:officer",
                    "microphone": f"simulated:clicks,booth=0,{leak}",
                    "speaker": f"simulated:record,path={self.recording('console')}",
                    **(devices or {}),
                },
                "picture": msgspec.to_builtins(self.picture),
                "thumbnails": msgspec.to_builtins(self.thumbnails),
                "audio": {"tones": False},
                "sound": msgspec.to_builtins(self.sound),
            },
        )

    def _server_table(self) -> Table:
        return {"url": self.files.url, "authority": str(self.files.authority)}

    def _write(self, name: str, top: Table, tables: Mapping[str, Table]) -> Path:
        # JSON's strings, numbers and booleans are TOML's too.
        lines = [f"{key} = {json.dumps(value)}" for key, value in top.items()]
        for table, content in tables.items():
            lines += ["", f"[{table}]", *(f"{key} = {json.dumps(value)}" for key, value in content.items())]
        path = self.folder / f"{name}.toml"
        path.write_text("\n".join(lines) + "\n")
        return path

    # ------------------------------------------------------------ programs

    def start_server(self, *options: str) -> Program:
        """Returns once ``/health`` answers."""
        command = [console_script("bilik-server"), "--config", str(self.files.server_config), *options]
        server = Program("server", command, self.log("server"))
        deadline_s = time.monotonic() + START_S
        while not self.healthy():
            if server.process.poll() is not None or time.monotonic() > deadline_s:
                server.stop()
                raise ProgramEnded(f"The server did not come up; its log says:\n{server.tail()}")
            time.sleep(0.05)
        return server

    def healthy(self) -> bool:
        context = ssl.create_default_context(cafile=str(self.files.authority))
        address = self.files.url.replace("ws", "http", 1).rsplit("/signal", 1)[0] + "/health"
        try:
            with urllib.request.urlopen(address, context=context, timeout=2.0) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def start_booth(self, number: int, settings: Path | None = None) -> Program:
        equipment = {"document_camera": self.desk(number), "printer": self.printer(number)}
        path = settings or self.booth_settings(number, **equipment)
        command = [console_script("bilik-booth"), "--config", str(path), "--windowed", "--pilot"]
        return self._start(f"booth-{number}", command)

    def start_console(self, settings: Path | None = None, *options: str) -> Program:
        path = settings or self.console_settings()
        command = [console_script("bilik-console"), "--config", str(path), "--pilot", "--size", "1920x1080"]
        return self._start("console", [*command, *options])

    def _start(self, name: str, command: list[str]) -> Program:
        screen = {} if self.windows else {"QT_QPA_PLATFORM": "offscreen"}
        return Program(name, command, self.log(name), {**screen, **self.environment})

    # ------------------------------------------------------------ together

    @contextlib.contextmanager
    def server(self) -> Iterator[Program]:
        with self.start_server() as program:
            yield program

    @contextlib.contextmanager
    def console(self) -> Iterator[Program]:
        with self.start_console() as program:
            program.wait_for("ready", START_S)
            program.wait_widget("login_screen", START_S, visible=False)
            yield program

    @contextlib.contextmanager
    def all_booths(self) -> Iterator[dict[int, Program]]:
        with contextlib.ExitStack() as stack:
            programs = {n: stack.enter_context(self.start_booth(n)) for n in self.files.booth_numbers}
            for program in programs.values():
                program.wait_for("ready", START_S)
            for program in programs.values():
                program.wait_widget("start_button", START_S, visible=True, enabled=True)
            yield programs
