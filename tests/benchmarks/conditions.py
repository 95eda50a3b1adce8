"""Over which links the systems are compared, and what is asked of ours there.

Responsible for: the table of conditions, choosing a part of it, the goals. Not for: measuring.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tests.benchmarks.relay import Impairment

OURS = "ours"
SYSTEMS = (OURS, "aiortc", "chromium")
CHROMIUM, BEFORE = "chromium", "before"
QUEUE_MS = 200.0
PLAYOUT_CLEAN_MS = 40.0
PLAYOUT_LOSSY_MS = 70.0
NO_GAP_MS = 17.5
"""Not a block is missing: that would leave 20. One that was made shorter by a pitch period, 2.5 ms at least,
is not recognised as itself and leaves the rest of it, though nobody hears a gap."""


@dataclass(frozen=True)
class Condition:
    """One link, the same in both directions, for every one of ``booths``. ``rate_kbps`` None: no limit.

    ``one_thin``: the limit holds for one booth only, and the figures are those of the worst of the others,
    of what they get from the desk, whose one camera serves all.
    """

    booths: int = 1
    loss: float = 0.0
    burst: int = 1
    delay_ms: float = 20.0
    jitter_ms: float = 0.0
    rate_kbps: float | None = None
    one_thin: bool = False

    def impairments(self) -> list[Impairment]:
        """One for each booth."""
        thin = Impairment(self.loss, self.burst, self.delay_ms, self.jitter_ms, self.rate_kbps, QUEUE_MS)
        other = replace(thin, rate_kbps=None) if self.one_thin else thin
        return [thin, *[other] * (self.booths - 1)]

    @property
    def is_limited(self) -> bool:
        return self.rate_kbps is not None

    @property
    def speaks(self) -> bool:
        """Speech is heard here too, after the numbered blocks."""
        return self.booths == 1 and not self.is_limited

    def __str__(self) -> str:
        rate = "no limit" if self.rate_kbps is None else f"{self.rate_kbps:g} kbit/s"
        if self.one_thin:
            rate += " for one of them (figures of the others)"
        groups = f" in groups of {self.burst}" if self.burst > 1 else ""
        return (
            f"{self.booths} booth{'s' if self.booths > 1 else ''}, loss {self.loss:.0%}{groups}, "
            f"{self.delay_ms:g} ± {self.jitter_ms:g} ms, {rate}"
        )


CONDITIONS = (
    *(Condition(loss=loss) for loss in (0.0, 0.02, 0.05, 0.10, 0.20)),
    Condition(loss=0.05, burst=3, delay_ms=40.0, jitter_ms=20.0),
    Condition(rate_kbps=450.0),
    Condition(rate_kbps=150.0),
    Condition(booths=6, loss=0.02),
    Condition(booths=6, rate_kbps=150.0, one_thin=True),
)
HOUR = Condition(booths=6, loss=0.02)

Chosen = tuple[str, Condition]
_KEYS = ("system", "booths", "loss", "burst", "delay_ms", "jitter_ms", "rate_kbps", "one_thin")


@dataclass(frozen=True)
class Goal:
    """Asked of one figure of ours: at least or at most ``value``, or so much more than the same figure of
    another system or of ours before (``than``)."""

    figure: str
    at_least: bool
    value: float
    than: str = ""

    def limit(self, systems: Mapping[str, object]) -> float | None:
        """``systems``: the figures of each. None: what it is compared with is not there."""
        if not self.than:
            return self.value
        other = systems.get("ours" if self.than == BEFORE else self.than)
        beside = getattr(other, self.figure + ("_before" if self.than == BEFORE else ""), None)
        return None if beside is None else float(beside) + self.value

    def met(self, value: float | None, limit: float) -> bool:
        if value is None:
            return False
        return value >= limit if self.at_least else value <= limit

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        if not self.than:
            return f"{sign} {self.value:g}"
        more = f" {'+' if self.value > 0 else '−'} {abs(self.value):g}" if self.value else ""
        return f"{sign} {self.than}{more}"


def goals(condition: Condition) -> tuple[Goal, ...]:
    """What issue 3 asks, in numbers or beside Chromium in the same run."""
    found = [Goal("av_offset_ms", False, 100)]
    if condition.one_thin:
        return (
            Goal("video_fps", True, -1, BEFORE),
            Goal("audio_latency_ms", False, 10, BEFORE),
            Goal("video_latency_p95_ms", False, 20, BEFORE),
        )
    if condition.rate_kbps is not None:
        found += [
            Goal("audio_max_gap_ms", False, NO_GAP_MS),
            Goal("audio_latency_ms", False, 200),
            Goal("video_latency_p95_ms", False, 200),
            Goal("sent_kbps_peak", False, 1.2 * condition.rate_kbps),
            Goal("full_again_s", False, 15),
        ]
        return tuple(found)
    if condition.burst > 1:
        found += [
            Goal("audio_played_share", True, 0.99),
            Goal("video_frozen_share", False, 0, CHROMIUM),
        ]
        return tuple(found)
    if condition.booths == 1:
        found.append(Goal("audio_latency_ms", False, 0, CHROMIUM))
    if condition.loss == 0:
        found.append(Goal("audio_latency_ms", False, condition.delay_ms + PLAYOUT_CLEAN_MS))
    elif condition.loss == 0.05:
        found += [
            Goal("audio_played_share", True, 0.99),
            Goal("audio_max_gap_ms", False, 60),
            Goal("audio_latency_ms", False, condition.delay_ms + PLAYOUT_LOSSY_MS),
        ]
    elif condition.loss == 0.10:
        found += [
            Goal("audio_played_share", True, 0.98),
            Goal("video_latency_p95_ms", False, 150),
            Goal("video_frozen_share", False, 0.02),
        ]
    elif condition.loss == 0.20:
        found.append(Goal("stoi", True, -0.02, CHROMIUM))
    return tuple(found)


def chosen(only: Iterable[str], systems: Sequence[str] = SYSTEMS) -> list[Chosen]:
    """The part of the table that ``only`` (``key=value``, several with commas between) names.

    A key named twice allows both values. Raises ``ValueError`` for an unknown key or when nothing is left.
    """
    wanted: dict[str, set[str | float | None]] = {}
    for text in (part for group in only for part in group.split(",") if part):
        key, equals, value = text.partition("=")
        if key not in _KEYS or not equals:
            raise ValueError(f"{text!r}: write key=value; the keys are {', '.join(_KEYS)}")
        wanted.setdefault(key, set()).add(_value(key, value))
    found = [
        (system, condition)
        for condition in CONDITIONS
        for system in systems
        if all(
            (system if key == "system" else getattr(condition, key)) in values
            for key, values in wanted.items()
        )
    ]
    if not found:
        raise ValueError("no row of the table is left")
    return found


def _value(key: str, text: str) -> str | float | None:
    if key == "system":
        return text
    words = {"null": None, "none": None, "true": 1.0, "false": 0.0}
    return words[text] if text in words else float(text)
