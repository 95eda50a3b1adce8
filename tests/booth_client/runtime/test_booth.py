from __future__ import annotations

import asyncio
import logging
import queue
import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import cast

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection, serve

from booth_client.config import BoothConfig, Devices, Voice
from booth_client.core.events import AnswerQuestion, Decide, Finish, Intent, Start
from booth_client.core.snapshot import PrivacyState, Screen, Snapshot
from booth_client.runtime import booth
from booth_client.runtime.booth import BoothRuntime
from booth_client.runtime.devices import Equipment
from channel.core.gates import DeskGates
from channel.media.channel_end import DeskEnd
from channel.media.events import BoothStateSeen, ChannelEvent, LinkChanged, OfferReady
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.document_sender import DOCUMENTS_PATH
from channel.runtime.latest import LatestFrame
from channel.runtime.net_thread import NetThread
from channel.runtime.tasks import Tasks
from channel.settings.tables import Picture, Server
from channel.wire.codec import decode_from_booth, encode
from channel.wire.control import BoothState
from channel.wire.ids import BoothId, VisitId
from channel.wire.messages import (
    Answer,
    AskRebuild,
    BoothAssigned,
    BoothCondition,
    BoothHello,
    BoothReport,
    BoothWelcome,
    EndVisit,
    FromBooth,
    OfferForBooth,
    StartVisit,
    ToBooth,
)
from hardware import registry
from tests.helpers.unprocessed import UNPROCESSED

WAIT_S = 30.0
VISIT = VisitId("v" * 22)


