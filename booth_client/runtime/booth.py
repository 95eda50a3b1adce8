"""The booth at work: performs what the visit machine orders, and tells it what happens.

Responsible for: the machine's one caller, the signaling client, the channel's end, prompts, devices, the
clock; that each order reaches whoever performs it (the channel, the eye on papers, the case, the printer).
Not for: deciding anything (``core.visit``), or the screen. Everything runs on the net thread; ``intend``,
``show_officer_at``, ``start`` and ``stop`` are for the GUI thread.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TypeAlias, assert_never

from booth_client.config import BoothConfig
from booth_client.core.closing import Paperwork
from booth_client.core.commands import (
    CloseChannel,
    Command,
    Drop,
    FollowCase,
    Keep,
    KeepFacts,
    KeepSignature,
    OpenChannel,
    Play,
    PrintSlip,
    Quiet,
    RetryServer,
    Send,
    StartDevices,
    StopDevices,
    StopWatching,
    TakeOffer,
    TakeStill,
    Watch,
    Wipe,
)
from booth_client.core.events import (
    DeviceSeen,
    Event,
    EyeSeen,
    Intent,
    ServerLost,
    ServerRefused,
    ServerSaid,
    Tick,
)
from booth_client.core.service import ServerClock
from booth_client.core.snapshot import Device, Language, Screen, Snapshot
from booth_client.core.visit import VisitMachine
from booth_client.runtime import presence
from booth_client.runtime.case import BoothCase
from booth_client.runtime.channel import BoothChannel
from booth_client.runtime.devices import BoothDevices, Equipment, OwnPicture
from booth_client.runtime.eye import Eye
from booth_client.runtime.printer import SlipPrinter
from booth_client.runtime.sound import PromptPlayer, SpeakerMix
from channel.rules.claims import Text
from channel.rules.kpj import KpjForm
from channel.runtime.latest import LatestFrame
from channel.runtime.net_thread import NetThread
from channel.runtime.own_load import OwnLoad
from channel.runtime.signaling import (
    REPLACED,
    Connected,
    Disconnected,
    Received,
    Rejected,
    SignalingClient,
    SignalingEvent,
)
from channel.runtime.stall_watch import FIGURES_EVERY_S, LoopWatch
from channel.runtime.tasks import Tasks, every
from channel.settings.version import VERSION
from channel.sound.room import Room
from channel.wire.codec import decode_to_booth
from channel.wire.messages import (
    PROTOCOL_VERSION,
    BoothHello,
    BoothWelcome,
    EndVisit,
    FromBooth,
    ToBooth,
)

_log = logging.getLogger(__name__)

TICK_S = 0.2
LOOK_S = 5.0
"""Between two looks at the machine's devices while the booth is idle."""
STOP_MOST_S = 8.0
OnTheWay: TypeAlias = (
    FollowCase | Watch | StopWatching | TakeStill | Keep | Drop | KeepFacts | KeepSignature | PrintSlip | Wipe
)
"""What eye, case and printer perform."""
_IDLE = (Screen.READY, Screen.UNAVAILABLE, Screen.FAULT, Screen.ENDED)


