"""What the server is told of the links of this desk's channels, and when.

Responsible for: the pace, so that six bad links together stay far below the server's limit of messages. Not
for: judging a link (``channel.core.link_quality``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from channel.core.link_quality import NOT_CONNECTED
from channel.wire.forms import ROUND_TRIP_MOST_MS
from channel.wire.ids import ChannelId
from channel.wire.link_level import LinkLevel
from channel.wire.messages import LinkReport
from cso_console.core.seats import Served

EVERY_S = 5.0
CHANGE_EVERY_S = 1.0
"""A changed level is told at once, but not more often than this."""


class _Told(NamedTuple):
    level: LinkLevel | None
    at_s: float


class LinkReports:
    """Remembers what was told last of each channel."""

    def __init__(self) -> None:
        self._told: dict[ChannelId, _Told] = {}

    def due(self, served: Iterable[Served], now_s: float) -> list[LinkReport]:
        """What is to be told now; ``served``: all visits with a channel, what belongs to others is
        forgotten."""
        reports = []
        told: dict[ChannelId, _Told] = {}
        for visit in served:
            # A channel that has just been opened is given a moment to come up.
            last = self._told.get(visit.channel, _Told(None, now_s))
            level = (visit.quality if visit.alive else NOT_CONNECTED).level
            wait_s = EVERY_S if level is last.level else CHANGE_EVERY_S
            if now_s - last.at_s >= wait_s:
                last = _Told(level, now_s)
                reports.append(_report(visit, level))
            told[visit.channel] = last
        self._told = told
        return reports


def _report(visit: Served, level: LinkLevel) -> LinkReport:
    figures = visit.figures
    return LinkReport(
        channel=visit.channel,
        level=level,
        loss=min(1.0, round(figures.loss, 4)),
        round_trip_ms=min(ROUND_TRIP_MOST_MS, round(figures.round_trip_ms, 1)),
    )
