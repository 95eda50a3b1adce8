"""Received pictures on their way to the screen: whole pictures in, decoded and scaled in a worker thread.

Responsible for: one worker thread that decodes for any number of channels, a bounded place for each,
scaling to the size that the screen shows. Not for: joining packets (``channel.core.picture_assembly``), nor
for painting.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from channel.core.picture_assembly import WholePicture
from channel.core.picture_payload import PictureCodec
from channel.core.spells import Spells
from channel.media.h264_codec import H264Decoder
from channel.media.picture_codec import PictureDecoder
from channel.media.scaler import Scaler, covering
from channel.media.vp8_codec import Vp8Decoder
from channel.runtime.latest import SeenPicture, ShownFrame

_log = logging.getLogger(__name__)

WAITING_MOST = 16
"""Pictures of one channel that may wait for the worker; beyond it all are dropped and a key frame is asked
for. A machine that stood still decodes them sooner than another key frame would come."""
SHOW_EVERY_S = 0.1
"""While others wait, only so many are brought to the screen, which costs more than decoding them."""

_DECODERS: dict[PictureCodec, Callable[[], PictureDecoder]] = {
    PictureCodec.VP8: Vp8Decoder,
    PictureCodec.H264: H264Decoder,
}


class PictureDecoding:
    """The worker thread. ``acquire`` and ``release`` from any thread; one for each process is enough."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns = _Turns()
        self._thread: threading.Thread | None = None
        self._users = 0

    def acquire(self) -> None:
        """One more channel decodes here; the first starts the thread."""
        with self._lock:
            self._users += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._turns.work, name="picture decoder", daemon=True)
                self._thread.start()

    async def release(self) -> None:
        """One channel fewer; the last ends the thread, which has gone when this returns.

        On a loop, which does not wait for the picture that is just being decoded.
        """
        with self._lock:
            self._users -= 1
            if self._users:
                return
            thread, self._thread = self._thread, None
            # The next life begins anew; whose turn it still was goes with this one.
            turns, self._turns = self._turns, _Turns()
            turns.end()
        if thread is not None:
            await asyncio.to_thread(thread.join, 2.0)

    def submit(self, inlet: PictureInlet) -> None:
        """This inlet has something to do; it takes its turn after the others."""
        if self._thread is not None:
            self._turns.submit(inlet)


class _Turns:
    """Of one life of the thread. Not a ``Condition``: its ``notify`` took a twentieth of the net thread."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[PictureInlet | None] = SimpleQueue()

    def submit(self, inlet: PictureInlet) -> None:
        self._waiting.put(inlet)

    def end(self) -> None:
        self._waiting.put(None)

    def work(self) -> None:
        while self._one():
            pass

    def _one(self) -> bool:
        inlet = self._waiting.get()  # nothing of the last turn is held meanwhile
        if inlet is None:
            return False
        if inlet.decode_one():
            self.submit(inlet)
        return True


class PictureInlet:
    """The pictures of one channel. ``put``, ``leave_out``, ``begin``, ``forget`` on the net thread;
    ``decode_one`` on the worker's.

    ``on_broken`` is called on the worker's thread when a key frame is needed, with each picture that comes
    until there is one: it may get lost, and so may what asks for it. Attributes ``pictures``
    (decoded so far), ``last_s`` (monotonic time of the last one) and ``size_px`` (its width and height as it
    came) may be read from any thread.
    """

    def __init__(self, decoding: PictureDecoding, seen: SeenPicture, on_broken: Callable[[], None]) -> None:
        self.pictures = 0
        self.last_s = 0.0
        self.size_px = (0, 0)
        self._decoding = decoding
        self._seen = seen
        self._on_broken = on_broken
        self._lock = threading.Lock()
        self._waiting: deque[WholePicture] = deque()
        self._stream = 0
        self._torn = False
        """What comes next builds on pictures that are not decoded any more."""
        self._codec = PictureCodec.VP8
        # The worker's own.
        self._decoder: PictureDecoder | None = None
        self._decoding_stream = 0
        self._scaler = Scaler()
        self._shown_s = float("-inf")
        self._failures = Spells()

    def put(self, picture: WholePicture) -> bool:
        """False when the worker does not keep up: everything was dropped, a key frame is needed. One that
        comes just then is kept."""
        with self._lock:
            if len(self._waiting) >= WAITING_MOST:
                self._tear()
                if not picture.keyframe:
                    return False
            self._waiting.append(picture)
            first = len(self._waiting) == 1
        if first:  # the worker itself sees to the others
            self._decoding.submit(self)
        return True

    def leave_out(self) -> None:
        """A picture came that is not to be decoded: what follows cannot be, until a key frame comes."""
        with self._lock:
            self._tear()

    def _tear(self) -> None:
        self._waiting.clear()
        self._torn = True

    def begin(self, codec: PictureCodec) -> None:
        """Another peer carries the channel, in this codec: nothing of before is shown any more."""
        with self._lock:
            self._codec = codec
        self.forget()

    def forget(self) -> None:
        """The gate was shut: nothing of before is shown any more, nor kept by the decoder."""
        with self._lock:
            self._waiting.clear()
            self._stream += 1
            self._seen.clear()
        self._decoding.submit(self)

    def decode_one(self) -> bool:
        """Decode and show the oldest picture waiting; whether more are. Worker's thread; never raises."""
        with self._lock:
            picture = self._waiting.popleft() if self._waiting else None
            others_wait = bool(self._waiting)
            stream, codec, torn = self._stream, self._codec, self._torn
            self._torn = False
        if stream != self._decoding_stream:
            self._decoder, self._scaler = None, Scaler()
            self._decoding_stream = stream
        elif torn:
            self._decoder = None
        if picture is None:
            return False
        try:
            shown = self._decode(picture, codec, others_wait=others_wait)
        except Exception as error:  # noqa: BLE001 - one bad picture must not end those of six booths
            if self._failures.begins(time.monotonic()):
                _log.warning("a picture could not be decoded: %s", type(error).__name__)
            self._decoder = None
            self._on_broken()
            shown = None
        with self._lock:
            if shown is not None and stream == self._stream:
                self._seen.put(shown)
            return bool(self._waiting)

    def _decode(self, picture: WholePicture, codec: PictureCodec, *, others_wait: bool) -> ShownFrame | None:
        if self._decoder is None:
            if not picture.keyframe:
                self._on_broken()
                return None
            self._decoder = _DECODERS[codec]()
        frame = self._decoder.decode(picture.data)
        if frame is None:
            return None
        self.pictures += 1
        self.last_s = time.monotonic()
        self.size_px = (frame.width, frame.height)
        width, height = covering(frame.width, frame.height, *self._seen.wanted_px)
        if not width or (others_wait and self.last_s - self._shown_s < SHOW_EVERY_S):
            return None
        self._shown_s = self.last_s
        return ShownFrame(self._scaler.to_bgra(frame, width, height), picture.arrived_s)