class BoothRuntime:
    """One booth. ``start`` once, ``stop`` once.

    Attributes: ``own``, the participant's own picture; ``papers``, that of the camera which is looked through
    for a document; ``first_snapshot``, shown before anything happened.
    """

    def __init__(
        self,
        config: BoothConfig,
        token: str,
        tls: ssl.SSLContext | None,
        equipment: Equipment,
    ) -> None:
        """Raises ``InsecureUrl`` for an address that must not be used."""
        self.own = OwnPicture()
        self._config = config
        self._token = token
        self._publish: Callable[[Snapshot], None] = lambda snapshot: None
        self._show_officer: Callable[[LatestFrame | None], None] = lambda source: None
        self._machine = VisitMachine(
            config.times,
            Language(config.language),
            frozenset(Device(name) for name in config.devices.required),
            config.texts.consent_version,
            _paperwork(config),
        )
        self._net = NetThread("booth net")
        self._net_watch = LoopWatch("net")
        self._load = OwnLoad()
        self._tasks = Tasks()
        self._client = SignalingClient(
            config.server.url, tls, self._hello, self._decode, self._signaling_says
        )
        self._mix = SpeakerMix(config.voice.prompt_volume)
        self._prompts = PromptPlayer(self._mix, enabled=config.voice.prompts)
        self._devices = BoothDevices(equipment, Room(config.sound), self.own, self._device_works)
        self._eye = Eye(self._devices, self._tell, self._net.post)
        self._eye_is = Device.CAMERA if equipment.papers is None else Device.DOCUMENT_CAMERA
        self.papers = self._eye.seen
        self._printer = SlipPrinter(equipment.printer, self._device_works, self._tell, self._net.post)
        self._clock = ServerClock()
        self._case = BoothCase(config, token, tls, self._clock, self._tell, self._net.post)
        self._channel = BoothChannel(config, self._devices, self._mix, self._tasks, self._tell, self._show)
        self.first_snapshot = self._snapshot = self._machine.snapshot(time.monotonic())

    # ------------------------------------------------------------ GUI thread

    def start(
        self, publish: Callable[[Snapshot], None], show_officer: Callable[[LatestFrame | None], None]
    ) -> None:
        """Both are called on the net thread, with a new snapshot, and with the officer's picture or None."""
        self._publish, self._show_officer = publish, show_officer
        self._net.start()
        self._net.post(self._begin)

    def intend(self, intent: Intent) -> None:
        """The participant asks for something."""
        self._net.post(lambda: self._tell(intent))

    def show_officer_at(self, width_px: int, height_px: int) -> None:
        """The size of the officer's picture on the screen, device pixels; (0, 0) while it is not visible."""
        self._channel.show_officer_at(width_px, height_px)

    def stop(self) -> None:
        """End the visit if there is one, shut everything, join all threads."""
        try:
            self._net.run(self._end()).result(STOP_MOST_S)
        except FutureTimeout:
            _log.error("the booth did not end within %.0f s", STOP_MOST_S)
        self._net.stop()
        self._devices.close()
        self._printer.stop()
        self._eye.close()

    # ------------------------------------------------------------ net thread: from the world to the machine

    def _begin(self) -> None:
        self._net_watch.start()
        if _log.isEnabledFor(logging.DEBUG):
            self._tasks.spawn(every(FIGURES_EVERY_S, self._log_figures), name="figures")
        self._devices.start_speaker(self._mix.pull)
        self._printer.start()
        self._client.start(self._tasks)
        self._case.start(self._tasks)
        self._tasks.spawn(every(TICK_S, self._tick), name="clock")
        self._tasks.spawn(self._look_at_devices(), name="presence of devices")

    def _show(self, officer: LatestFrame | None) -> None:
        self._show_officer(officer)

    async def _end(self) -> None:
        if self._machine.in_visit:
            self._client.send(EndVisit())
        await self._client.stop()
        await self._case.stop()
        await self._channel.close()
        await self._tasks.close()
        self._net_watch.stop()

    def _log_figures(self) -> None:
        _log.debug("%s", self._load.look())
        self._channel.log_figures()

    def _tell(self, event: Event) -> None:
        now_s = time.monotonic()
        for command in self._machine.handle(event, now_s):
            self._perform(command)
        snapshot = self._machine.snapshot(now_s)
        if snapshot != self._snapshot:
            self._snapshot = snapshot
            self._eye.show_officer(snapshot.screen is Screen.LOOK)
            self._channel.report(snapshot)
            self._publish(snapshot)

    def _device_works(self, device: Device, works: bool) -> None:
        """Any thread."""
        self._net.post(lambda: self._device_seen(device, works))

    def _device_seen(self, device: Device, works: bool) -> None:
        self._tell(DeviceSeen(device, works))
        if device is self._eye_is:
            self._tell(EyeSeen(works))

    def _signaling_says(self, event: SignalingEvent) -> None:
        match event:
            case Connected():
                _log.info("connected to the server")
            case Received(message):
                if isinstance(message, BoothWelcome):
                    self._clock.set(message.now, time.monotonic())
                self._tell(ServerSaid(_for_booth(message)))
            case Disconnected(text, retry_s):
                _log.warning("server: %s; next attempt in %.1f s", text, retry_s)
                self._tell(ServerLost())
            case Rejected(code, text):
                _log.warning("the server refuses this booth (%s): %s", code, text)
                self._tell(ServerRefused(code, retry=code != REPLACED))
            case _:
                assert_never(event)

    def _tick(self) -> None:
        self._channel.watch()
        self._tell(Tick())
        self._channel.report(self._snapshot)

    async def _look_at_devices(self) -> None:
        while True:
            if self._snapshot.screen in _IDLE:
                found = await asyncio.to_thread(presence.look, self._config.devices)
                # A visit may have begun meanwhile: from then on the devices tell for themselves.
                if self._snapshot.screen in _IDLE:
                    for device, works in found.items():
                        self._device_seen(device, works)
            await asyncio.sleep(LOOK_S)

    def _hello(self) -> BoothHello:
        return BoothHello(
            protocol=PROTOCOL_VERSION,
            booth=self._config.id,
            token=self._token,
            software=VERSION,
            lease=self._machine.lease,
        )

    @staticmethod
    def _decode(text: str | bytes) -> ToBooth:
        return decode_to_booth(text)

    # ------------------------------------------------------------ net thread: from the machine to the world

    def _perform(self, command: Command) -> None:
        match command:
            case Send(message):
                self._send(message)
            case RetryServer():
                self._client.start(self._tasks)
                self._case.retry()
            case StartDevices(camera):
                self._channel.start_devices(camera=camera)
            case StopDevices():
                self._channel.stop_devices()
            case OpenChannel(camera):
                self._channel.open(camera=camera)
            case TakeOffer(epoch, sdp):
                self._channel.take_offer(epoch, sdp)
            case CloseChannel():
                self._channel.shut()
            case Play():
                self._speak(command)
            case Quiet():
                self._prompts.quiet()
            case _:
                self._perform_on_the_way(command)

    def _perform_on_the_way(self, command: OnTheWay) -> None:
        match command:
            case FollowCase(lease):
                self._case.follow(lease)
            case Watch():
                self._eye.watch(command)
            case StopWatching():
                self._eye.stop_watching()
            case TakeStill():
                self._eye.take_still(command)
            case Keep(picture):
                self._case.keep(command, self._eye.take_out(picture))
            case Drop(picture):
                self._eye.take_out(picture)
            case KeepFacts():
                self._case.keep_facts(command)
            case KeepSignature():
                self._case.keep_signature(command)
            case PrintSlip(slip):
                self._printer.print(slip)
            case Wipe():
                self._eye.wipe()
                self._case.wipe()
                self._printer.wipe()
                self._channel.wipe()
            case _:
                assert_never(command)

    def _send(self, message: FromBooth) -> None:
        self._client.send(message)

    def _speak(self, play: Play) -> None:
        if not self._prompts.play(play.prompt, play.language):
            self._tasks.spawn(self._read_prompt(play), name="prompt")

    async def _read_prompt(self, play: Play) -> None:
        samples = await asyncio.to_thread(self._prompts.load, play.prompt, play.language)
        self._prompts.ready(play.prompt, play.language, samples)


def _paperwork(config: BoothConfig) -> Paperwork:
    texts = config.texts
    return Paperwork(
        KpjForm(config.documents.kpj_form),
        Text(texts.how_to_ask_id, texts.how_to_ask_en),
        has_printer=config.devices.printer != "none",
    )


def _for_booth(message: object) -> ToBooth:
    """``decode_to_booth`` gives nothing else; the client's type is that of both programs."""
    assert isinstance(message, ToBooth)
    return message
