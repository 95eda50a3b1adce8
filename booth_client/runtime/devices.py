"""The booth's camera, microphone and speaker, joined with the channel's media.

Responsible for: starting and stopping them in order, passing on frames and blocks, the microphone's by way of
the room's sound processing, and saying whether each works. Not for: when they run (``core.visit``), nor the
gates.

Frames and blocks come on the devices' own threads. A device may take seconds to stop, so that starting and
stopping happen on one worker thread, in the order in which they were asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from booth_client.core.snapshot import Device
from channel.media.picture_source import PictureSource
from channel.media.scaler import Scaler, covering
from channel.media.voice_source import VoiceSource
from channel.runtime.latest import SeenPicture, ShownFrame
from channel.sound.room import Room
from hardware.devices import (
    Block,
    Camera,
    Condition,
    DeviceStatus,
    Frame,
    Microphone,
    OnStatus,
    PullBlock,
    Speaker,
)

_log = logging.getLogger(__name__)

_WORKS = {
    Condition.RUNNING: True,
    Condition.MISSING: False,
    Condition.BUSY: False,
    Condition.FAILED: False,
}


class OwnPicture:
    """The participant's own picture on their own screen: newest frame, at the size that is shown."""

    def __init__(self) -> None:
        self.latest = SeenPicture()
        self._scaler = Scaler()

    def show_at(self, width_px: int, height_px: int) -> None:
        """Size in device pixels, (0, 0) while it is not visible. Any thread."""
        self.latest.show_at(width_px, height_px)

    def take(self, frame: Frame) -> None:
        """Camera's thread."""
        height, width = frame.picture.shape[:2]
        shown = covering(width, height, *self.latest.wanted_px)
        if all(shown):
            # By way of the colours of the channel: scaling is dear in those of the camera.
            yuv = self._scaler.to_yuv(frame.picture, width, height)
            self.latest.put(ShownFrame(self._scaler.to_bgra(yuv, *shown), frame.captured_s))


class BoothDevices:
    """``on_works(device, works)`` is called from the devices' threads, when it changes."""

    def __init__(
        self,
        camera: Camera,
        microphone: Microphone,
        speaker: Speaker,
        room: Room,
        own: OwnPicture,
        on_works: Callable[[Device, bool], None],
    ) -> None:
        self._camera = camera
        self._microphone = microphone
        self._speaker = speaker
        self._room = room
        self._own = own
        self._on_works = on_works
        self._fed: PictureSource | None = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="devices")

    def start_speaker(self, pull: PullBlock) -> None:
        """The speaker runs as long as the program: it can tell nobody anything."""

        def play() -> Block:
            block = pull()
            self._room.played(block)
            return block

        self._order(lambda: self._speaker.start(play, self._status(Device.SPEAKER)))

    def start(self, voice: VoiceSource, picture: PictureSource | None) -> None:
        """The microphone, and the camera where there is a ``picture`` to feed."""

        def on_block(block: Block, captured_s: float) -> None:
            near = self._room.heard(block, captured_s)
            voice.push(near.block, near.captured_s, voiced=near.voiced)

        def listen() -> None:
            self._room.begin()
            self._microphone.start(on_block, self._status(Device.MICROPHONE))

        self._order(listen)
        if picture is not None:
            feed = picture

            def on_frame(frame: Frame) -> None:
                if self._fed is feed:  # a driver that hung hands over its last frame when the visit is over
                    feed.push(frame.picture, frame.captured_s)
                    self._own.take(frame)

            def start() -> None:
                self._fed = feed
                self._camera.start(on_frame, self._status(Device.CAMERA))

            self._order(start)

    def stop(self, then: Callable[[], None]) -> None:
        """Camera and microphone; ``then`` is called on the worker thread when they are shut."""

        def stop() -> None:
            self._fed = None
            self._camera.stop()
            self._microphone.stop()
            self._room.end()
            self._own.latest.clear()
            then()

        self._order(stop)

    def close(self) -> None:
        """Stop everything and wait for it. Once, at the end of the program."""
        self._order(self._camera.stop)
        self._order(self._microphone.stop)
        self._order(self._speaker.stop)
        self._worker.shutdown(wait=True)

    def _order(self, work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except Exception as bug:  # on a worker thread nobody else would ever see it
                _log.exception("a device could not be started or stopped")
                raise RuntimeError("device order failed") from bug

        self._worker.submit(guarded)

    def _status(self, device: Device) -> OnStatus:
        last: list[bool | None] = [None]

        def on_status(status: DeviceStatus) -> None:
            works = _WORKS.get(status.condition)
            if works is None or works == last[0]:
                return
            if not works:
                _log.warning("%s %s: %s", device.code, device, status.text)
            elif last[0] is False:
                _log.info("%s %s works again", device.code, device)
            last[0] = works
            if device is Device.CAMERA and not works:
                self._own.latest.clear()  # the last picture must not look live
            self._on_works(device, works)

        return on_status
