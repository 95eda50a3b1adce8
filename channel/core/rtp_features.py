"""What the two ends of a channel can do beyond plain RTP, as SDP says it.

Responsible for: adding these lines to our own descriptions and reading them in the far end's. Not for: the
rest of the SDP (aiortc writes it, ``sdp`` checks it).

aiortc knows nothing of redundant sound, of repeats of sound, or of transport-wide numbers, and never sees
these lines in ours; in the far end's it passes over them. A far end without them is served plainly.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from channel.core import transport_feedback
from channel.core.copies import COPIES_MOST, ssrc_of
from channel.core.picture_payload import PictureCodec

_RTPMAP = re.compile(r"a=rtpmap:(\d+) ([A-Za-z0-9-]+)/(\d+)")
_CODECS = {"audio": {"opus"}, "video": {codec.value for codec in PictureCodec}}
_COUNTED = "transport-cc"
_TOLD_AGAIN = "transport-cc again"
_REPEATED = "nack"
_COPIES = re.compile(r"a=ssrc-group:DUP ([\d ]+)")
_SSRC = re.compile(r"a=ssrc:(\d+) cname:")


@dataclass(frozen=True)
class Features:
    """``red_type``: payload type of redundant sound (RFC 2198), ``transport_id``: of the header extension
    with the transport-wide number; None without. ``counted``: kinds whose packets carry it and are told of;
    ``repeated``: kinds of which packets are sent again on demand (generic NACK, RFC 4585); ``told_again``:
    each feedback tells also of what the last one told of, which no browser expects; ``copied``: packets of
    sound may come several times (``copies``)."""

    red_type: int | None = None
    transport_id: int | None = None
    counted: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    told_again: bool = False
    copied: bool = False

    def common(self, other: Features) -> Features:
        """What both have. Where they disagree about a number, neither uses it."""
        same_id = self.transport_id == other.transport_id
        return Features(
            red_type=self.red_type if self.red_type == other.red_type else None,
            transport_id=self.transport_id if same_id else None,
            counted=self.counted & other.counted if same_id else frozenset(),
            repeated=self.repeated & other.repeated,
            told_again=self.told_again and other.told_again,
            copied=self.copied and other.copied,
        )


OURS = Features(
    red_type=63,
    transport_id=4,
    counted=frozenset(_CODECS),
    repeated=frozenset(_CODECS),
    told_again=True,
    copied=True,
)
"""What a desk offers; the numbers are free in what aiortc writes."""


def read(text: str) -> Features:
    """What a checked SDP offers or accepts."""
    red_type = transport_id = None
    counted, repeated = set(), set()
    told_again = copied = False
    for kind, lines in _sections(text):
        codecs = _payload_types(lines, _CODECS[kind])
        # Of what each codec has that pictures may come in.
        feedback = set.intersection(*[_feedback(lines, codec) for codec in codecs])
        if _REPEATED in feedback:
            repeated.add(kind)
        told_again |= _TOLD_AGAIN in feedback
        copied |= kind == "audio" and any(map(_says_copies, lines))
        for line in lines:
            if line.startswith("a=extmap:") and line.endswith(f" {transport_feedback.URI}"):
                transport_id = int(line[len("a=extmap:") :].split(" ")[0])
                if _COUNTED in feedback:
                    counted.add(kind)
        for red in _payload_types(lines, {"red"})[:1] if kind == "audio" else []:
            # All of it must be Opus: "a=fmtp:63 96/96".
            if any(re.fullmatch(rf"a=fmtp:{red} {codecs[0]}(?:/{codecs[0]})*", line) for line in lines):
                red_type = red
    return Features(red_type, transport_id, frozenset(counted), frozenset(repeated), told_again, copied)


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
        if kind == "audio" and features.copied:
            added += [_copies_line(int(ssrc.group(1))) for ssrc in filter(None, map(_SSRC.match, lines))]
        changed += [line for line in added if line not in lines]
        text = text.replace("\r\n".join(lines), "\r\n".join(changed), 1)
    return text


def _sections(text: str) -> list[tuple[str, list[str]]]:
    """The lines of the audio and of the video section."""
    parts = re.split(r"(?m)^m=", text)[1:]
    sections = [("m=" + part).rstrip("\r\n").split("\r\n") for part in parts]
    return [(lines[0][2:7], lines) for lines in sections if lines[0][2:7] in _CODECS]


def _copies_line(ssrc: int) -> str:
    return "a=ssrc-group:DUP " + " ".join(str(ssrc_of(ssrc, place)) for place in range(COPIES_MOST))


def _says_copies(line: str) -> bool:
    """Whether it names copies, and by the SSRCs that ours go by."""
    said = _COPIES.fullmatch(line)
    return said is not None and line == _copies_line(int(said.group(1).split()[0]))


def _payload_types(lines: list[str], codecs: Collection[str]) -> list[int]:
    """The payload types of these codecs."""
    found = filter(None, (_RTPMAP.match(line) for line in lines))
    return [int(one.group(1)) for one in found if one.group(2).lower() in codecs]


def _feedback(lines: list[str], payload_type: int) -> set[str]:
    """What feedback there is on this payload type."""
    starts = f"a=rtcp-fb:{payload_type} ", "a=rtcp-fb:* "
    return {line.split(" ", 1)[1] for line in lines if line.startswith(starts)}
