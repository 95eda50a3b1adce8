"""A link's figures, second by second.

Responsible for: rates from counters, loss and round trip. Not for: counting, nor what people are told
(``channel.core.link_quality``).
"""

from __future__ import annotations

from dataclasses import replace

from channel.core.block import BLOCKS_PER_S
from channel.media.events import LinkStatistics
from channel.media.media_transport import Traffic
from channel.media.peer import Peer

EVERY_S = 1.0


class Figures:
    """Loop thread only. Attribute ``newest``."""

    def __init__(self) -> None:
        self.newest = LinkStatistics()
        self._last_s = 0.0
        self._peer: Peer | None = None
        self._pictures = 0
        self._concealed = 0
        self._traffic = Traffic()

    def elapsed(self, now_s: float, peer: Peer | None, pictures: int, concealed: int) -> None:
        """``pictures`` and ``concealed`` (blocks of sound) are counted since the channel began."""
        since_s = now_s - self._last_s
        if since_s < EVERY_S:
            return
        self._last_s = now_s
        if peer is not self._peer:
            self._peer = peer
            self._pictures = pictures
            self._concealed = concealed
            self._traffic = replace(peer.traffic) if peer is not None else Traffic()
        if peer is None:
            self.newest = LinkStatistics()
            return
        made_up = max(0, concealed - self._concealed)
        path, traffic, before = peer.path, replace(peer.traffic), self._traffic
        self.newest = LinkStatistics(
            round_trip_ms=1000 * peer.round_trip_s if peer.knows_round_trip else 0.0,
            loss_in=peer.loss_in,
            loss_out=path.loss,
            concealed_share=min(1.0, made_up / (BLOCKS_PER_S * since_s)),
            pictures_in_per_s=(pictures - self._pictures) / since_s,
            kbps_in=(traffic.bytes_in - before.bytes_in) * 8 / 1000 / since_s,
            kbps_out=(traffic.bytes_out - before.bytes_out) * 8 / 1000 / since_s,
            packets_in_per_s=(traffic.packets_in - before.packets_in) / since_s,
            packets_out_per_s=(traffic.packets_out - before.packets_out) / since_s,
            target_kbps=path.target_kbps,
        )
        self._pictures, self._concealed, self._traffic = pictures, concealed, traffic
