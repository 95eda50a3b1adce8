"""What the server tells about itself: ``/health`` for a person or a watchdog, ``/metrics`` for Prometheus.

Responsible for: counting and writing it down. Never a name, a token or a participant: counts only.
"""

from __future__ import annotations

import json

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from channel.settings.version import VERSION
from channel.wire.messages import BoothPresence, ErrorCode
from signaling_server.core.hub import Hub

RELAY_BUCKETS_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25)


class Metrics:
    """Counters of one server in a registry of its own. Loop thread only."""

    def __init__(self, hub: Hub, started_s: float) -> None:
        self._hub = hub
        self._started_s = started_s
        self._registry = registry = CollectorRegistry()
        self._booths = Gauge("bilik_booths", "Booths by state", ["presence"], registry=registry)
        self._desks = Gauge("bilik_desks", "Desks connected", registry=registry)
        self._channels = Gauge("bilik_channels", "Channels open", registry=registry)
        self._waiting = Gauge("bilik_waiting_visits", "Visits in the queue", registry=registry)
        self._paired = Gauge("bilik_pairings", "Visits given to a desk since the start", registry=registry)
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
            "waiting": len(branch.queue),
        }
        return json.dumps(facts) + "\n"

    def exposition(self) -> bytes:
        """Prometheus' text format."""
        presences = self._hub.presences()
        branch = self._hub.branch
        for presence in BoothPresence:
            self._booths.labels(presence.value).set(presences[presence])
        self._desks.set(sum(desk.client is not None for desk in branch.desks.values()))
        self._channels.set(sum(len(desk.channels) for desk in branch.desks.values()))
        self._waiting.set(len(branch.queue))
        self._paired.set(branch.paired)
        return generate_latest(self._registry)
