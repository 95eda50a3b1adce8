"""What connections of booths and desks at ``/documents`` have in common.

Responsible for: what they work with, writing in order, refusing. Not for: what is said (``booth_documents``,
``desk_documents``), who may come in (``documents``).
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from websockets.frames import CloseCode

from channel.rules.claims import ClaimRules
from channel.wire.codec import encode
from channel.wire.ids import OfficerId, VisitId
from channel.wire.messages import ErrorCode, Message, Refused
from signaling_server.core.leases import Leases
from signaling_server.core.limits import Bucket
from signaling_server.store.cases import Opening
from signaling_server.store.store import Store

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")

MESSAGES_PER_S = 50.0
MESSAGES_BURST = 200.0
OUTBOX_MOST = 64
"""Frames that a peer may have left unread before it is given up."""


@dataclass(frozen=True)
class Holding:
    """A visit that goes on. ``officer``: whose channel it has, None while it waits."""

    opening: Opening
    officer: OfficerId | None


@dataclass(frozen=True)
class DocumentsContext:
    """What every connection works with. ``rules``: the branch's, as they were at the start; ``holding`` asks
    the hub whose a visit is now, ``visits`` which go on, ``settled`` waits until the store knows it too
    and gives the visits of which it cannot; ``changed`` tells all connections that a case is not what it
    was."""

    store: Store
    rules: ClaimRules
    leases: Leases
    threads: ThreadPoolExecutor
    now_s: Callable[[], float]
    holding: Callable[[VisitId], Holding | None]
    visits: Callable[[], Collection[VisitId]]
    settled: Callable[[], Awaitable[Collection[VisitId]]]
    changed: Callable[[VisitId], Awaitable[None]]

    async def in_thread(self, call: Callable[_P, _T], *arguments: _P.args, **options: _P.kwargs) -> _T:
        """Call what blocks, beside the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, lambda: call(*arguments, **options))


class Peer(ABC):
    """One authenticated connection. Loop thread only; ``outbox`` is written by its owner (``documents``).

    ``name`` is for the log.
    """

    def __init__(self, context: DocumentsContext, name: str, now_s: float) -> None:
        self.context = context
        self.name = name
        self.allowance = Bucket(MESSAGES_PER_S, MESSAGES_BURST, now_s)
        self.closing = False
        """The last word is said."""
        self.overrun = False
        """It does not read what it asks for."""
        self.telling = asyncio.Lock()
        """Held while a case is read and told, or the older of two states could be told last."""
        self.outbox: asyncio.Queue[bytes | str | CloseCode] = asyncio.Queue()

    @abstractmethod
    async def receive(self, frame: str | bytes) -> None:
        """What it says. Raises ``WireError``, ``StoreUnavailable``."""

    @abstractmethod
    async def tell_case(self, visit: VisitId) -> None:
        """Tell it of a case that has changed, if it wants to know. Raises ``StoreUnavailable``."""

    def say(self, message: Message, *, close: CloseCode | None = None) -> None:
        """After everything said before; with ``close``, the last word."""
        if not self.closing:
            self._post(encode(message).decode())
            if close is not None:
                self.closing = True
                self.outbox.put_nowait(close)

    def say_chunk(self, frame: bytes) -> None:
        if not self.closing:
            self._post(frame)

    def refuse(self, code: ErrorCode, text: str, *, fatal: bool = False) -> None:
        outcome = ", connection closed" if fatal else ""
        _log.warning("%s: refused, %s: %s%s", self.name, code.value, text, outcome)
        refused = Refused(code=code, text=text, fatal=fatal)
        self.say(refused, close=CloseCode.POLICY_VIOLATION if fatal else None)

    def _post(self, frame: bytes | str) -> None:
        if self.outbox.qsize() >= OUTBOX_MOST:
            self.closing = self.overrun = True
            return
        self.outbox.put_nowait(frame)
