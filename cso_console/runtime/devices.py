"""The officer's camera, microphone and loudspeaker: started, watched, changed while the console runs.

Responsible for: devices by their specs, what they say of themselves, the lists to choose from, and leading
the microphone's blocks through the room's sound processing. Not for: what is done with pictures and sound. A
device that is missing or pulled out is the driver's to try again; here it is only told. Starting and stopping
may take seconds, so that happens in worker threads, one change at a time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, assert_never

from channel.media.picture_source import PictureSource
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks
from channel.settings.tables import Picture
from channel.sound.room import Room
from cso_console.config import Devices as Specs
from cso_console.core.commands import DeviceKind
from cso_console.core.snapshot import Devices
from cso_console.runtime.listening import Listening
from hardware import registry
from hardware.device_thread import DeviceFault
from hardware.devices import Block, Condition, DeviceStatus, Frame, OnStatus

_log = logging.getLogger(__name__)

SPEAKER_CHANNELS = 2
_STOPPED = DeviceStatus(Condition.STOPPED)
_LISTS = {
    DeviceKind.MICROPHONE: registry.list_microphones,
    DeviceKind.SPEAKER: registry.list_speakers,
    DeviceKind.CAMERA: registry.list_cameras,
}


class _Stoppable(Protocol):
    def stop(self) -> None: ...


@dataclass
class _Used:
    """One of the three devices. Net thread."""

    spec: str
    device: _Stoppable | None = None
    status: DeviceStatus = _STOPPED
    starts: int = 0
    """Counts the devices used one after the other; what an earlier one says does not count."""
    choices: tuple[tuple[str, str], ...] = ()


class OfficersDevices:
    """Net thread only, except where said. ``on_change`` is told the whole picture at each change; ``post``
    has a call made on the net thread.
    """

    def __init__(
        self,
        specs: Specs,
        format: Picture,
        voice: VoiceSource,
        room: Room,
        picture: PictureSource,
        listening: Listening,
        tasks: Tasks,
        post: Callable[[Callable[[], None]], None],
        on_change: Callable[[Devices], None],
    ) -> None:
        self._format = format
        self._voice = voice
        self._room = room
        self._picture = picture
        self._listening = listening
        self._tasks = tasks
        self._post = post
        self._on_change = on_change
        self._used = {
            DeviceKind.MICROPHONE: _Used(specs.microphone),
            DeviceKind.SPEAKER: _Used(specs.speaker),
            DeviceKind.CAMERA: _Used(specs.camera),
        }
        self._running = False
        self._one_change = asyncio.Lock()

    def start(self) -> None:
        """All three begin. Does nothing while they run."""
        if not self._running:
            self._running = True
            for kind in self._used:
                self._renew_later(kind)

    def use(self, kind: DeviceKind, spec: str) -> None:
        """Another device from now on."""
        self._used[kind].spec = spec
        self._renew_later(kind)

    def halt(self) -> None:
        """All three stop, soon; ``start`` begins them again."""
        if self._running:
            self._running = False
            for kind in self._used:
                self._renew_later(kind)

    async def close(self) -> None:
        """All three have stopped when this returns."""
        self._running = False
        for kind in self._used:
            await self._renew(kind)

    # ------------------------------------------------------------ changes

    def _renew_later(self, kind: DeviceKind) -> None:
        self._tasks.spawn(self._renew(kind), name=f"{kind} changes")

    async def _renew(self, kind: DeviceKind) -> None:
        """Stop what is used; begin what is wanted now."""
        used = self._used[kind]
        async with self._one_change:
            used.starts += 1
            if used.device is not None:
                await asyncio.to_thread(used.device.stop)
                used.device = None
            if kind is DeviceKind.MICROPHONE:
                self._room.end()
                self._voice.meter.level = 0.0
            if self._running:
                on_status = self._status_of(kind, used.starts)
                try:
                    used.device = await asyncio.to_thread(self._begin, kind, used.spec, on_status)
                except registry.SpecError as error:
                    _log.warning("the %s is not used: %s", kind, error)
                    used.status = DeviceStatus(Condition.FAILED, str(error))
            else:
                used.status = _STOPPED
        await self._look_for_choices(kind)
        self._tell()

    def _begin(self, kind: DeviceKind, spec: str, on_status: OnStatus) -> _Stoppable:
        """Worker thread. Raises ``SpecError``."""
        match kind:
            case DeviceKind.MICROPHONE:
                microphone = registry.microphone(spec)
                self._room.begin()
                microphone.start(self._hear, on_status)
                return microphone
            case DeviceKind.SPEAKER:
                speaker = registry.speaker(spec, SPEAKER_CHANNELS)
                self._listening.restart(speaker.channels)
                speaker.start(self._play, on_status)
                return speaker
            case DeviceKind.CAMERA:
                size = self._format
                camera = registry.camera(spec, width=size.width, height=size.height, fps=size.fps)
                camera.start(self._see, on_status, lambda: self._picture.wanted)
                return camera
            case _:
                assert_never(kind)

    def _hear(self, block: Block, captured_s: float) -> None:
        """The microphone's thread."""
        near = self._room.heard(block, captured_s)
        self._voice.push(near.block, near.captured_s, voiced=near.voiced)

    def _play(self) -> Block:
        """The loudspeaker's thread."""
        block = self._listening.pull()
        self._room.played(block)
        return block

    def _see(self, frame: Frame) -> None:
        """The camera's thread."""
        self._picture.push(frame.picture, frame.captured_s)

    # ------------------------------------------------------------ what they say

    def _status_of(self, kind: DeviceKind, start: int) -> OnStatus:
        def on_status(status: DeviceStatus) -> None:
            """The device's thread."""
            self._post(lambda: self._status_came(kind, start, status))

        return on_status

    def _status_came(self, kind: DeviceKind, start: int, status: DeviceStatus) -> None:
        used = self._used[kind]
        if start != used.starts or status == used.status:
            return
        used.status = status
        if status.condition is not Condition.RUNNING and kind is DeviceKind.MICROPHONE:
            self._voice.meter.level = 0.0
        if status.text:
            _log.info("%s: %s", kind, status.text)
        self._tasks.spawn(self._choices_changed(kind), name=f"{kind} choices")
        self._tell()

    async def _choices_changed(self, kind: DeviceKind) -> None:
        """A device that came or went may have changed what there is to choose from."""
        await self._look_for_choices(kind)
        self._tell()

    async def _look_for_choices(self, kind: DeviceKind) -> None:
        """Only where real devices are used: simulated ones stand alone."""
        used = self._used[kind]
        if self._running and used.spec.startswith("device:"):
            try:
                names = await asyncio.to_thread(_LISTS[kind])
            except DeviceFault as fault:
                _log.info("there is no list of %ss: %s", kind, fault)
                names = []
            used.choices = tuple((each.spec, each.name) for each in names)

    def _tell(self) -> None:
        microphone, speaker, camera = (self._used[kind] for kind in DeviceKind)
        self._on_change(
            Devices(
                microphone=_name(microphone),
                microphone_ok=_is_well(microphone),
                microphone_problem=_problem(microphone),
                speaker=_name(speaker),
                speaker_ok=_is_well(speaker),
                speaker_problem=_problem(speaker),
                camera=_name(camera),
                camera_ok=_is_well(camera),
                camera_problem=_problem(camera),
                microphones=microphone.choices,
                speakers=speaker.choices,
                cameras=camera.choices,
            )
        )


def check_specs(specs: Specs, format: Picture) -> None:
    """Raises ``SpecError`` for a spec that no device can be built from; whether it is there shows later."""
    registry.camera(specs.camera, width=format.width, height=format.height, fps=format.fps)
    registry.microphone(specs.microphone)
    registry.speaker(specs.speaker, SPEAKER_CHANNELS)


def _name(used: _Used) -> str:
    """What people call it, where that is known."""
    return dict(used.choices).get(used.spec, used.spec)


def _is_well(used: _Used) -> bool:
    return used.status.condition is Condition.RUNNING


def _problem(used: _Used) -> str:
    return "" if _is_well(used) else used.status.text
