"""Which congestion control TCP uses on one connection.

Responsible for: asking the kernel for one on a socket of ours alone, and saying which one it became. Not for:
the rates of sound and pictures, which do not travel by TCP (``channel.core.congestion``).

Linux's usual ``cubic`` takes every lost packet for a full way and halves its rate; ``bbr`` goes by what
arrives. A program without rights gets only what ``net.ipv4.tcp_allowed_congestion_control`` names
(``deploy/fast-documents.sh``).
"""

from __future__ import annotations

import contextlib
import socket
from asyncio.trsock import TransportSocket

DOCUMENTS_CONTROL = "bbr"
"""What documents ask for: they are long, and ways that lose packets are not always full."""
_NAME_MOST_BYTES = 16


def ask_for_control(connection: socket.socket | TransportSocket, name: str) -> str:
    """What the connection uses from now on: ``name``, or what the system has where the kernel has no such
    control or does not allow it. Empty where nothing is known of it."""
    option = getattr(socket, "TCP_CONGESTION", None)  # Linux and FreeBSD alone
    if option is None:
        return ""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.IPPROTO_TCP, option, name.encode())
    try:
        used = connection.getsockopt(socket.IPPROTO_TCP, option, _NAME_MOST_BYTES)
    except OSError:  # no TCP, or closed meanwhile
        return ""
    return used.split(b"\0")[0].decode("ascii", "replace")
