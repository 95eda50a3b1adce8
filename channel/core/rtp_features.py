"""What the two ends of a channel can do beyond plain RTP, as SDP says it.

Responsible for: adding these lines to our own descriptions and reading them in the far end's. Not for: the
rest of the SDP (aiortc writes it, ``sdp`` checks it).

aiortc knows nothing of redundant sound, of repeats and copies of sound, or of transport-wide numbers, and
never sees these lines in ours; in the far end's it passes over them, as ours prefer no codec of theirs. A far
end without them is served plainly.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from channel.core import transport_feedback
from channel.core.picture_payload import PictureCodec

_RTPMAP = re.compile(r"a=rtpmap:(\d+) ([A-Za-z0-9-]+)/(\d+)")
_CODECS = {"audio": {"opus"}, "video": {codec.value for codec in PictureCodec}}
_COUNTED = "transport-cc"
_TOLD_AGAIN = "transport-cc again"
_REPEATED = "nack"


@dataclass(frozen=True)
class Features:
    """``red_type``: payload type of redundant sound (RFC 2198), ``transport_id``: of the header extension
    with the transport-wide number; None without. ``counted``: kinds whose packets carry it and are told of;
    ``repeated``: kinds of which packets are sent again on demand (generic NACK, RFC 4585); ``told_again``:
    each feedback tells also of what the last one told of, which no browser expects;
    ``copy_type`` and ``red_copy_type``: payload types of copies of plain and of redundant sound (RFC 4588),
    None without."""

    red_type: int | None = None
    transport_id: int | None = None
    counted: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    told_again: bool = False
    copy_type: int | None = None
    red_copy_type: int | None = None

    @property
    def copied(self) -> bool:
        """Whether all packets of sound may be copied, and each is told of, so that no loss hides."""
        all_types = self.copy_type is not None and (self.red_type is None or self.red_copy_type is not None)
        return all_types and "audio" in self.counted

    def copy_types(self, sound_type: int) -> dict[int, int]:
        """The payload types of copies, by those of what is copied; ``sound_type``: of plain sound."""
        of = {sound_type: self.copy_type, self.red_type: self.red_copy_type}
        return {one: copy for one, copy in of.items() if one is not None and copy is not None}

    def common(self, other: Features) -> Features:
        """What both have. Where they disagree about a number, neither uses it."""
        same_id = self.transport_id == other.transport_id
        return Features(
            red_type=self.red_type if self.red_type == other.red_type else None,
            transport_id=self.transport_id if same_id else None,
            counted=self.counted & other.counted if same_id else frozenset(),
            repeated=self.repeated & other.repeated,
            told_again=self.told_again and other.told_again,
            copy_type=self.copy_type if self.copy_type == other.copy_type else None,
            red_copy_type=self.red_copy_type if self.red_copy_type == other.red_copy_type else None,
        )


OURS = Features(
    red_type=63,
    transport_id=4,
    counted=frozenset(_CODECS),
    repeated=frozenset(_CODECS),
    told_again=True,
    copy_type=62,
    red_copy_type=61,
)
"""What a desk offers; the numbers are free in what aiortc writes."""


def read(text: str) -> Features:
    """What a checked SDP offers or accepts."""
    red_type = transport_id = copy_type = red_copy_type = None
    counted, repeated = set(), set()
    told_again = False
    for kind, lines in _sections(text):
        codecs = _payload_types(lines, _CODECS[kind])
        # Of what each codec has that pictures may come in.
        feedback = set.intersection(*[_feedback(lines, codec) for codec in codecs])
        if _REPEATED in feedback:
            repeated.add(kind)
        told_again |= _TOLD_AGAIN in feedback
        for line in lines:
            if line.startswith("a=extmap:") and line.endswith(f" {transport_feedback.URI}"):
                transport_id = int(line[len("a=extmap:") :].split(" ")[0])
                if _COUNTED in feedback:
                    counted.add(kind)
        for red in _payload_types(lines, {"red"})[:1] if kind == "audio" else []:
            # All of it must be Opus: "a=fmtp:63 96/96".
            if any(re.fullmatch(rf"a=fmtp:{red} {codecs[0]}(?:/{codecs[0]})*", line) for line in lines):
                red_type = red
        for copies in _payload_types(lines, {"rtx"}) if kind == "audio" else []:
            if f"a=fmtp:{copies} apt={codecs[0]}" in lines:
                copy_type = copies
            if f"a=fmtp:{copies} apt={red_type}" in lines:
                red_copy_type = copies
    return Features(
        red_type, transport_id, frozenset(counted), frozenset(repeated), told_again, copy_type, red_copy_type
    )


def write(text: str, features: Features) -> str:
    """Our SDP, as aiortc made it, with these added."""
    for kind, lines in _sections(text):
        codecs = _payload_types(lines, _CODECS[kind])
        added: list[str] = []
        if kind in features.repeated:
            added += [f"a=rtcp-fb:{codec} {_REPEATED}" for codec in codecs]
        if kind in features.counted:
            said = (_COUNTED, _TOLD_AGAIN) if features.told_again else (_COUNTED,)
            added += [f"a=rtcp-fb:{codec} {feedback}" for codec in codecs for feedback in said]
            added.append(f"a=extmap:{features.transport_id} {transport_feedback.URI}")
        changed = list(lines)
        if kind == "audio" and features.red_type is not None:
            changed[0] += f" {features.red_type}"
            added.append(f"a=rtpmap:{features.red_type} red/48000/2")
            added.append(f"a=fmtp:{features.red_type} {codecs[0]}/{codecs[0]}")
        if kind == "audio":
            for original, copies in features.copy_types(codecs[0]).items():
                changed[0] += f" {copies}"
                added += [f"a=rtpmap:{copies} rtx/48000/2", f"a=fmtp:{copies} apt={original}"]
        changed += [line for line in added if line not in lines]
        text = text.replace("\r\n".join(lines), "\r\n".join(changed), 1)
    return text


def _sections(text: str) -> list[tuple[str, list[str]]]:
    """The lines of the audio and of the video section."""
    parts = re.split(r"(?m)^m=", text)[1:]
    sections = [("m=" + part).rstrip("\r\n").split("\r\n") for part in parts]
    return [(lines[0][2:7], lines) for lines in sections if lines[0][2:7] in _CODECS]


def _payload_types(lines: list[str], codecs: Collection[str]) -> list[int]:
    """The payload types of these codecs."""
    found = filter(None, (_RTPMAP.match(line) for line in lines))
    return [int(one.group(1)) for one in found if one.group(2).lower() in codecs]


def _feedback(lines: list[str], payload_type: int) -> set[str]:
    """What feedback there is on this payload type."""
    starts = f"a=rtcp-fb:{payload_type} ", "a=rtcp-fb:* "
    return {line.split(" ", 1)[1] for line in lines if line.startswith(starts)}
