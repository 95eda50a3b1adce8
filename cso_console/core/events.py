"""What the world tells the ``Desk``; what the officer asks for is in ``intents``.

Responsible for: one frozen dataclass per kind of event. Not for: negotiation (offers and answers go between
the channel's end and the signaling client without the desk).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from channel.core.link_quality import LinkQuality
from channel.rules.claims import Text
from channel.wire.control import BoothState
from channel.wire.documents import CaseState, CaseWithdrawn, Recorded, RequestRefused
from channel.wire.ids import ChannelId, DocumentId, VisitId
from channel.wire.messages import ToDesk
from channel.wire.undecided import UndecidedCases
from cso_console.core.intents import Intent
from cso_console.core.snapshot import Devices, LinkFigures


@dataclass(frozen=True)
class Ticked:
    """A second went by, in which this was measured of the channels."""

    links: Mapping[ChannelId, LinkFigures] = field(default_factory=dict)


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
    """How good the channel's link is, and why no better."""

    channel: ChannelId
    quality: LinkQuality


@dataclass(frozen=True)
class DevicesChanged:
    devices: Devices


@dataclass(frozen=True)
class CasesConnected:
    """The connection for cases and documents stands, or does not. ``claims``: what the branch calls them, by
    their words in the facts of a case."""

    online: bool
    claims: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseSaid:
    """The server tells of a case, or answers a request."""

    message: CaseState | CaseWithdrawn | Recorded | RequestRefused | UndecidedCases


@dataclass(frozen=True)
class DocumentFetched:
    """The bytes of a document are here; ``shows``: they are a picture that may be shown."""

    visit: VisitId
    document: DocumentId
    shows: bool


@dataclass(frozen=True)
class DocumentUnavailable:
    """The server has no such document for this desk."""

    document: DocumentId


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
    | CasesConnected
    | CaseSaid
    | DocumentFetched
    | DocumentUnavailable
    | Intent
)
