"""A client's connection for signaling.

Responsible for: the path and what counts as a welcome there. Not for: staying connected (``server_link``),
what the messages mean, nor what is to be said again after a welcome.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TypeAlias
from urllib.parse import urlsplit

from channel.runtime.server_link import REPLACED, Connected, Disconnected, Received, Rejected, ServerLink
from channel.runtime.tls import check_url
from channel.wire.messages import BoothWelcome, DeskWelcome, FromBooth, FromDesk, ToBooth, ToDesk

__all__ = [
    "REPLACED",
    "Connected",
    "Disconnected",
    "Received",
    "Rejected",
    "SignalingClient",
    "SignalingEvent",
]

SIGNALING_PATH = "/signal"
SignalingEvent: TypeAlias = Connected | Received[ToBooth | ToDesk] | Disconnected | Rejected


class SignalingClient(ServerLink[FromBooth | FromDesk, ToBooth | ToDesk]):
    """As ``ServerLink``; an address without a path gets ``/signal``."""

    def __init__(
        self,
        url: str,
        tls: ssl.SSLContext | None,
        hello: Callable[[], FromBooth | FromDesk],
        decode: Callable[[str | bytes], ToBooth | ToDesk],
        on_event: Callable[[SignalingEvent], None],
    ) -> None:
        check_url(url)
        parts = urlsplit(url)
        whole = url if parts.path not in ("", "/") else parts._replace(path=SIGNALING_PATH).geturl()
        super().__init__(whole, tls, hello, decode, (BoothWelcome, DeskWelcome), on_event)
