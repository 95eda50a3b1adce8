"""The gate where the picture goes out, one for each channel.

Responsible for: passing what the shared encoders make while the gate is open, and nothing that was seen
before it opened: a shut gate sends nothing, an opened one waits for a key frame of a picture taken after it
opened. Within that, as much as the channel affords: one rung of the ladder (``channel.core.rungs``). Not for:
who decides about the gate (``channel.core.gates``).

Nothing is renegotiated and nothing relies on the receiver.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from channel.core.keyframes import KeyframeAsks
from channel.core.picture_payload import Layer, PictureCodec
from channel.core.record import Record
from channel.core.rungs import Encoding, Rung, RungChoice, coded
from channel.core.vp8 import describe
from channel.media.picture_codec import BASE, PICTURE_CLOCK_HZ, LayerPlace
from channel.media.rtp import OutgoingStream

SETTLING_S = 4.0
"""What a channel affords is found out while its first pictures go, so these are small on any way: seen for
1.7 s on a good one. Shorter than a bad link is remembered (``link_quality.BETTER_AFTER_S``)."""


class EncodedPicture(Record, frozen=True):
    """One picture from one of the shared encoders, cut for RTP, without descriptors. ``captured_s``:
    monotonic."""

    parts: tuple[bytes, ...]
    keyframe: bool
    captured_s: float
    encoding: Encoding
    place: LayerPlace = BASE


class PictureOutlet:
    """Loop thread only. Attribute ``opened_s``: when the gate opened, None while it is shut.

    ``rungs``: the ladder of the source, climbed in the codec of the peer; ``ask_keyframe(encoding,
    captured_from_s)`` reaches the arbiter of that encode and starts it when nobody had stood on it.

    A change of size waits for the key frame of the other encode while the present one goes on. Picture IDs
    and the index of layer 0 (RFC 7741, 4.2) are the stream's own, so they have no holes but those of
    the way.
    """

    def __init__(self, rungs: tuple[Rung, ...], ask_keyframe: Callable[[Encoding, float], None]) -> None:
        self.stream: OutgoingStream | None = None
        self.pictures = 0
        self.opened_s: float | None = None
        self._rungs = rungs
        self._choice = RungChoice(rungs)
        self._settled = False
        self._ask = ask_keyframe
        self._far_asks = KeyframeAsks()
        self._sent: Encoding | None = None  # what the far end can decode, None until a key frame
        self._layers = 0
        self._picture_id = 0
        self._base_index = 0

    @property
    def is_open(self) -> bool:
        return self.opened_s is not None

    @property
    def reduced(self) -> bool:
        """Less is sent than was asked for, because the channel affords no more. Not while the first pictures
        climb: nothing is known of the channel then."""
        return self.is_open and self._settled and self._choice.is_reduced

    @property
    def rung(self) -> int:
        """Where it stands on the ladder, 0 for no picture."""
        return self._choice.rung

    @property
    def most_rung(self) -> int:
        """Never more than this rung, whatever the channel affords."""
        return self._choice.most_rung

    def ask_for(self, most_rung: int) -> None:
        """Another most, obeyed at once; what was sent so far goes on until the other size begins."""
        before = self._choice.standing
        self._choice.ask_for(most_rung)
        self._stands_since(before)

    @property
    def wants_kbps(self) -> float:
        """The payload rate that would let it climb, 0 when none would."""
        return self._choice.wants_kbps if self.is_open else 0.0

    @property
    def encodings(self) -> frozenset[Encoding]:
        """What is to be encoded for this outlet."""
        if not self.is_open or (standing := self._choice.standing) is None:
            return frozenset()
        return frozenset((standing.encoding,) if self._sent is None else (standing.encoding, self._sent))

    def begin(self, stream: OutgoingStream | None, codec: PictureCodec = PictureCodec.VP8) -> None:
        """Another peer carries the channel, and agreed on this codec; None: no peer does. It begins with a
        key frame."""
        self.stream = stream
        self._choice.change(coded(self._rungs, codec))
        self._sent = None

    def open(self, now_s: float) -> None:
        """From the next key frame on, which is asked for at once."""
        if self.opened_s is None:
            self.opened_s = now_s
            self._settled = False
            self._sent = None
            self._ask_keyframe()

    def shut(self) -> None:
        """From now on nothing is sent, nor sent again."""
        if self.opened_s is not None and self.stream is not None:
            self.stream.forget()
        self.opened_s = None

    def afford(self, kbps: float, now_s: float) -> None:
        """The channel has room for so much payload of pictures; said some ten times a second."""
        before = self._choice.standing
        self._choice.afford(kbps, now_s)
        if self.opened_s is not None:
            self._settled |= not self._choice.is_reduced or now_s - self.opened_s >= SETTLING_S
        self._stands_since(before)

    def _stands_since(self, before: Rung | None) -> None:
        standing = self._choice.standing
        if standing is None:
            self._sent = None
        elif before is None or before.encoding != standing.encoding:
            self._ask_keyframe()

    def keyframe_wanted(self, now_s: float) -> None:
        """The far end cannot show what it gets. One that says so without end is not always heard: the encode
        is shared with others."""
        if self.is_open and self._far_asks.admits(now_s):
            self._ask_keyframe()

    def _ask_keyframe(self) -> None:
        if self.opened_s is not None and (standing := self._choice.standing) is not None:
            self._ask(standing.encoding, self.opened_s)

    def missed(self) -> None:
        """A picture was dropped on its way here: what follows cannot be decoded until a key frame."""
        self._sent = None

    def deliver(self, pictures: Sequence[EncodedPicture]) -> None:
        """All encodes of one picture: send at most one, if the gate is open and the far end can decode
        it."""
        if self.opened_s is None or self.stream is None or (standing := self._choice.standing) is None:
            return
        picture = _of(pictures, standing.encoding)
        if self._sent != standing.encoding:
            if picture is not None and picture.keyframe and picture.captured_s >= self.opened_s:
                self._sent = standing.encoding
            else:
                self._ask_keyframe()
                picture = _of(pictures, self._sent)
        if picture is not None:
            self._send(self.stream, picture, standing)

    def _send(self, stream: OutgoingStream, picture: EncodedPicture, standing: Rung) -> None:
        place = picture.place
        # An upper layer can be left at any time, and joined with the next picture of layer 0.
        wanted = standing.layers if picture.encoding == standing.encoding else 1
        self._layers = wanted if place.layer == 0 else min(self._layers, wanted)
        if place.layer >= self._layers:
            return
        base_index = (self._base_index + (place.layer == 0)) & 0xFF
        picture_id = (self._picture_id + 1) & 0x7FFF
        layer = Layer(base_index, place.layer, place.layer > 0 and place.on_base)
        payloads = picture.parts
        if picture.encoding.codec is PictureCodec.VP8:
            payloads = tuple(
                describe(picture_id, starts=index == 0, layer=layer) + part
                for index, part in enumerate(payloads)
            )
        timestamp = int(picture.captured_s * PICTURE_CLOCK_HZ)
        if stream.send(payloads, timestamp, marker=True, spare=place.layer > 0):
            self._base_index, self._picture_id = base_index, picture_id
            self.pictures += 1
        elif place.layer == 0:
            self._sent = None
        else:
            self._layers = place.layer


def _of(pictures: Sequence[EncodedPicture], encoding: Encoding | None) -> EncodedPicture | None:
    return next((picture for picture in pictures if picture.encoding == encoding), None)
