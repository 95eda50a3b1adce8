"""How much one peer may ask of the server before it is told to slow down.

Responsible for: the arithmetic of rates, of failed logins, and of connections that have not said who they
are. Not for: what happens to a peer over the limit (``runtime``). Times are seconds of any clock that never
goes back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

MESSAGES_PER_S = 10.0
MESSAGES_BURST = 60.0
MESSAGE_COST = 1.0
REFUSED_COST = 5.0
"""A message that had to be refused counts as so many."""

FREE_FAILURES = 3
"""Failed logins in a row that cost no waiting."""
FIRST_WAIT_S = 1.0
MOST_WAIT_S = 30.0
FORGET_S = 900.0
REMEMBERED_MOST = 10_000


class Bucket:
    """Allows ``rate`` per second in the long run and ``burst`` at once."""

    def __init__(self, rate: float, burst: float, now_s: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at_s = now_s

    def take(self, cost: float, now_s: float) -> bool:
        """False when it is empty; what was asked for is taken all the same."""
        self._level = min(self._burst, self._level + (now_s - self._at_s) * self._rate) - cost
        self._at_s = now_s
        return self._level >= 0


@dataclass
class _Failures:
    count: int
    until_s: float
    last_s: float


class LoginBrake:
    """Makes guessing slow: after some failures, each further one doubles the time before the next attempt.

    Keys are whatever the failures are to be counted by. An attempt while waiting is refused unexamined and
    does not make it longer, so that nobody can be locked out for good.
    """

    def __init__(self) -> None:
        self._failures: dict[str, _Failures] = {}

    def wait_s(self, key: str, now_s: float) -> float:
        """How long until this key may try again; 0: now."""
        known = self._failures.get(key)
        return 0.0 if known is None else max(0.0, known.until_s - now_s)

    def fail(self, key: str, now_s: float) -> None:
        self._forget(now_s)
        known = self._failures.pop(key, None)
        count = 1 if known is None else known.count + 1
        paid = count - FREE_FAILURES
        wait_s = min(MOST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(paid - 1, 10)) if paid > 0 else 0.0
        self._failures[key] = _Failures(count, now_s + wait_s, now_s)

    def succeed(self, key: str) -> None:
        self._failures.pop(key, None)

    def _forget(self, now_s: float) -> None:
        # Re-inserted at each failure, so the first is always the one that has been quiet for longest.
        while self._failures:
            oldest = next(iter(self._failures))
            quiet = now_s - self._failures[oldest].last_s > FORGET_S
            if not quiet and len(self._failures) < REMEMBERED_MOST:
                return
            del self._failures[oldest]


class Strangers:
    """Counts connections that have not authenticated, in all and by address."""

    def __init__(self, most: int, most_per_address: int) -> None:
        self._most = most
        self._most_per_address = most_per_address
        self._by_address: Counter[str] = Counter()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def enter(self, address: str) -> bool:
        """False, and not counted, when there are too many already. Each True wants its ``leave``."""
        if self._count >= self._most or self._by_address[address] >= self._most_per_address:
            return False
        self._count += 1
        self._by_address[address] += 1
        return True

    def leave(self, address: str) -> None:
        self._count -= 1
        self._by_address[address] -= 1
        if self._by_address[address] == 0:
            del self._by_address[address]
