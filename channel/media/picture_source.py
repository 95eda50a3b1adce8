"""What one camera gives to all channels: encoded once for each size and codec that somebody needs.

Responsible for: the encoders of the ladder (``channel.core.rungs``) and their one thread, and bringing
every picture to the outlets on the net thread. Not for: the gates and the choice of a rung
(``picture_outlet``), nor for devices.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable

import av
import numpy as np
from numpy.typing import NDArray

from channel.core.keyframes import KeyframeArbiter
from channel.core.picture_formats import FORMATS
from channel.core.picture_payload import PictureCodec
from channel.core.rungs import Encoding, coded, ladder
from channel.media.h264_codec import H264Encoder
from channel.media.handover import Handover
from channel.media.picture_codec import PictureEncoder
from channel.media.picture_outlet import EncodedPicture, PictureOutlet
from channel.media.scaler import Scaler
from channel.media.vp8_codec import Vp8Encoder

_log = logging.getLogger(__name__)

PICTURES_HELD_MOST = 3

_ENCODERS: dict[PictureCodec, Callable[..., PictureEncoder]] = {
    PictureCodec.VP8: Vp8Encoder,
    PictureCodec.H264: H264Encoder,
}


class _Encode:
    """One size of the camera's picture in one codec. Used by the encoders' thread.

    ``every``: one of so many pictures is taken; a codec without layers has encodes of fewer pictures instead.
    """

    def __init__(self, encoding: Encoding, every: int) -> None:
        self._encoding = encoding
        self._every = every
        self._since_taken = every - 1
        self._scaler = Scaler()
        self._encoder = _ENCODERS[encoding.codec](
            encoding.width_px, encoding.height_px, encoding.fps, *encoding.layer_kbps
        )

    def takes(self, *, keyframe: bool) -> bool:
        """Whether the next picture is its; a key frame does not wait."""
        self._since_taken += 1
        if not keyframe and self._since_taken < self._every:
            return False
        self._since_taken = 0
        return True

    def scaled(self, picture: NDArray[np.uint8], larger: av.VideoFrame | None) -> av.VideoFrame:
        """In this size; from ``larger``, the same picture already converted, where there is one."""
        size = self._encoding.width_px, self._encoding.height_px
        if larger is None:
            return self._scaler.to_yuv(picture, *size)
        return self._scaler.shrunk(larger, *size)

    def encode(self, frame: av.VideoFrame, captured_s: float, *, keyframe: bool) -> EncodedPicture:
        encoded = self._encoder.encode(frame, captured_s, keyframe=keyframe)
        parts = FORMATS[self._encoding.codec].cut(encoded.data, self._encoding.packet_bytes)
        return EncodedPicture(parts, encoded.keyframe, captured_s, self._encoding, encoded.place)


class PictureSource:
    """One camera for all channels; encodes in a thread of its own, only while some outlet is open, and only
    the sizes and codecs on which some open outlet stands.

    ``push`` from any thread; ``attach``, ``detach``, ``ask_keyframe`` and ``gates_changed`` from the net
    thread; ``stop`` joins the thread. Attributes: ``rungs``, the ladder down from the size, frame rate and
    rate given; ``encoded``, pictures encoded so far in any size.
    """

    def __init__(self, width: int = 640, height: int = 360, fps: int = 25, kbps: int = 600) -> None:
        self.rungs = ladder(width, height, fps, kbps)
        self.encoded = 0
        self._outlets: tuple[PictureOutlet, ...] = ()
        self._handover = Handover[tuple[EncodedPicture, ...]](PICTURES_HELD_MOST, self._deliver)
        self._changed = threading.Condition()
        self._newest: tuple[NDArray[np.uint8], float] | None = None
        self._wanted: frozenset[Encoding] = frozenset()
        self._fps = fps
        self._arbiters = {
            rung.encoding: KeyframeArbiter() for codec in PictureCodec for rung in coded(self.rungs, codec)
        }
        self._encodes: dict[Encoding, _Encode] = {}
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="picture encoder", daemon=True)
        self._thread.start()

    @property
    def wanted(self) -> bool:
        """Whether some outlet is open, so that a picture would be encoded. Any thread."""
        return bool(self._wanted)

    def push(self, picture: NDArray[np.uint8], captured_s: float) -> None:
        """(h, w, 3) uint8 BGR of any size; not written to, and not to be written to afterwards. Never
        waits."""
        if not self.wanted:
            return
        with self._changed:
            self._newest = (picture, captured_s)
            self._changed.notify()

    def ask_keyframe(self, encoding: Encoding, captured_from_s: float) -> None:
        """Some receiver needs a key frame of this encode and of a picture taken at that time or later."""
        self.gates_changed()
        with self._changed:
            self._arbiters[encoding].ask(captured_from_s)

    # ------------------------------------------------------------ the encoders' thread

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            picture, captured_s = taken
            try:
                if encoded := self._encode(picture, captured_s):
                    self._handover.put(encoded)
            except Exception as error:  # noqa: BLE001 - one bad picture must not end all that follow
                _log.error("a picture could not be encoded: %s", type(error).__name__)

    def _next(self) -> tuple[NDArray[np.uint8], float] | None:
        with self._changed:
            while not self._stopped:
                self._encodes = {one: encode for one, encode in self._encodes.items() if one in self._wanted}
                taken, self._newest = self._newest, None
                if taken is not None:
                    return taken
                self._changed.wait()
        return None

    def _encode(self, picture: NDArray[np.uint8], captured_s: float) -> tuple[EncodedPicture, ...]:
        pictures: list[EncodedPicture] = []
        frame: av.VideoFrame | None = None
        for encoding in sorted(self._wanted, key=lambda one: one.width_px, reverse=True):
            encode = self._encodes.get(encoding)
            if encode is None:
                encode = self._encodes[encoding] = _Encode(encoding, round(self._fps / encoding.fps))
            with self._changed:
                keyframe = self._arbiters[encoding].grant(captured_s, time.monotonic())
            if not encode.takes(keyframe=keyframe):
                continue
            frame = encode.scaled(picture, frame)
            pictures.append(encode.encode(frame, captured_s, keyframe=keyframe))
            self.encoded += 1
        return tuple(pictures)

    # ------------------------------------------------------------ the net thread

    def attach(self, outlet: PictureOutlet) -> None:
        """Pictures go to this outlet from now on, on the calling loop."""
        if not self._outlets:
            self._handover.attach(asyncio.get_running_loop())
        self._outlets = (*self._outlets, outlet)

    def detach(self, outlet: PictureOutlet) -> None:
        """No more pictures to this outlet."""
        self._outlets = tuple(other for other in self._outlets if other is not outlet)
        self.gates_changed()
        if not self._outlets:
            self._handover.detach()

    def gates_changed(self) -> None:
        """An outlet opened, shut or changed its rung: encode only what somebody is to see."""
        wanted = frozenset(encoding for outlet in self._outlets for encoding in outlet.encodings)
        if wanted != self._wanted:
            with self._changed:
                self._wanted = wanted
                self._changed.notify()

    def _deliver(self, pictures: tuple[EncodedPicture, ...], missed: bool) -> None:
        for outlet in self._outlets:
            if missed:
                outlet.missed()
            outlet.deliver(pictures)
        self.gates_changed()

    def stop(self) -> None:
        """End the thread. May be called twice."""
        with self._changed:
            self._wanted = frozenset()
            self._stopped = True
            self._changed.notify()
        self._thread.join(2.0)
        self._handover.detach()
