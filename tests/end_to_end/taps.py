"""What goes over the wire of the ends in this process, and when their gates let it.

Responsible for: every RTP packet on arrival, decrypted, before any gate, buffer or mixer; when the other end
had sent it, so that a busy machine that handles it late is not taken for a leak; when gates opened and shut.
Not for: judging it (``wire``).
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeAlias

import pytest

from channel.media.aiortc_seams import Wire
from channel.media.channel_end import BoothEnd, DeskEnd
from channel.media.picture_outlet import PictureOutlet
from channel.media.voice_outlet import VoiceOutlet

Interval: TypeAlias = tuple[float, float]
Sent: TypeAlias = dict[bytes, list[float]]
"""By SSRC and sequence number: when packets with these left, also those that are sent again."""


@dataclass(frozen=True)
class TappedPacket:
    """``at_s``: of CLOCK_MONOTONIC, the same in every process of a machine."""

    at_s: float
    kind: str
    raw: bytes


@dataclass
class EndTap:
    """One end of a channel. ``voice`` and ``picture``: its gates, each change with its time."""

    arrived: list[TappedPacket] = field(default_factory=list)
    voice: list[tuple[float, bool]] = field(default_factory=list)
    picture: list[tuple[float, bool]] = field(default_factory=list)

    def copy(self) -> EndTap:
        """As it is now, from any thread."""
        return EndTap(list(self.arrived), list(self.voice), list(self.picture))


class Taps:
    """On every end that the programs of this process make. ``ends``: by the name of the channel."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ends: dict[str, EndTap] = defaultdict(EndTap)
        self.sent: Sent = defaultdict(list)
        send_rtp = Wire.send_rtp

        def send(wire: Wire, packet: bytes) -> bool:
            self.sent[_key(packet)].append(time.monotonic())
            return send_rtp(wire, packet)

        patch.setattr(Wire, "send_rtp", send)
        patch.setattr("cso_console.runtime.channels.DeskEnd", partial(self._make, DeskEnd))
        patch.setattr("booth_client.runtime.channel.BoothEnd", partial(self._make, BoothEnd))

    def _make(self, kind: type[DeskEnd | BoothEnd], *args: Any, **options: Any) -> DeskEnd | BoothEnd:
        tap = self.ends[options.get("name", "booth")]

        def came(kind: str, raw: bytes) -> None:
            tap.arrived.append(TappedPacket(time.monotonic(), kind, raw))

        end = kind(*args, tap=came, **options)
        _watch(end._voice_out, tap.voice)
        _watch(end._picture_out, tap.picture)
        return end


def _watch(outlet: VoiceOutlet | PictureOutlet, switches: list[tuple[float, bool]]) -> None:
    opens, shuts = outlet.open, outlet.shut

    def open_(now_s: float) -> None:
        switches.append((time.monotonic(), True))
        opens(now_s)

    def shut() -> None:
        shuts()
        switches.append((time.monotonic(), False))

    setattr(outlet, "open", open_)  # noqa: B010 - a method of this one only
    setattr(outlet, "shut", shut)  # noqa: B010


def _key(packet: bytes) -> bytes:
    return packet[8:12] + packet[2:4]


@dataclass(frozen=True)
class Direction:
    """What one end was sent, each packet with the time at which it left, and when the sender's gates were
    open."""

    packets: list[TappedPacket]
    voice_gate: list[Interval]
    picture_gate: list[Interval]


def direction(to: EndTap, sender: EndTap, sent: Mapping[bytes, list[float]]) -> Direction:
    """``sender`` and ``sent`` were noted after ``to``."""
    now_s = time.monotonic()
    return Direction(
        _as_sent(to.arrived, sent), intervals(sender.voice, now_s), intervals(sender.picture, now_s)
    )


def _as_sent(arrived: list[TappedPacket], sent: Mapping[bytes, list[float]]) -> list[TappedPacket]:
    packets = []
    for packet in arrived:
        times = sent[_key(packet.raw)]
        packets.append(replace(packet, at_s=times[bisect_right(times, packet.at_s) - 1]))
    return packets


def intervals(changes: list[tuple[float, bool]], now_s: float) -> list[Interval]:
    """When it was true; the last one may still be open."""
    found: list[Interval] = []
    begin_s: float | None = None
    for at_s, true in [*changes, (now_s, False)]:
        if true and begin_s is None:
            begin_s = at_s
        elif not true and begin_s is not None:
            found.append((begin_s, at_s))
            begin_s = None
    return found
