"""Two networks of this machine with a bad way between them, for real TCP: what the kernel sends at one end
comes out at the other late, slowed down, or not at all.

Responsible for: the networks (one for each thread that enters), their devices, and carrying packets. Not for:
when a packet arrives (``relay.Link``), or what is measured. Needs Linux and root; the machine's own networks
are not touched, and all is gone with the threads.
"""

from __future__ import annotations

import asyncio
import ctypes
import fcntl
import os
import struct
import subprocess
from pathlib import Path

from tests.benchmarks.relay import HEADER_BYTES, Impairment, Link

NEAR, FAR = "10.77.0.1", "10.77.0.2"
_BOTH = "10.77.0.0/30"
_CLONE_NEWNET = 0x40000000
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_DEVICE = "way"
_MOST_BYTES = 65_536


def why_not() -> str:
    """Why there can be no such way on this machine; empty when there can."""
    if not Path("/dev/net/tun").exists():
        return "there is no /dev/net/tun"
    return "" if os.geteuid() == 0 else "only root may make networks"


def enter_network(address: str, congestion: str = "") -> int:
    """The calling thread, and what it starts, is in a network of its own from now on, whose only way out is
    the descriptor: it gives the packets that are sent, and takes those that arrive. ``congestion``: TCP's
    control, empty for the system's. Raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "no network of its own")
    way = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(way, _TUNSETIFF, struct.pack("16sH22x", _DEVICE.encode(), _IFF_TUN | _IFF_NO_PI))
    for command in (f"addr add {address}/30 dev {_DEVICE}", f"link set {_DEVICE} up", "link set lo up"):
        subprocess.run(["ip", *command.split()], check=True)
    if congestion:
        route = f"route replace {_BOTH} dev {_DEVICE} src {address} congctl {congestion}"
        subprocess.run(["ip", *route.split()], check=True)
    return way


class Way:
    """Carries packets between two descriptors in the calling thread's loop until it is closed."""

    def __init__(self, near: int, far: int, seed: int) -> None:
        self.links = (Link(Impairment(), 2 * seed), Link(Impairment(), 2 * seed + 1))
        self._ends = (near, far)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(near, self._carry, near, far, self.links[0])
        self._loop.add_reader(far, self._carry, far, near, self.links[1])

    def impair(self, impairment: Impairment) -> None:
        """Both directions from now on."""
        for link in self.links:
            link.impairment = impairment

    def close(self) -> None:
        for end in self._ends:
            self._loop.remove_reader(end)

    def _carry(self, sender: int, receiver: int, link: Link) -> None:
        try:
            packet = os.read(sender, _MOST_BYTES)
        except BlockingIOError:
            return
        now_s = self._loop.time()
        arrives_s = link.handle(len(packet) - HEADER_BYTES, now_s)
        if arrives_s is not None:
            self._loop.call_at(arrives_s, self._hand_over, receiver, packet)

    @staticmethod
    def _hand_over(receiver: int, packet: bytes) -> None:
        try:
            os.write(receiver, packet)
        except OSError:  # its thread has ended, or its queue is full: lost, as on any way
            return
