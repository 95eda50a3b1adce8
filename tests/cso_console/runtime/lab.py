"""A branch in one process for the runtime's tests: a real server, real booth ends, real sockets on loopback.

Responsible for: starting and ending them, and waiting for conditions. Not for: asserting.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import argon2

from channel.core.gates import BoothGates
from channel.media.channel_end import BoothEnd
from channel.media.events import AnswerReady, ChannelEvent, DeskStateSeen, GatesChanged, RebuildWanted
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.net_thread import NetThread
from channel.runtime.signaling import Received, SignalingClient, SignalingEvent
from channel.runtime.tasks import Tasks
from channel.settings.tables import Server
from channel.wire.codec import decode_to_booth
from channel.wire.control import DeskState
from channel.wire.ids import BoothId, OfficerId
from channel.wire.messages import (
    PROTOCOL_VERSION,
    Answer,
    AskHelp,
    AskRebuild,
    BoothAssigned,
    BoothCondition,
    BoothHello,
    BoothReport,
    BoothWelcome,
    EndVisit,
    HelpNoted,
    OfferForBooth,
    StartVisit,
    VisitEnded,
)
from cso_console.config import Audio, ConsoleConfig, Devices, Officer
from cso_console.core.intents import Intent, LogIn
from cso_console.core.snapshot import DeskSnapshot, Tile
from cso_console.runtime.desk_runtime import DeskRuntime
from hardware import registry
from signaling_server.claims import load_claims
from signaling_server.config import BoothEntry, Grace, Listen, OfficerEntry, ServerConfig, StoreTable
from signaling_server.core.leases import Leases
from signaling_server.runtime.server import SignalingServer
from signaling_server.store.store import Store, open_store
from tests.helpers.unprocessed import UNPROCESSED
from tests.signaling_server.documents_lab import Running

KEY = b"k" * 32
PASSWORD = "correct horse"
TONES_HZ = {1: 437, 2: 613, 3: 769, 4: 919, 5: 1091, 6: 1277}
WAIT_S = 30.0


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for a condition, generously. Raises AssertionError naming it."""
    deadline_s = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > deadline_s:
            raise AssertionError(f"never happened: {what}")
        threading.Event().wait(0.02)


@cache
def _password_hash() -> str:
    return argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSWORD)


