"""From RTP packets of VP8 to whole pictures, and nothing but whole pictures.

Responsible for: the payload descriptor (RFC 7741), joining packets on the marker bit so that a picture is
not held until the next one, a bounded wait for packets out of order, and following sequence numbers and
picture IDs: after a gap everything is discarded until a key frame, because libvpx decodes across missing
references without an error. Not for: decoding, nor for asking the sender (the caller does on
``NeedKeyframe``).
"""

from __future__ import annotations

from dataclasses import dataclass

REORDER_PACKETS = 48
REORDER_S = 0.06
PICTURE_MOST_BYTES = 512 * 1024
SIDE_MOST_PX = 1920
"""No picture is wider or higher; a hostile size would make the decoder allocate without limit."""
KEYFRAME_HEADER_BYTES = 10


class Vp8Error(ValueError):
    """A payload that is not VP8 by RFC 7741."""


@dataclass(frozen=True)
class Descriptor:
    """The start of an RTP payload. ``starts``: first packet of a picture; ``length_bytes``: of the
    descriptor."""

    starts: bool
    picture_id: int | None
    picture_id_bits: int
    length_bytes: int


def parse_descriptor(payload: bytes) -> Descriptor:
    """Read the payload descriptor (RFC 7741, 4.2). Raises ``Vp8Error``."""
    size = len(payload)
    if size < 2:
        raise Vp8Error("a VP8 payload has at least two bytes")
    first = payload[0]
    position = 1
    picture_id: int | None = None
    bits = 0
    if first & 0x80:
        extension = payload[1]
        position = 2
        if extension & 0x80:
            if size <= position:
                raise Vp8Error("the picture ID is cut off")
            if payload[position] & 0x80:
                if size <= position + 1:
                    raise Vp8Error("the picture ID is cut off")
                picture_id = (payload[position] & 0x7F) << 8 | payload[position + 1]
                bits = 15
                position += 2
            else:
                picture_id = payload[position]
                bits = 7
                position += 1
        position += 1 if extension & 0x40 else 0
        position += 1 if extension & 0x30 else 0
    if size <= position:
        raise Vp8Error("there is no VP8 behind the descriptor")
    return Descriptor(bool(first & 0x10) and not first & 0x07, picture_id, bits, position)


def describe(picture_id: int, *, starts: bool) -> bytes:
    """The four-byte descriptor of one of our own packets, with a 15-bit picture ID."""
    return bytes((0x90 if starts else 0x80, 0x80, 0x80 | (picture_id >> 8 & 0x7F), picture_id & 0xFF))


def is_keyframe(picture: bytes) -> bool:
    """Whether this VP8 picture depends on no other (RFC 6386, 9.1: the lowest bit is 0)."""
    return not picture[0] & 0x01


