"""What the booth knows of the server: whether it is there, its clock, what was last reported to it.

Responsible for: keeping that. Not for: the visit (``visit``) or the connection (``channel.runtime``).
"""

from __future__ import annotations

from channel.wire.messages import BoothReport, BoothWelcome

RETRY_S = 60.0
"""A server that refuses this booth is asked again after this: IT may have mended it meanwhile."""

_CODES = {"unauthenticated": "S-01", "protocol_version": "S-02", "replaced": "S-03"}
_OTHER_CODE = "S-09"


class ServerClock:
    """The server's Unix time, carried on by the booth's monotonic clock: a booth's own date may be wrong."""

    def __init__(self) -> None:
        self._ahead_s: float | None = None

    def set(self, unix_s: float, now_s: float) -> None:
        self._ahead_s = unix_s - now_s

    def unix_s(self, at_s: float) -> float:
        """0 while the server has not told the time yet."""
        return 0.0 if self._ahead_s is None else self._ahead_s + at_s


class Service:
    """Attributes: ``up``; ``branch``, and ``number`` of this booth in it, empty and 0 until told; ``code`` of
    a refusal, else empty."""

    def __init__(self) -> None:
        self.up = False
        self.branch = ""
        self.number = 0
        self.code = ""
        self.clock = ServerClock()
        self._lost_s: float | None = None
        self._retry_s: float | None = None
        self._reported: BoothReport | None = None

    def welcome(self, message: BoothWelcome, now_s: float) -> None:
        self.branch, self.number = message.branch, message.number
        self.clock.set(message.now, now_s)
        self.up, self.code, self._retry_s, self._reported = True, "", None, None

    def lose(self, now_s: float) -> None:
        if self.up:
            self.up, self._lost_s = False, now_s

    def refuse(self, code: str, retry: bool, now_s: float) -> None:
        self.lose(now_s)
        self.code = _CODES.get(code, _OTHER_CODE)
        self._retry_s = now_s + RETRY_S if retry else None

    def is_away(self, now_s: float, patience_s: float) -> bool:
        """Whether people should be told; ``patience_s`` spares them a short gap."""
        if self.up:
            return False
        if self._lost_s is None:
            self._lost_s = now_s
        return now_s - self._lost_s >= patience_s

    def take_retry(self, now_s: float) -> bool:
        """Whether to ask a server again that refused this booth; true once each time."""
        due = self._retry_s is not None and now_s >= self._retry_s
        if due:
            self._retry_s = None
        return due

    def is_news(self, report: BoothReport) -> bool:
        """Whether the server has to be told this; it counts as told then."""
        if not self.up or report == self._reported:
            return False
        self._reported = report
        return True
