"""A link's figures, second by second.

Responsible for: rates from counters, loss and round trip, and the bars that follow from them. Not for:
counting.
"""

from __future__ import annotations

from channel.core.liveness import Life
from channel.core.quality import bars
from channel.media.events import LinkStatistics
from channel.media.peer import Peer

EVERY_S = 1.0
LOSS_WEIGHT = 0.3
"""Of the newest second in the loss that the bars are made of, so that one bad second does not make them
jump."""


class Figures:
    """Loop thread only. Attribute ``newest``."""

    def __init__(self) -> None:
        self.newest = LinkStatistics()
        self._smooth_loss = 0.0
        self._last_s = 0.0
        self._peer: Peer | None = None
        self._octets: dict[tuple[str, str], int] = {}
        self._pictures = 0

    def elapsed(self, now_s: float, peer: Peer | None, pictures: int) -> bool:
        """Whether new figures were made."""
        since_s = now_s - self._last_s
        if since_s < EVERY_S:
            return False
        self._last_s = now_s
        if peer is not self._peer:
            self._peer = peer
            self._octets = {}
            self._pictures = pictures
        if peer is None:
            self.newest = LinkStatistics()
            return True
        rates: dict[tuple[str, str], float] = {}
        for way, streams in (("in", peer.incoming), ("out", peer.outgoing)):
            for kind, stream in streams.items():
                before = self._octets.get((way, kind), stream.octets)
                self._octets[way, kind] = stream.octets
                rates[way, kind] = (stream.octets - before) * 8 / 1000 / since_s
        loss_in = max(stream.loss for stream in peer.incoming.values())
        loss_out = max((stream.loss for stream in peer.outgoing.values()), default=0.0)
        self._smooth_loss += LOSS_WEIGHT * (max(loss_in, loss_out) - self._smooth_loss)
        self.newest = LinkStatistics(
            round_trip_ms=1000 * max((stream.round_trip_s for stream in peer.outgoing.values()), default=0.0),
            loss_in=loss_in,
            loss_out=loss_out,
            voice_in_kbps=rates.get(("in", "audio"), 0.0),
            voice_out_kbps=rates.get(("out", "audio"), 0.0),
            picture_in_kbps=rates.get(("in", "video"), 0.0),
            picture_out_kbps=rates.get(("out", "video"), 0.0),
            pictures_in_per_s=(pictures - self._pictures) / since_s,
        )
        self._pictures = pictures
        return True

    def bars(self, life: Life, held: bool) -> int:
        """0 to 4, for people."""
        return bars(life, self._smooth_loss, self.newest.round_trip_ms / 1000, held)