class Branch:
    """A server with one booth and one desk, in a thread of its own, that pairs at once."""

    def __init__(self) -> None:
        self.heard: queue.Queue[FromBooth] = queue.Queue()
        self.port = 0
        self._net = NetThread("branch")
        self._net.start()
        self._tasks = Tasks()
        self._voice = VoiceSource()
        self._picture = PictureSource(320, 180)
        self.booth_states: queue.Queue[BoothState] = queue.Queue()
        self._end: DeskEnd | None = None
        self._gates = DeskGates()
        self._booth: ServerConnection | None = None
        self._net.run(self._open()).result(WAIT_S)

    def apply(self, gates: DeskGates) -> None:
        """What the officer's console wants of the booth from now on."""
        self._gates = gates
        self._net.post(self._apply)

    def show(self, picture: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
        self._picture.push(picture, time.monotonic())

    def drop(self) -> None:
        """The signaling connection breaks."""
        assert self._booth is not None
        self._net.run(self._booth.close()).result(WAIT_S)

    def hear(self, kind: type[FromBooth]) -> FromBooth:
        """The next message of this kind."""
        while True:
            message = self.heard.get(timeout=WAIT_S)
            if isinstance(message, kind):
                return message

    def stop(self) -> None:
        self._net.run(self._close()).result(WAIT_S)
        self._net.stop()
        self._picture.stop()

    async def _open(self) -> None:
        server = await serve(self._serve, "127.0.0.1", 0, compression=None)
        self._server = server
        self.port = next(iter(server.sockets)).getsockname()[1]

    async def _close(self) -> None:
        if self._end is not None:
            await self._end.close()
        self._server.close()
        await self._server.wait_closed()
        await self._tasks.close()

    async def _serve(self, booth: ServerConnection) -> None:
        assert booth.request is not None
        if booth.request.path == DOCUMENTS_PATH:  # nobody answers there
            await booth.wait_closed()
            return
        self._booth = booth
        async for text in booth:
            message = decode_from_booth(text)
            self.heard.put(message)
            match message:
                case BoothHello(lease=lease):
                    welcome = BoothWelcome(server="t", number=3, branch="t", grace_s=30.0, now=1e9)
                    await self._say(welcome)
                    if lease:
                        await self._assign()
                case StartVisit():
                    await self._assign()
                    self._open_desk()
                case Answer(epoch=epoch, sdp=sdp) if self._end is not None:
                    self._end.handle_answer(epoch, sdp)
                case AskRebuild(epoch=epoch) if self._end is not None:
                    self._end.handle_rebuild(epoch)
                case _:
                    pass

    async def _assign(self) -> None:
        await self._say(BoothAssigned(visit=VISIT, officer_name="Sari", started_at=5.0, lease="lease"))

    async def _say(self, message: ToBooth) -> None:
        assert self._booth is not None
        await self._booth.send(encode(message), text=True)

    def _open_desk(self) -> None:
        self._end = DeskEnd(self._voice, self._picture, self._happened, self._tasks, MediaSettings())
        self._end.start()

    def _happened(self, event: ChannelEvent) -> None:
        match event:
            case OfferReady(epoch, sdp):
                self._tasks.spawn(self._say(OfferForBooth(epoch=epoch, sdp=sdp)), name="offer")
            case LinkChanged():
                self._apply()
            case BoothStateSeen(state):
                self.booth_states.put(state)
            case _:
                pass

    def _apply(self) -> None:
        if self._end is not None:
            self._end.apply(self._gates)


class Shown:
    """A booth's runtime and what it would show."""

    def __init__(self, port: int) -> None:
        config = BoothConfig(
            id=BoothId("booth-3"),
            token="t0ken",
            server=Server(url=f"ws://127.0.0.1:{port}"),
            devices=Devices(camera="simulated:booth,booth=3", microphone="simulated:tone,hz=859"),
            picture=Picture(width=320, height=180),
            voice=Voice(prompts=False),
            sound=UNPROCESSED,
        )
        equipment = Equipment(
            registry.camera("simulated:booth,booth=3", width=320, height=180, fps=25),
            registry.microphone("simulated:tone,hz=859"),
            registry.speaker("simulated:discard"),
        )
        self.snapshots: queue.Queue[Snapshot] = queue.Queue()
        self.officers: queue.Queue[LatestFrame | None] = queue.Queue()
        self.runtime = BoothRuntime(config, "t0ken", None, equipment)
        self.runtime.start(self.snapshots.put, self.officers.put)

    def until(self, wanted: Callable[[Snapshot], bool]) -> Snapshot:
        """The next snapshot that is wanted."""
        while True:
            snapshot = self.snapshots.get(timeout=WAIT_S)
            if wanted(snapshot):
                return snapshot

    def until_screen(self, screen: Screen) -> Snapshot:
        return self.until(lambda snapshot: snapshot.screen is screen)

    def intend(self, *intents: Intent) -> None:
        for intent in intents:
            self.runtime.intend(intent)


@pytest.fixture
def branch(no_leftovers: None) -> Iterator[Branch]:
    made = Branch()
    yield made
    made.stop()


@pytest.fixture
def shown(branch: Branch) -> Iterator[Shown]:
    made = Shown(branch.port)
    yield made
    made.runtime.stop()


@pytest.fixture
def talkative(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A log that tells everything, and often."""
    monkeypatch.setattr(booth, "FIGURES_EVERY_S", 0.2)
    with caplog.at_level(logging.DEBUG, "booth_client"):
        yield


def begin(branch: Branch, shown: Shown, *, agreed: bool = True) -> None:
    shown.until(lambda snapshot: snapshot.number == 3)
    shown.intend(Start(), Decide(agreed))
    # Whatever page of the participant's own way lies over it.
    shown.until(lambda snapshot: snapshot.privacy.state is PrivacyState.SHUT)


def test_a_booth_says_who_it_is_and_that_it_is_ready(branch: Branch, shown: Shown) -> None:
    hello = cast(BoothHello, branch.hear(BoothHello))
    assert (hello.booth, hello.token, hello.lease) == ("booth-3", "t0ken", "")
    assert branch.hear(BoothReport) == BoothReport(condition=BoothCondition.READY)


def test_the_debug_log_tells_of_load_and_channel_and_names_nobody(
    talkative: None, branch: Branch, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    begin(branch, shown)
    deadline_s = time.monotonic() + WAIT_S
    wanted = ("CPU ", "channel: ")
    while not all(any(line.startswith(one) for line in list(caplog.messages)) for one in wanted):
        assert time.monotonic() < deadline_s
        threading.Event().wait(0.02)
    assert not re.search("sari|booth-3|t0ken", "\n".join(caplog.messages), re.IGNORECASE)


def test_a_visit_from_start_to_wiped_screen(branch: Branch, shown: Shown) -> None:
    begin(branch, shown)
    branch.apply(DeskGates(talk=True, listen=True, see=True, picture=True))
    line = shown.until(lambda snapshot: snapshot.privacy.state is PrivacyState.HEARD).privacy
    assert (line.officer, line.heard, line.seen) == ("Sari", True, True)
    branch.apply(DeskGates(hold=True))
    shown.until(lambda snapshot: snapshot.privacy.state is PrivacyState.SHUT)
    shown.intend(Finish(), AnswerQuestion(True))
    branch.hear(EndVisit)
    shown.until_screen(Screen.ENDED)
    shown.intend(Finish())
    shown.until_screen(Screen.READY)


def test_the_officers_picture_arrives_and_its_source_is_gone_after_the_visit(
    branch: Branch, shown: Shown
) -> None:
    begin(branch, shown)
    seen = shown.officers.get(timeout=WAIT_S)
    assert seen is not None
    shown.runtime.show_officer_at(320, 180)
    branch.apply(DeskGates(talk=True, see=True, picture=True))
    shown.until(lambda snapshot: snapshot.officer_seen)

    async def arrived() -> None:
        while seen.look()[1] is None:
            branch.show(np.full((180, 320, 3), 90, np.uint8))
            await asyncio.sleep(0.04)

    asyncio.run(asyncio.wait_for(arrived(), WAIT_S))
    shown.intend(Finish(), AnswerQuestion(True))
    assert shown.officers.get(timeout=WAIT_S) is None
    assert seen.look()[1] is None


def test_a_broken_signaling_connection_does_not_touch_the_call(branch: Branch, shown: Shown) -> None:
    begin(branch, shown)
    branch.hear(BoothHello)
    branch.drop()
    assert cast(BoothHello, branch.hear(BoothHello)).lease == "lease"
    branch.apply(DeskGates(listen=True))
    assert shown.until(lambda snapshot: snapshot.privacy.heard).server_up


def test_who_declined_is_heard_and_never_seen(branch: Branch, shown: Shown) -> None:
    begin(branch, shown, agreed=False)
    branch.apply(DeskGates(talk=True, listen=True, see=True, picture=True))
    line = shown.until(lambda snapshot: snapshot.privacy.heard).privacy
    assert not line.seen
    while not (state := branch.booth_states.get(timeout=WAIT_S)).microphone:
        assert not state.camera_fault
    assert not state.camera_fault, "a camera that was declined is not broken"


def test_talk_to_several_booths_is_not_called_talk_to_one_alone(branch: Branch, shown: Shown) -> None:
    begin(branch, shown)
    branch.apply(DeskGates(talk=True, see=True, picture=True, shared=True))
    shown.until(lambda snapshot: snapshot.privacy.state is PrivacyState.TALK_SHARED)
    branch.apply(DeskGates(talk=True, see=True, picture=True))
    shown.until(lambda snapshot: snapshot.privacy.state is PrivacyState.TALK_ONLY)


def test_the_end_of_the_program_ends_the_visit(branch: Branch) -> None:
    shown = Shown(branch.port)
    begin(branch, shown)
    shown.runtime.stop()
    branch.hear(EndVisit)
