"""What the server tells about itself: ``/health`` for a person or a watchdog, ``/metrics`` for Prometheus.

Responsible for: counting and writing it down. Never a name, a token or a participant: counts only.
"""

from __future__ import annotations

import json
from collections import Counter as Counts

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from channel.settings.version import VERSION
from channel.wire.forms import SCORES
from channel.wire.link_level import LinkLevel
from channel.wire.messages import BoothPresence, ErrorCode, LinkReport
from signaling_server.core.hub import Hub
from signaling_server.runtime.documents import DocumentsService

RELAY_BUCKETS_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25)


class Metrics:
    """Counters of one server in a registry of its own. Loop thread only."""

    def __init__(self, hub: Hub, started_s: float, documents: DocumentsService | None = None) -> None:
        self._hub = hub
        self._documents = documents
        self._started_s = started_s
        self._registry = registry = CollectorRegistry()
        self._booths = Gauge("bilik_booths", "Booths by state", ["presence"], registry=registry)
        self._desks = Gauge("bilik_desks", "Desks connected", registry=registry)
        self._channels = Gauge("bilik_channels", "Channels open", registry=registry)
        self._waiting = Gauge("bilik_waiting_visits", "Visits in the queue", registry=registry)
        self._links = Gauge("bilik_links", "Channels by how good their link is", ["level"], registry=registry)
        self._worst_loss = Gauge(
            "bilik_worst_link_loss_ratio",
            "Share of packets lost, before repair, on the worst link",
            registry=registry,
        )
        self._worst_round_trip_s = Gauge(
            "bilik_worst_link_round_trip_seconds", "Round trip of the slowest link", registry=registry
        )
        self._paired = Gauge("bilik_pairings", "Visits given to a desk since the start", registry=registry)
        self._ratings = Counter("bilik_ratings", "Visits by how content", ["score"], registry=registry)
        self._rated: Counts[int] = Counts()
        """What of the hub's count is in ``_ratings`` already."""
        self._store_ready = Gauge(
            "bilik_store_ready", "1 when the last thing to be stored could be", registry=registry
        )
        self.strangers = Gauge("bilik_unauthenticated", "Connections without hello", registry=registry)
        self.messages = Counter("bilik_messages", "Messages received", registry=registry)
        self._refusals = Counter("bilik_refusals", "Messages refused", ["code"], registry=registry)
        self.handling_s = Histogram(
            "bilik_handling_seconds",
            "From a message's arrival until its consequences are on their way",
            buckets=RELAY_BUCKETS_S,
            registry=registry,
        )

    def count_refusal(self, code: ErrorCode) -> None:
        self._refusals.labels(code.value).inc()

    def health(self, now_s: float) -> str:
        """JSON."""
        presences = self._hub.presences()
        branch = self._hub.branch
        facts = {
            "alive": True,
            "version": VERSION,
            "up_s": round(now_s - self._started_s, 1),
            "booths": {presence.value: presences[presence] for presence in BoothPresence},
            "desks": sum(desk.client is not None for desk in branch.desks.values()),
            "channels": sum(len(desk.channels) for desk in branch.desks.values()),
            "links": self._levels(self._hub.link_reports(now_s)),
            "waiting": len(branch.queue),
            "store": self._store_word(),
        }
        return json.dumps(facts) + "\n"

    def _store_word(self) -> str:
        if self._documents is None:
            return "none"
        return "unavailable" if self._documents.unavailable else "ready"

    def _levels(self, reports: list[LinkReport]) -> dict[str, int]:
        counted = Counts(report.level for report in reports)
        return {level.value: counted[level] for level in LinkLevel}

    def exposition(self, now_s: float) -> bytes:
        """Prometheus' text format."""
        presences = self._hub.presences()
        branch = self._hub.branch
        for presence in BoothPresence:
            self._booths.labels(presence.value).set(presences[presence])
        self._desks.set(sum(desk.client is not None for desk in branch.desks.values()))
        self._channels.set(sum(len(desk.channels) for desk in branch.desks.values()))
        self._waiting.set(len(branch.queue))
        reports = self._hub.link_reports(now_s)
        for level, count in self._levels(reports).items():
            self._links.labels(level).set(count)
        self._worst_loss.set(max((report.loss for report in reports), default=0.0))
        self._worst_round_trip_s.set(max((report.round_trip_ms for report in reports), default=0.0) / 1000)
        self._paired.set(branch.paired)
        for score in SCORES:
            rated = branch.ratings[score]
            self._ratings.labels(str(score)).inc(rated - self._rated[score])
            self._rated[score] = rated
        self._store_ready.set(self._store_word() == "ready")
        return generate_latest(self._registry)
