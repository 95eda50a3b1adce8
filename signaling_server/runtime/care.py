"""How what is done again and again outlives whatever goes wrong in it.

Responsible for: that a failure is logged when it begins, not each time that it is met, and ends nothing else.
Not for: when something is done again (its owner).
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from signaling_server.store.errors import StoreError, StoreUnavailable

_log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[object]]


def what_failed(error: Exception) -> str:
    """For the log: of what is not ours the kind alone, as its text may quote what was worked on."""
    if isinstance(error, StoreError):
        return str(error)
    reason = error.strerror if isinstance(error, OSError) else None
    return f"{type(error).__name__}: {reason}." if reason else f"{type(error).__name__}."


class Care:
    """Of one piece of work. ``name`` is for the log."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._complaint = ""
        """What it failed of the last time; empty if it did not."""

    async def over(self, work: Work) -> bool:
        """Whether it was done. That the store cannot be used is told by those who wait for it."""
        try:
            return await self.attempt(work)
        except StoreUnavailable:
            return False

    async def attempt(self, work: Work) -> bool:
        """The same for those who wait for it. Raises ``StoreUnavailable``."""
        try:
            await work()
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and everything else goes on
            complaint = what_failed(error)
            if complaint != self._complaint:
                _log.error("%s: %s", self._name, complaint)
            self._complaint = complaint
            return False
        self._complaint = ""
        return True
