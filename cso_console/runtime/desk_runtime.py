"""Carries out what the desk orders: sockets, channels, devices, sounds; and tells it what happens.

Responsible for: the net thread and everything that lives on it, from start to stop. Not for: deciding
anything (``core``), nor the screen (``controller``).
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import assert_never

from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime import signaling
from channel.runtime.document_sender import documents_url
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from channel.runtime.net_thread import NetThread
from channel.runtime.own_load import OwnLoad
from channel.runtime.signaling import SignalingClient, SignalingEvent
from channel.runtime.stall_watch import FIGURES_EVERY_S, LoopWatch
from channel.runtime.tasks import Tasks, every
from channel.runtime.tls import client_context
from channel.sound.room import Room
from channel.wire.codec import decode_to_desk
from channel.wire.documents import DeskDocumentsHello
from channel.wire.messages import (
    AnswerForDesk,
    ChannelOpened,
    DeskHello,
    RebuildForDesk,
    Refused,
    ToBooth,
    ToDesk,
)
from cso_console.config import ConsoleConfig
from cso_console.core import commands as orders
from cso_console.core import events
from cso_console.core.desk import Desk
from cso_console.core.intents import Intent
from cso_console.core.snapshot import DeskSnapshot, Devices
from cso_console.runtime.case_desk import CaseDesk
from cso_console.runtime.channels import Channels
from cso_console.runtime.devices import OfficersDevices, check_specs
from cso_console.runtime.listening import Listening

_log = logging.getLogger(__name__)

TICK_S = 1.0
STOP_S = 8.0


class DeskRuntime:
    """``start`` and ``stop`` once each, from one thread; the rest from any.

    ``publish`` is called on the net thread with each new snapshot. The constructor raises ``InsecureUrl``,
    ``BadAuthority`` or ``SpecError``, whose texts are sentences for IT; it is called in the GUI thread.
    Attributes: ``microphone_meter``; ``net_watch``, how late the net thread runs; ``pictures`` of documents.
    """

    def __init__(self, config: ConsoleConfig, publish: Callable[[DeskSnapshot], None]) -> None:
        check_specs(config.devices, config.picture)
        self._config = config
        self._publish = publish
        self._desk = Desk(config)
        self._events: deque[events.Event] = deque()
        self._handling = False
        self._net = NetThread("net")
        self.net_watch = LoopWatch("net")
        self._load = OwnLoad()
        self._tasks = Tasks()
        url = config.server.url
        tls = client_context(config.server.authority) if url.startswith("wss:") else None
        self._client = SignalingClient(
            url,
            tls,
            self._hello,
            decode_to_desk,
            self._signaled,
        )
        size = config.picture
        self._voice = VoiceSource(config.audio.voice_kbps)
        self._picture = PictureSource(size.width, size.height, size.fps, size.kbps)
        self._listening = Listening(config.sound.voice_activity)
        self._channels = Channels(
            self._voice,
            self._picture,
            MediaSettings.of(size, config.network, config.audio.voice_kbps),
            config.thumbnails,
            self._listening,
            self._tasks,
            self._client.send,
            self._happen,
        )
        self._cases = CaseDesk(documents_url(url), tls, self._cases_hello, self._tasks, self._happen)
        self.pictures = self._cases.pictures
        self._devices = OfficersDevices(
            config.devices,
            config.picture,
            self._voice,
            Room(config.sound),
            self._picture,
            self._listening,
            self._tasks,
            self._net.post,
            self._devices_changed,
        )
        self.microphone_meter = self._voice.meter

    # ------------------------------------------------------------ any thread

    def start(self) -> None:
        self._net.start()
        self._net.post(self._begin)

    def stop(self) -> None:
        """Channels, devices and the connection are closed, all threads joined."""
        ending = self._net.run(self._end())
        try:
            ending.result(STOP_S)
        except TimeoutError:
            _log.warning("the console could not close everything within %g s", STOP_S)
        self._net.stop()
        self._voice.stop()
        self._picture.stop()

    def intend(self, intent: Intent) -> None:
        """What the officer asks for."""
        self._net.post(lambda: self._happen(intent))

    def frames(self, seat: int) -> LatestFrame:
        return self._channels.frames(seat)

    def meters(self, seat: int) -> Meter:
        return self._listening.meters[seat]

    def show_at(self, seat: int, width_px: int, height_px: int) -> None:
        """In which size the seat's pictures are wanted; (0, 0): not visible."""
        self._net.post(lambda: self._channels.show_at(seat, width_px, height_px))

    # ------------------------------------------------------------ net thread

    def _begin(self) -> None:
        self.net_watch.start()
        if _log.isEnabledFor(logging.DEBUG):
            self._tasks.spawn(every(FIGURES_EVERY_S, self._log_figures), name="figures")
        self._tasks.spawn(every(TICK_S, self._tick), name="tick")
        self._happen(events.Ticked())

    def _tick(self) -> None:
        self._happen(events.Ticked(self._channels.measured()))

    def _log_figures(self) -> None:
        _log.debug("%s", self._load.look())
        self._channels.log_figures()

    async def _end(self) -> None:
        await self._client.stop()  # first, lest the server open another channel meanwhile
        await self._cases.close()
        await self._channels.shut()
        await self._devices.close()
        await self._tasks.close()
        self.net_watch.stop()

    def _hello(self) -> DeskHello:
        return self._desk.hello()

    def _cases_hello(self) -> DeskDocumentsHello:
        return self._desk.cases_hello()

    def _happen(self, event: events.Event) -> None:
        """Tell the desk and perform what it orders; what happens meanwhile waits its turn."""
        self._events.append(event)
        if self._handling:
            return
        self._handling = True
        try:
            while self._events:
                for command in self._desk.handle(self._events.popleft(), time.monotonic()):
                    self._perform(command)
        finally:
            self._handling = False

    def _perform(self, command: orders.Command) -> None:
        match command:
            case orders.ApplyGates(channel=channel, gates=gates):
                self._channels.apply(channel, gates)
            case orders.Attend(channel=channel):
                self._channels.attend(channel)
            case orders.SetPlaces(places=places):
                self._listening.place(places)
            case orders.Show(snapshot=snapshot):
                self._publish(snapshot)
            case orders.PlaySound(sound=sound):
                self._listening.play(sound)
            case orders.OpenChannel(channel=channel, seat=seat, first_epoch=epoch):
                self._channels.open(channel, seat, epoch)
            case orders.CloseChannel(channel=channel):
                self._channels.close(channel)
            case orders.Send(message=message):
                self._client.send(message)
            case orders.AskBooth(channel=channel, request=request):
                self._channels.ask(channel, request)
            case (
                orders.OpenCases()
                | orders.CloseCases()
                | orders.WatchCase()
                | orders.FetchDocument()
                | orders.ForgetDocuments()
                | orders.Record()
            ):
                self._cases.perform(command)
            case orders.Connect():
                self._client.start(self._tasks)
            case orders.StartDevices():
                self._devices.start()
            case orders.StopDevices():
                self._devices.halt()
            case orders.UseDevice(kind=kind, spec=spec):
                self._devices.use(kind, spec)
            case _:
                assert_never(command)

    def _devices_changed(self, devices: Devices) -> None:
        self._happen(events.DevicesChanged(devices))

    # ------------------------------------------------------------ the server

    def _signaled(self, event: SignalingEvent) -> None:
        match event:
            case signaling.Connected():
                _log.info("connected with the server")
            case signaling.Received(message=message):
                self._received(message)
            case signaling.Disconnected(text=text, retry_s=retry_s):
                _log.warning("no connection with the server: %s; next attempt in %.1f s", text, retry_s)
                self._happen(events.ServerLost(text))
            case signaling.Rejected(code=code, text=text):
                _log.warning("the server does not accept this desk: %s: %s", code, text)
                self._happen(events.ServerRejected(text, replaced=code == signaling.REPLACED))
            case _:
                assert_never(event)

    def _received(self, message: ToBooth | ToDesk) -> None:
        match message:
            case AnswerForDesk(channel=channel, epoch=epoch, sdp=sdp):
                self._channels.answer(channel, epoch, sdp)
            case RebuildForDesk(channel=channel, epoch=epoch):
                self._channels.rebuild(channel, epoch)
            case ChannelOpened(channel=channel):
                self._happen(events.ServerSaid(message))
                self._channels.offer_again(channel)
            case Refused(code=code, text=text):
                _log.warning("the server refused a message: %s: %s", code.value, text)
                self._happen(events.ServerSaid(message))
            case _ if isinstance(message, ToDesk):
                self._happen(events.ServerSaid(message))
            case _:
                _log.warning("a booth's message came to this desk and is ignored")
