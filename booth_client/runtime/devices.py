"""The booth's cameras, microphone and speaker, joined with the channel's media.

Responsible for: starting and stopping them in order, passing on frames and blocks, the microphone's by way of
the room's sound processing, and saying whether each works. Not for: when they run (``core.visit``), the
gates, nor what is seen of papers (``eye``).

Frames and blocks come on the devices' own threads. A device may take seconds to stop, so that starting and
stopping happen on one worker thread, in the order in which they were asked for.

Papers are seen by a camera of their own, which runs only while somebody looks through it, so that its light
tells people the truth; or, where a booth has one camera, by that one, which runs for the visit. The officer
is shown the participant's face, and papers only while ``show_papers`` says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

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
    OnFrame,
    OnStatus,
    Printer,
    Pull,
    Speaker,
)

_log = logging.getLogger(__name__)

_WORKS = {
    Condition.RUNNING: True,
    Condition.MISSING: False,
    Condition.BUSY: False,
    Condition.FAILED: False,
}

OnWorks = Callable[[Device, bool], None]
"""Called in the devices' threads, when it changes."""


@dataclass(frozen=True)
class Equipment:
    """A booth's devices. ``papers`` None: its one camera photographs papers too. ``printer`` None: there is
    none.
    """

    camera: Camera
    microphone: Microphone
    speaker: Speaker
    papers: Camera | None = None
    printer: Printer | None = None


def teller(device: Device, on_works: OnWorks) -> OnStatus:
    """Tells whether the device works, once for each change; other states of it are passed over."""
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
        on_works(device, works)

    return on_status


class OwnPicture:
    """What one of the booth's own cameras sees, on the booth's own screen: newest frame, at the size that is
    shown.
    """

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
    """One booth's. ``own`` shows the participant's own picture."""

    def __init__(self, equipment: Equipment, room: Room, own: OwnPicture, on_works: OnWorks) -> None:
        self._camera = equipment.camera
        self._microphone = equipment.microphone
        self._speaker = equipment.speaker
        self._papers = equipment.papers
        self._room = room
        self._own = own
        self._on_works = on_works
        self._fed: PictureSource | None = None
        self._face_eye: OnFrame | None = None
        self._paper_eye: OnFrame | None = None
        self._papers_open = False
        self._papers_shown = False
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="devices")

    def start_speaker(self, pull: Pull) -> None:
        """The speaker runs as long as the program: it can tell nobody anything."""

        def play() -> Block:
            block = pull()
            self._room.played(block)
            return block

        self._order(lambda: self._speaker.start(play, teller(Device.SPEAKER, self._on_works)))

    def start(self, voice: VoiceSource, picture: PictureSource | None) -> None:
        """The microphone, and the camera where there is a ``picture`` to feed."""

        def on_block(block: Block, captured_s: float) -> None:
            near = self._room.heard(block, captured_s)
            voice.push(near.block, near.captured_s, voiced=near.voiced)

        def listen() -> None:
            self._room.begin()
            self._microphone.start(on_block, teller(Device.MICROPHONE, self._on_works))

        self._order(listen)
        if picture is not None:
            feed = picture

            def on_frame(frame: Frame) -> None:
                if self._fed is feed:  # a driver that hung hands over its last frame when the visit is over
                    self._see_face(feed, frame)

            def start() -> None:
                self._fed = feed
                self._camera.start(on_frame, teller(Device.CAMERA, self._camera_works))

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

    # ------------------------------------------------------------ papers

    def watch(self, *, face: OnFrame | None = None, papers: OnFrame | None = None) -> None:
        """From now on these are handed the frames of the camera at the participant, and of the one that sees
        papers, which is open only for this. Called in the cameras' threads. Returns at once."""
        self._face_eye, self._paper_eye = face, papers
        if self._papers is not None:
            self._order(self._settle_papers)

    def show_papers(self, shown: bool) -> None:
        """Whether the officer is to see, as far as the gates let them, what the camera over the papers sees
        in place of the participant's face. It is for ``watch`` to open it."""
        self._papers_shown = shown

    def still(self, *, face: bool) -> Frame | None:
        """The next full picture; waits for it up to ``STILL_S``. Not for the net thread."""
        camera = self._camera if face or self._papers is None else self._papers
        return camera.still()

    def close(self) -> None:
        """Stop everything and wait for it. Once, at the end of the program."""
        self.watch()
        self._order(self._camera.stop)
        self._order(self._microphone.stop)
        self._order(self._speaker.stop)
        self._worker.shutdown(wait=True)

    # ------------------------------------------------------------ the cameras' threads

    def _see_face(self, feed: PictureSource, frame: Frame) -> None:
        if self._papers is None or not self._papers_shown:
            feed.push(frame.picture, frame.captured_s)
        self._own.take(frame)
        eye = self._face_eye or (self._paper_eye if self._papers is None else None)
        if eye is not None:
            eye(frame)

    def _see_papers(self, frame: Frame) -> None:
        feed, eye = self._fed, self._paper_eye
        if not self._papers_open or eye is None:
            return
        if self._papers_shown and feed is not None:
            feed.push(frame.picture, frame.captured_s)
        eye(frame)

    def _camera_works(self, device: Device, works: bool) -> None:
        if not works:
            self._own.latest.clear()  # the last picture must not look live
        self._on_works(device, works)

    # ------------------------------------------------------------ the worker

    def _settle_papers(self) -> None:
        """Open or shut as it is wanted by now, whatever was wanted in between."""
        papers, wanted = self._papers, self._paper_eye is not None
        if papers is None or wanted == self._papers_open:
            return
        self._papers_open = wanted
        if wanted:
            papers.start(self._see_papers, teller(Device.DOCUMENT_CAMERA, self._on_works))
        else:
            papers.stop()

    def _order(self, work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except Exception as bug:  # on a worker thread nobody else would ever see it
                _log.exception("a device could not be started or stopped")
                raise RuntimeError("device order failed") from bug

        self._worker.submit(guarded)
