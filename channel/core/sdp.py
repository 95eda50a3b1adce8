"""Checks an SDP before any library sees it, and keeps of it only what was understood.

Responsible for: the one shape that a channel has: audio, video and a data channel in one bundle, with a
SHA-256 fingerprint, ICE credentials and candidates of good form. Not for: applying it.

The grammar is RFC 8866 with RFC 8829 (JSEP), narrowed to what aiortc and Chromium write. Unknown
attributes are left out, malformed known ones refused. Errors name a reason and never contain SDP.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, TypeAlias

from channel.core.picture_payload import PictureCodec

Kind: TypeAlias = Literal["offer", "answer"]

MOST_CHARS = 24 * 1024
LINE_MOST_CHARS = 1024
LINES_MOST = 500
CANDIDATES_MOST = 32
MDNS_CANDIDATES_MOST = 4
SECTIONS = ("audio", "video", "application")


class SdpFault(Enum):
    """Why an SDP was refused."""

    TOO_LARGE = "too large"
    NOT_SDP = "not SDP"
    SECTIONS = "not exactly audio, video and application"
    BUNDLE = "not one bundle"
    FINGERPRINT = "no well-formed sha-256 fingerprint"
    ICE = "no well-formed ICE credentials"
    SETUP = "wrong setup attribute"
    CANDIDATE = "malformed or too many candidates"
    CODEC = "no Opus or no codec for pictures"
    ATTRIBUTE = "malformed attribute"


class SdpError(ValueError):
    """An SDP that must not be used. Attribute ``fault``."""

    def __init__(self, fault: SdpFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


_TOKEN = r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}"
_ICE = r"[A-Za-z0-9+/]"
_FINGERPRINT_BYTES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}
_CANDIDATE = re.compile(
    rf"({_ICE}{{1,32}}) (\d{{1,3}}) (udp|tcp) (\d{{1,10}}) ([0-9A-Za-z.:-]{{1,64}}) (\d{{1,5}})"
    r" typ (host|srflx|prflx|relay)((?: [A-Za-z0-9-]{1,32} [0-9A-Za-z+/.:-]{1,256}){0,8})",
    re.IGNORECASE,
)
_MDNS = re.compile(r"[0-9a-f-]{1,60}\.local", re.IGNORECASE)
_M_LINE = re.compile(r"(audio|video) (\d{1,5}) UDP/TLS/RTP/SAVPF((?: \d{1,3}){1,40})")
_M_DATA = re.compile(r"application (\d{1,5}) UDP/DTLS/SCTP webrtc-datachannel")
_PARAMETER = r"(?:profile-level-id=[0-9A-Fa-f]{6}|[a-z-]{1,40}=[0-9]{1,10})"
_RTPMAP = re.compile(r"(\d{1,3}) ([A-Za-z0-9-]{1,32})/(\d{4,6})(?:/([1-8]))?")

# What may stand after "a=NAME:"; an attribute that is not named here is left out.
_ATTRIBUTES = {
    "mid": re.compile(_TOKEN),
    "rtpmap": _RTPMAP,
    "fmtp": re.compile(
        rf"\d{{1,3}} (?:{_PARAMETER}(?:; ?{_PARAMETER}){{0,15}}|\d{{1,3}}(?:/\d{{1,3}}){{0,15}})"
    ),
    "rtcp-fb": re.compile(r"(?:\d{1,3}|\*) [a-z-]{1,20}(?: [a-z0-9-]{1,20})?"),
    "extmap": re.compile(r"(?:[1-9]|1[0-4]) [A-Za-z0-9:/._#-]{1,128}"),
    "ssrc": re.compile(r"\d{1,10} [a-z]{1,16}:[A-Za-z0-9{}+/=. _-]{1,200}"),
    "ssrc-group": re.compile(r"FID \d{1,10} \d{1,10}"),
    "msid": re.compile(r"[A-Za-z0-9{}+/=._-]{1,64}(?: [A-Za-z0-9{}+/=._-]{1,64})?"),
    "rtcp": re.compile(r"\d{1,5} IN IP[46] [0-9A-Fa-f.:]{1,45}"),
    "sctp-port": re.compile(r"\d{1,5}"),
    "max-message-size": re.compile(r"\d{1,10}"),
    "ice-ufrag": re.compile(rf"{_ICE}{{4,256}}"),
    "ice-pwd": re.compile(rf"{_ICE}{{22,256}}"),
    "setup": re.compile("actpass|active|passive"),
    "group": re.compile(rf"BUNDLE(?: {_TOKEN}){{1,8}}"),
    "fingerprint": re.compile(
        r"(sha-256|sha-384|sha-512) ((?:[0-9A-F]{2}:){31,63}[0-9A-F]{2})", re.IGNORECASE
    ),
}
_FLAGS = frozenset({"sendrecv", "sendonly", "recvonly", "inactive", "rtcp-mux", "end-of-candidates"})
_FAULTS = {
    "ice-ufrag": SdpFault.ICE,
    "ice-pwd": SdpFault.ICE,
    "setup": SdpFault.SETUP,
    "group": SdpFault.BUNDLE,
    "fingerprint": SdpFault.FINGERPRINT,
}
# Left out inside a section are numbers beyond these.
_PORT_MOST = 65535
_PAYLOAD_TYPE_MOST = 127
_UINT32_MOST = (1 << 32) - 1
_HEADER = {"v": "0", "s": None, "t": "0 0", "o": None}


@dataclass
class _Section:
    lines: list[str] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    payload_types: frozenset[int] = frozenset()

    def one(self, name: str) -> str | None:
        values = self.values.get(name, [])
        return values[0] if len(values) == 1 else None


def checked(text: str, kind: Kind, codecs: Collection[PictureCodec] = (PictureCodec.VP8,)) -> str:
    """The SDP with only what was understood of it; one of these codecs for pictures is among it. Raises
    ``SdpError``."""
    session, media = _split(text)
    for section in (session, *media):
        _check_lines(section)
    _check_bundle(session, media)
    for section in media:
        _check_transport(session, section, kind)
    _check_codecs(media, codecs)
    _check_candidates(media)
    return "".join(line + "\r\n" for section in (session, *media) for line in section.lines)


def payload_types(text: str, media: str) -> list[int]:
    """Those of the audio or video section of a checked SDP, best first (RFC 8866, 5.14)."""
    line = re.search(rf"(?m)^m={media} \S+ \S+((?: \d+)+)", text)
    return [int(number) for number in line.group(1).split()] if line is not None else []


def _split(text: str) -> tuple[_Section, list[_Section]]:
    if len(text) > MOST_CHARS:
        raise SdpError(SdpFault.TOO_LARGE)
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) > LINES_MOST or any(len(line) > LINE_MOST_CHARS for line in lines):
        raise SdpError(SdpFault.TOO_LARGE)
    if not all(re.fullmatch(r"[a-z]=[\x20-\x7e]*", line) for line in lines) or lines[0] != "v=0":
        raise SdpError(SdpFault.NOT_SDP)
    session = _Section()
    media: list[_Section] = []
    for line in lines:
        if line.startswith("m="):
            media.append(_Section())
        (media[-1] if media else session).lines.append(line)
    return session, media


def _check_lines(section: _Section) -> None:
    kept: list[str] = []
    seen: set[str] = set()
    for line in section.lines:
        letter, value = line[0], line[2:]
        if letter == "a":
            if _attribute(section, value):
                kept.append(line)
            continue
        if letter in seen:
            raise SdpError(SdpFault.NOT_SDP)
        seen.add(letter)
        if letter == "o" and not re.fullmatch(
            r"[!-~]{1,64} \d{1,20} \d{1,20} IN IP[46] [0-9A-Za-z.:-]{1,64}", value
        ):
            raise SdpError(SdpFault.NOT_SDP)
        if letter == "t" and value != "0 0":
            raise SdpError(SdpFault.NOT_SDP)
        if letter == "c" and not re.fullmatch(r"IN IP[46] [0-9A-Fa-f.:]{1,45}", value):
            raise SdpError(SdpFault.NOT_SDP)
        if letter in "vostcm":
            kept.append(line)
    section.lines = kept


def _attribute(section: _Section, text: str) -> bool:
    """Whether this attribute is known; raises when it is known and malformed."""
    name, colon, value = text.partition(":")
    if not colon:
        if name in _FLAGS:
            section.values.setdefault(name, []).append("")
            return True
        return False
    if name == "candidate":
        if not _is_candidate(value):
            raise SdpError(SdpFault.CANDIDATE)
        if " tcp " in value.lower():
            return False
    elif (form := _ATTRIBUTES.get(name)) is None:
        return False
    elif not form.fullmatch(value) or not _numbers_fit(name, value):
        raise SdpError(_FAULTS.get(name, SdpFault.ATTRIBUTE))
    section.values.setdefault(name, []).append(value)
    return True


def _numbers_fit(name: str, value: str) -> bool:
    match name:
        case "rtpmap" | "fmtp":
            return int(value.split()[0]) <= _PAYLOAD_TYPE_MOST
        case "rtcp-fb":
            number = value.split()[0]
            return number == "*" or int(number) <= _PAYLOAD_TYPE_MOST
        case "ssrc":
            return int(value.split()[0]) <= _UINT32_MOST
        case "ssrc-group":
            return all(int(ssrc) <= _UINT32_MOST for ssrc in value.split()[1:])
        case "sctp-port" | "rtcp":
            return int(value.split()[0]) <= _PORT_MOST
        case "fingerprint":
            algorithm, digits = value.split()
            return len(digits) == 3 * _FINGERPRINT_BYTES[algorithm.lower()] - 1
        case _:
            return True


def _is_candidate(value: str) -> bool:
    found = _CANDIDATE.fullmatch(value)
    if found is None:
        return False
    component, priority, host, port = found.group(2), found.group(4), found.group(5), found.group(6)
    if component != "1" or int(priority) > _UINT32_MOST or int(port) > _PORT_MOST:
        return False
    extras = found.group(8).split()
    for name, extra in zip(extras[::2], extras[1::2], strict=True):
        if name.lower() in ("rport", "generation", "network-id", "network-cost") and not re.fullmatch(
            r"\d{1,5}", extra
        ):
            return False
        if name.lower() == "raddr" and not _is_host(extra):
            return False
    return _is_host(host)


def _is_host(host: str) -> bool:
    if _MDNS.fullmatch(host):
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _check_bundle(session: _Section, media: list[_Section]) -> None:
    if [section.lines[0][2:].split(" ", 1)[0] for section in media] != list(SECTIONS):
        raise SdpError(SdpFault.SECTIONS)
    for section in media:
        line = section.lines[0][2:]
        found = _M_LINE.fullmatch(line) or _M_DATA.fullmatch(line)
        ports = re.findall(r"\d+", line)
        # Port 0 refuses a section; a channel has all three.
        if found is None or not 0 < int(ports[0]) <= _PORT_MOST:
            raise SdpError(SdpFault.SECTIONS)
        section.payload_types = frozenset(int(number) for number in ports[1:])
        if any(number > _PAYLOAD_TYPE_MOST for number in section.payload_types):
            raise SdpError(SdpFault.SECTIONS)
    mids = [section.one("mid") for section in media]
    group = session.one("group")
    if group is None or None in mids or len(set(mids)) != len(mids):
        raise SdpError(SdpFault.BUNDLE)
    if group.split()[1:] != mids:
        raise SdpError(SdpFault.BUNDLE)


def _check_transport(session: _Section, section: _Section, kind: Kind) -> None:
    if not any(part.one("ice-ufrag") and part.one("ice-pwd") for part in (section, session)):
        raise SdpError(SdpFault.ICE)
    fingerprints = section.values.get("fingerprint") or session.values.get("fingerprint", [])
    if not any(value.lower().startswith("sha-256 ") for value in fingerprints) or len(fingerprints) > 4:
        raise SdpError(SdpFault.FINGERPRINT)
    setup = section.one("setup") or session.one("setup")
    if setup not in (("actpass",) if kind == "offer" else ("active", "passive")):
        raise SdpError(SdpFault.SETUP)


def _check_codecs(media: list[_Section], codecs: Collection[PictureCodec]) -> None:
    pictures = [f" {codec.value}/90000" for codec in codecs]
    for section, wanted in zip(media[:2], ([" opus/48000"], pictures), strict=True):
        rtpmaps = section.values.get("rtpmap", [])
        mapped = [int(value.split()[0]) for value in rtpmaps]
        if sorted(mapped) != sorted(section.payload_types):
            raise SdpError(SdpFault.CODEC)
        for value in section.values.get("fmtp", []) + section.values.get("rtcp-fb", []):
            number = value.split()[0]
            if number != "*" and int(number) not in section.payload_types:
                raise SdpError(SdpFault.ATTRIBUTE)
        if not any(one in value.lower() for value in rtpmaps for one in wanted):
            raise SdpError(SdpFault.CODEC)
        if "rtcp-mux" not in section.values:
            raise SdpError(SdpFault.BUNDLE)
    # Codecs belong to audio and video alone.
    if media[2].one("sctp-port") is None or media[2].values.keys() & {"rtpmap", "fmtp", "rtcp-fb"}:
        raise SdpError(SdpFault.ATTRIBUTE)


def _check_candidates(media: list[_Section]) -> None:
    for section in media:
        candidates = section.values.get("candidate", [])
        names = [value for value in candidates if ".local " in value.lower()]
        if len(candidates) > CANDIDATES_MOST or len(names) > MDNS_CANDIDATES_MOST:
            raise SdpError(SdpFault.CANDIDATE)
