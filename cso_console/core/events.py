"""What the world tells the ``Desk``; what the officer asks for is in ``intents``.

Responsible for: one frozen dataclass per kind of event. Not for: negotiation (offers and answers go between
the channel's end and the signaling client without the desk).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from channel.wire.control import BoothState
from channel.wire.ids import ChannelId
from channel.wire.messages import ToDesk
from cso_console.core.intents import Intent
from cso_console.core.snapshot import Devices


@dataclass(frozen=True)
class Ticked:
    """A second went by."""


@dataclass(frozen=True)
class ServerSaid:
    message: ToDesk


@dataclass(frozen=True)
class ServerLost:
    """Not connected; the next attempt comes by itself. ``text`` is a sentence for IT."""

    text: str


@dataclass(frozen=True)
class ServerRejected:
    """The server will not have this desk; ``replaced``: because another console has taken its place."""

    text: str
    replaced: bool = False


@dataclass(frozen=True)
class LinkChanged:
    """The channel's peer carries the channel (``alive``) or does not."""

    channel: ChannelId
    alive: bool


@dataclass(frozen=True)
class BoothSaid:
    """The booth's own state, as it came on the data channel."""

    channel: ChannelId
    state: BoothState


@dataclass(frozen=True)
class PictureHeld:
    """No new picture although the gate is open (``held``), or pictures again."""

    channel: ChannelId
    held: bool


@dataclass(frozen=True)
class QualityChanged:
    """Link quality in bars, 0 to 4."""

    channel: ChannelId
    bars: int


@dataclass(frozen=True)
class DevicesChanged:
    devices: Devices


@dataclass(frozen=True)
class UnsavedChanged:
    """Something on the screen waits for a decision, so the focus must not change; or it has been decided."""

    unsaved: bool


Event: TypeAlias = (
    Ticked
    | ServerSaid
    | ServerLost
    | ServerRejected
    | LinkChanged
    | BoothSaid
    | PictureHeld
    | QualityChanged
    | DevicesChanged
    | UnsavedChanged
    | Intent
)
