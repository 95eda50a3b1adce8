"""The gate where the picture goes out, one for each channel.

Responsible for: passing what the shared encoder makes while the gate is open, and nothing that was seen
before it opened: a shut gate sends nothing, an opened one waits for a key frame of a picture taken after it
opened. Not for: who decides (``channel.core.gates``).

Nothing is renegotiated and nothing relies on the receiver.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from channel.media.rtp import OutgoingStream
from channel.media.vp8_codec import PICTURE_CLOCK_HZ


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """One picture from the shared encoder as RTP payloads. ``captured_s``: monotonic."""

    payloads: tuple[bytes, ...]
    keyframe: bool
    captured_s: float


class PictureOutlet:
    """Loop thread only. Attribute ``opened_s``: when the gate opened, None while it is shut.

    ``ask_keyframe(captured_from_s)`` reaches the arbiter of the shared encoder.
    """

    def __init__(self, ask_keyframe: Callable[[float], None]) -> None:
        self.stream: OutgoingStream | None = None
        self.pictures = 0
        self._ask_keyframe = ask_keyframe
        self.opened_s: float | None = None
        self._needs_keyframe = True

    @property
    def is_open(self) -> bool:
        return self.opened_s is not None

    def open(self, now_s: float) -> None:
        """From the next key frame on, which is asked for at once."""
        if self.opened_s is None:
            self.opened_s = now_s
            self._needs_keyframe = True
            self._ask_keyframe(now_s)

    def shut(self) -> None:
        """From now on nothing is sent."""
        self.opened_s = None

    def keyframe_wanted(self) -> None:
        """The far end cannot show what it gets."""
        if self.opened_s is not None:
            self._ask_keyframe(self.opened_s)

    def missed(self) -> None:
        """A picture was dropped on its way here: what follows cannot be decoded until a key frame."""
        self._needs_keyframe = True

    def deliver(self, picture: EncodedPicture) -> None:
        """Send it if the gate is open and the far end can decode it."""
        if self.opened_s is None or self.stream is None:
            return
        if self._needs_keyframe:
            if not picture.keyframe or picture.captured_s < self.opened_s:
                self._ask_keyframe(self.opened_s)
                return
            self._needs_keyframe = False
        timestamp = int(picture.captured_s * PICTURE_CLOCK_HZ)
        if self.stream.send(picture.payloads, timestamp, marker=True):
            self.pictures += 1
        else:
            self._needs_keyframe = True