class Lab:
    """The server of a branch with one officer; with ``folder`` it keeps cases there."""

    def __init__(self, folder: Path | None = None, booths: int = 2) -> None:
        self._net = NetThread("lab server")
        self._booths = booths
        self._folder = folder
        self._store: Store | None = None
        self._server = self._new_server(port=0)

    def _new_server(self, port: int) -> SignalingServer:
        config = ServerConfig(
            branch="Cabang Uji",
            listen=Listen(port=port),
            grace=Grace(recovery_s=0),
            booths=tuple(
                BoothEntry(
                    id=BoothId(f"booth-{number}"),
                    number=number,
                    token_sha256=hashlib.sha256(_token(number).encode()).hexdigest(),
                )
                for number in range(1, self._booths + 1)
            ),
            officers=(OfficerEntry(id=OfficerId("sari"), name="Sari", password_argon2=_password_hash()),),
        )
        if self._folder is None:
            return SignalingServer(config, KEY, None)
        table = StoreTable(path=self._folder / "store", master_key=self._folder / "master.key")
        self._store = open_store(table, Leases(KEY))
        return SignalingServer(config, KEY, None, self._store, load_claims(None))

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._server.port}"

    @property
    def documents(self) -> Running:
        """Where a booth puts documents, and what was kept of them."""
        assert self._store is not None
        return Running(f"{self.url}/signal", self._store)

    def start(self) -> None:
        self._net.start()
        self._net.run(self._server.start()).result(WAIT_S)

    def stop(self) -> None:
        self._shut()
        self._net.stop()

    def restart(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Another server on the same port, which knows nothing but the key and what was kept."""
        port = self._server.port
        self._shut()
        meanwhile()
        self._server = self._new_server(port)
        self._net.run(self._server.start()).result(WAIT_S)

    def _shut(self) -> None:
        self._net.run(self._server.stop()).result(WAIT_S)
        if self._store is not None:
            self._store.close()

    @contextlib.contextmanager
    def console(self, folder: Path, **devices: str) -> Iterator[Console]:
        console = Console(self.url, folder, **devices)
        console.runtime.start()
        try:
            yield console
        finally:
            console.runtime.stop()

    @contextlib.contextmanager
    def booth(self, number: int, fps: int = 15) -> Iterator[LabBooth]:
        booth = LabBooth(self.url, number, fps)
        booth.start()
        try:
            yield booth
        finally:
            booth.stop()


@contextlib.contextmanager
def lab(folder: Path | None = None, booths: int = 2) -> Iterator[Lab]:
    branch = Lab(folder, booths)
    branch.start()
    try:
        yield branch
    finally:
        branch.stop()


def _token(number: int) -> str:
    return f"token-of-booth-{number}"


class Console:
    """A desk runtime with simulated devices; keeps the newest snapshot."""

    def __init__(self, url: str, folder: Path, **devices: str) -> None:
        self.recording = folder / "console.wav"
        used = {
            "camera": "simulated:officer",
            "microphone": "simulated:silence",
            "speaker": f"simulated:record,path={self.recording}",
            **devices,
        }
        config = ConsoleConfig(
            server=Server(url=url),
            officer=Officer(),
            devices=Devices(**used),
            audio=Audio(tones=False),
            sound=UNPROCESSED,
        )
        self.snapshot = DeskSnapshot()
        self.runtime = DeskRuntime(config, self._publish)

    def _publish(self, snapshot: DeskSnapshot) -> None:
        self.snapshot = snapshot

    def log_in(self, password: str = PASSWORD) -> None:
        self.runtime.intend(LogIn(OfficerId("sari"), password))

    def intend(self, *intents: Intent) -> None:
        for intent in intents:
            self.runtime.intend(intent)

    def tile(self, seat: int) -> Tile:
        return self.snapshot.tiles[seat - 1]


class LabBooth:
    """A booth without a screen: starts a visit by itself, sends its tone and its picture when asked."""

    def __init__(self, url: str, number: int, fps: int = 15) -> None:
        self.number = number
        self.gates = BoothGates()
        self.desk: DeskState | None = None
        self.ended = False
        self.help_noted = False
        self.welcomes = 0
        self.lease = ""
        self._net = NetThread(f"lab booth {number}")
        self._tasks = Tasks()
        self._voice = VoiceSource()
        self._picture = PictureSource(320, 180, fps, 300)
        self._end: BoothEnd | None = None
        self._client = SignalingClient(url, None, self._hello, decode_to_booth, self._signaled)
        self._microphone = registry.microphone(f"simulated:tone,hz={TONES_HZ[number]}")
        self._camera = registry.camera(f"simulated:booth,booth={number}", width=320, height=180, fps=fps)

    def start(self) -> None:
        self._net.start()
        self._net.post(lambda: self._client.start(self._tasks))
        self._microphone.start(self._voice.push, lambda status: None)
        self._camera.start(lambda frame: self._picture.push(frame.picture, frame.captured_s), lambda _: None)

    def stop(self) -> None:
        self._microphone.stop()
        self._camera.stop()
        self._net.run(self._close()).result(WAIT_S)
        self._net.stop()
        self._voice.stop()
        self._picture.stop()

    async def _close(self) -> None:
        if self._end is not None:
            await self._end.close()
        await self._client.stop()
        await self._tasks.close()

    def ask_help(self) -> None:
        self._net.post(lambda: self._client.send(AskHelp(wanted=True)))

    def end_visit(self) -> None:
        self._net.post(lambda: self._client.send(EndVisit()))

    def _hello(self) -> BoothHello:
        return BoothHello(
            protocol=PROTOCOL_VERSION,
            booth=BoothId(f"booth-{self.number}"),
            token=_token(self.number),
            software="lab",
            lease=self.lease,
        )

    def _signaled(self, event: SignalingEvent) -> None:
        if not isinstance(event, Received):
            return
        match event.message:
            case BoothWelcome():
                self.welcomes += 1
                self._client.send(BoothReport(condition=BoothCondition.READY))
                if not self.lease:
                    self._client.send(StartVisit(language="id", consent=True, consent_version="1"))
            case BoothAssigned(lease=lease):
                self.lease = lease
                if self._end is None:
                    self._end = BoothEnd(
                        self._voice, self._picture, self._happened, self._tasks, MediaSettings()
                    )
                    self._end.permit(True)
            case OfferForBooth(epoch=epoch, sdp=sdp):
                if self._end is not None:
                    self._end.handle_offer(epoch, sdp)
            case HelpNoted():
                self.help_noted = True
            case VisitEnded():
                self.ended = True
            case _:
                pass

    def _happened(self, event: ChannelEvent) -> None:
        match event:
            case AnswerReady(epoch=epoch, sdp=sdp):
                self._client.send(Answer(epoch=epoch, sdp=sdp))
            case RebuildWanted(epoch=epoch):
                self._client.send(AskRebuild(epoch=epoch))
            case GatesChanged(gates=gates):
                self.gates = gates
            case DeskStateSeen(state=state):
                self.desk = state
            case _:
                pass
