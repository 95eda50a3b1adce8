"""What the ``Desk`` orders; the runtime performs it.

Responsible for: one frozen dataclass per kind of order. Not for: how.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from channel.core.gates import DeskGates
from channel.core.guidance import OfficerRequest
from channel.wire.documents import DeskRequest, DocumentInfo
from channel.wire.ids import ChannelId, DocumentId, Epoch, VisitId
from channel.wire.messages import FromDesk
from cso_console.core.mixing import Place
from cso_console.core.snapshot import DeskSnapshot


class DeviceKind(StrEnum):
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    CAMERA = "camera"


class Sound(StrEnum):
    ARRIVAL = "arrival"
    TEST = "test"


@dataclass(frozen=True)
class Connect:
    """Connect with the server and stay connected; the hello is asked of the desk (``Desk.hello``)."""


@dataclass(frozen=True)
class Send:
    """Say this to the server; dropped without connection, for the state is said again after the welcome."""

    message: FromDesk


@dataclass(frozen=True)
class OpenChannel:
    """Build the desk's end of this channel and offer it to the booth; its gates are shut."""

    channel: ChannelId
    seat: int
    first_epoch: Epoch


@dataclass(frozen=True)
class CloseChannel:
    channel: ChannelId


@dataclass(frozen=True)
class ApplyGates:
    """Open and shut as said, at once."""

    channel: ChannelId
    gates: DeskGates


@dataclass(frozen=True)
class Attend:
    """The pictures of this channel are wanted in full, those of all others as thumbnails; None: all."""

    channel: ChannelId | None


@dataclass(frozen=True)
class SetPlaces:
    """Who is in the officer's ears, by seat; whoever is missing is not mixed in."""

    places: Mapping[int, Place]


@dataclass(frozen=True)
class OpenCases:
    """The officer is known: connect for cases, and stay connected."""


@dataclass(frozen=True)
class CloseCases:
    """No more of it; what was not answered is not said again."""


@dataclass(frozen=True)
class WatchCase:
    """Hear of this visit's case from now on; ``watched`` False: no more, and forget its documents."""

    visit: VisitId
    watched: bool = True


@dataclass(frozen=True)
class FetchDocument:
    """``DocumentFetched`` or ``DocumentUnavailable`` follows."""

    visit: VisitId
    document: DocumentInfo


@dataclass(frozen=True)
class ForgetDocuments:
    """Nothing of this visit's pictures is kept in memory or on the screen. ``only``: the whole picture of
    this document, whose thumbnail stays."""

    visit: VisitId
    only: DocumentId | None = None


@dataclass(frozen=True)
class Record:
    """``CaseSaid`` with ``Recorded`` or ``RequestRefused`` follows."""

    request: DeskRequest


@dataclass(frozen=True)
class AskBooth:
    """What the officer asks the booth of this channel to show."""

    channel: ChannelId
    request: OfficerRequest


@dataclass(frozen=True)
class PlaySound:
    sound: Sound


@dataclass(frozen=True)
class StartDevices:
    """The officer is here: camera, microphone and speaker may run."""


@dataclass(frozen=True)
class StopDevices:
    pass


@dataclass(frozen=True)
class UseDevice:
    kind: DeviceKind
    spec: str


@dataclass(frozen=True)
class Show:
    snapshot: DeskSnapshot


Command: TypeAlias = (
    Connect
    | Send
    | OpenChannel
    | CloseChannel
    | ApplyGates
    | Attend
    | SetPlaces
    | OpenCases
    | CloseCases
    | WatchCase
    | FetchDocument
    | ForgetDocuments
    | Record
    | AskBooth
    | PlaySound
    | StartDevices
    | StopDevices
    | UseDevice
    | Show
)