def keyframe_size(picture: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as a key frame states them, None when its header is not one."""
    if len(picture) < KEYFRAME_HEADER_BYTES or picture[3:6] != b"\x9d\x01\x2a":
        return None
    return int.from_bytes(picture[6:8], "little") & 0x3FFF, int.from_bytes(picture[8:10], "little") & 0x3FFF


@dataclass(frozen=True)
class Arrival:
    """One RTP packet of the picture stream."""

    sequence: int
    timestamp: int
    marker: bool
    payload: bytes
    arrived_s: float


@dataclass(frozen=True)
class WholePicture:
    """All of one picture. ``arrived_s``: when its last packet came."""

    data: bytes
    keyframe: bool
    timestamp: int
    arrived_s: float


@dataclass(frozen=True)
class NeedKeyframe:
    """Something is missing for good: ask the sender. Said once per gap; the caller repeats as it sees fit."""


class Assembler:
    """Joins packets to pictures. Attribute ``waiting``: discards everything until a key frame. Not
    thread-safe."""

    def __init__(self) -> None:
        self.waiting = True
        self.gaps = 0
        self._expected: int | None = None
        self._early: dict[int, Arrival] = {}
        self._hole_since_s: float | None = None
        self._parts: list[bytes] = []
        self._size_bytes = 0
        self._timestamp = 0
        self._picture_id: int | None = None
        self._last_picture_id: int | None = None

    def put(self, packet: Arrival) -> list[WholePicture | NeedKeyframe]:
        """A packet came; gives what is complete now, in order."""
        out: list[WholePicture | NeedKeyframe] = []
        if self._expected is None:
            self._expected = packet.sequence
        ahead = (packet.sequence - self._expected) & 0xFFFF
        if ahead >= 0x8000:
            return out  # late or doubled: its place was filled or given up
        if ahead == 0:
            self._take(packet, out)
            self._drain(out)
        else:
            self._early[packet.sequence] = packet
            if self._hole_since_s is None:
                self._hole_since_s = packet.arrived_s
            if len(self._early) > REORDER_PACKETS or ahead > 0x1000:
                self._give_up(out)
        out.extend(self.elapsed(packet.arrived_s))
        return out

    def elapsed(self, now_s: float) -> list[WholePicture | NeedKeyframe]:
        """Time has passed: a packet that is still missing is given up."""
        out: list[WholePicture | NeedKeyframe] = []
        if self._hole_since_s is not None and now_s - self._hole_since_s >= REORDER_S:
            self._give_up(out)
        return out

    def _drain(self, out: list[WholePicture | NeedKeyframe]) -> None:
        assert self._expected is not None
        while (packet := self._early.pop(self._expected, None)) is not None:
            self._take(packet, out)
        if not self._early:
            self._hole_since_s = None
        elif self._hole_since_s is not None:
            self._hole_since_s = min(packet.arrived_s for packet in self._early.values())

    def _give_up(self, out: list[WholePicture | NeedKeyframe]) -> None:
        """Skip every hole: what follows is of use from the next key frame on."""
        assert self._expected is not None
        expected = self._expected
        packets = sorted(self._early.values(), key=lambda packet: (packet.sequence - expected) & 0xFFFF)
        self._early.clear()
        self._hole_since_s = None
        for packet in packets:
            if packet.sequence != self._expected:
                self._break(out)
                self._expected = packet.sequence
            self._take(packet, out)

    def _break(self, out: list[WholePicture | NeedKeyframe]) -> None:
        self._forget_parts()
        self.gaps += 1
        if not self.waiting:
            self.waiting = True
            out.append(NeedKeyframe())

    def _forget_parts(self) -> None:
        self._parts.clear()
        self._size_bytes = 0

    def _take(self, packet: Arrival, out: list[WholePicture | NeedKeyframe]) -> None:
        self._expected = (packet.sequence + 1) & 0xFFFF
        if not packet.payload:
            return  # padding: nothing but a sequence number
        try:
            descriptor = parse_descriptor(packet.payload)
        except Vp8Error:
            self._break(out)
            return
        body = packet.payload[descriptor.length_bytes :]
        if descriptor.starts:
            if self._parts:
                self._break(out)
            if not self._may_start(descriptor, body, out):
                return
            self._timestamp = packet.timestamp
            self._picture_id = descriptor.picture_id
        elif not self._parts:
            if not self.waiting:
                self._break(out)
            return
        elif packet.timestamp != self._timestamp:
            self._break(out)
            return
        self._parts.append(body)
        self._size_bytes += len(body)
        if self._size_bytes > PICTURE_MOST_BYTES:
            self._break(out)
        elif packet.marker:
            self._finish(packet.arrived_s, out)

    def _may_start(self, descriptor: Descriptor, body: bytes, out: list[WholePicture | NeedKeyframe]) -> bool:
        if is_keyframe(body):
            size = keyframe_size(body)
            if size is None or not (0 < size[0] <= SIDE_MOST_PX and 0 < size[1] <= SIDE_MOST_PX):
                self._break(out)
                return False
            return True
        if self.waiting:
            return False
        last = self._last_picture_id
        if descriptor.picture_id is not None and last is not None:
            mask = (1 << descriptor.picture_id_bits) - 1
            if descriptor.picture_id != (last + 1) & mask:
                self._break(out)
                return False
        return True

    def _finish(self, arrived_s: float, out: list[WholePicture | NeedKeyframe]) -> None:
        data = b"".join(self._parts)
        self._forget_parts()
        self.waiting = False
        self._last_picture_id = self._picture_id
        out.append(WholePicture(data, is_keyframe(data), self._timestamp, arrived_s))
