"""Every signaling message, as one struct each; ``channel/PROTOCOL.md`` says who may send it and when.

Responsible for: the shape of messages between booth and server, and between desk and server.
Not for: encoding and limits (``codec``), nor what travels inside a channel (``control``).

A booth's messages carry no addressee at all: whatever a booth says goes to its own channel or nowhere.
The four unions at the end are all that may be said in each direction. Times are Unix seconds (UTC).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec

from channel.wire.ids import BoothId, ChannelId, Epoch, OfficerId, VisitId
from channel.wire.link_level import LinkLevel

PROTOCOL_VERSION = 1


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What all signaling messages have in common: a ``type`` and immutability."""


class BoothCondition(StrEnum):
    """What a booth says of itself."""

    READY = "ready"
    CLEANING = "cleaning"
    FAULT = "fault"


class BoothPresence(StrEnum):
    """How the server sees a booth of the branch; what a desk's tile without a channel shows."""

    FREE = "free"
    CLEANING = "cleaning"
    WAITING = "waiting"
    SERVED = "served"
    FAULT = "fault"
    OFFLINE = "offline"


class CloseReason(StrEnum):
    """Why a channel or a visit ended."""

    BOOTH_ENDED = "booth_ended"
    DESK_ENDED = "desk_ended"
    BOOTH_GONE = "booth_gone"
    DESK_GONE = "desk_gone"
    BOOTH_FAULT = "booth_fault"
    REPLACED = "replaced"


class ErrorCode(StrEnum):
    """Named errors. ``fatal`` in the message says whether the connection is closed with it."""

    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    TOO_FREQUENT = "too_frequent"
    UNKNOWN_TYPE = "unknown_type"
    OUT_OF_PLACE = "out_of_place"
    UNAUTHENTICATED = "unauthenticated"
    PROTOCOL_VERSION = "protocol_version"
    NO_SUCH_CHANNEL = "no_such_channel"
    NO_SUCH_VISIT = "no_such_visit"
    STALE_EPOCH = "stale_epoch"
    DESK_FULL = "desk_full"
    UNAVAILABLE = "unavailable"


# ---------------------------------------------------------------- booth → server


class BoothHello(Message, frozen=True, tag="booth_hello"):
    """First message of a booth. ``lease`` is the last ``BoothLease`` of a visit that goes on, else empty."""

    protocol: int
    booth: BoothId
    token: str
    software: str
    lease: str = ""


class BoothReport(Message, frozen=True, tag="booth_report"):
    """The booth's condition, after the welcome and at each change. ``code`` names a fault, e.g. ``D-01``."""

    condition: BoothCondition
    code: str = ""


class StartVisit(Message, frozen=True, tag="start_visit"):
    """The participant consented (text ``consent_version``) or declined, and asks for an officer."""

    language: str
    consent: bool
    consent_version: str


class EndVisit(Message, frozen=True, tag="end_visit"):
    """The participant ended the visit, waiting or in the call."""


class AskHelp(Message, frozen=True, tag="ask_help"):
    """BANTUAN was touched (``wanted``) or taken back. Valid in every state after the welcome."""

    wanted: bool


class RateVisit(Message, frozen=True, tag="rate_visit"):
    """How content the participant was, 1 to 4 (4: very); once for each visit, also when it is over."""

    score: int


class Answer(Message, frozen=True, tag="answer"):
    """The booth's SDP answer to the offer of this epoch; complete, candidates included."""

    epoch: Epoch
    sdp: str


class AskRebuild(Message, frozen=True, tag="ask_rebuild"):
    """The booth finds the peer of this epoch failed or silent and asks its desk for a new one."""

    epoch: Epoch


# ---------------------------------------------------------------- desk → server


class DeskHello(Message, frozen=True, tag="desk_hello"):
    """First message of a desk: ``password``, or the ``session`` of an earlier welcome; the other is empty.
    ``leases`` are those of the channels that the desk still holds."""

    protocol: int
    officer: OfficerId
    software: str
    capacity: int
    password: str = ""
    session: str = ""
    accepting: bool = True
    leases: tuple[str, ...] = ()


class DeskAccepting(Message, frozen=True, tag="desk_accepting"):
    """Pause (no new visits come by themselves) or go on."""

    accepting: bool


class PickVisit(Message, frozen=True, tag="pick_visit"):
    """The officer takes this waiting visit, also while paused, as long as a channel is free."""

    visit: VisitId


class Offer(Message, frozen=True, tag="offer"):
    """The desk's SDP offer for one of its channels; complete, candidates included."""

    channel: ChannelId
    epoch: Epoch
    sdp: str


class HelpSeen(Message, frozen=True, tag="help_seen"):
    """The officer has taken note of a call for help; the booth says so to the participant."""

    channel: ChannelId


class EndChannel(Message, frozen=True, tag="end_channel"):
    """The officer ends the service of this channel's visit."""

    channel: ChannelId


class LinkReport(Message, frozen=True, tag="link_report"):
    """How good a channel's link is. ``loss``: share of packets lost before repair, in the worse direction."""

    channel: ChannelId
    level: LinkLevel
    loss: float
    round_trip_ms: float


# ---------------------------------------------------------------- server → booth


class BoothWelcome(Message, frozen=True, tag="booth_welcome"):
    """The booth is known. ``number`` is what people see on its door."""

    server: str
    number: int
    branch: str
    grace_s: float
    now: float


class BoothQueued(Message, frozen=True, tag="booth_queued"):
    """The visit waits. ``place`` counts from 1. ``estimate_s`` 0 means that none can be given yet.

    Sent at each change and at least every 5 s while waiting, so that the booth can say how fresh it is.
    ``lease`` is to be given back in the next hello.
    """

    visit: VisitId
    place: int
    estimate_s: float
    queued_at: float
    desks: int
    lease: str


class BoothAssigned(Message, frozen=True, tag="booth_assigned"):
    """An officer serves this visit from now on; an offer follows. ``lease`` as in ``BoothQueued``."""

    visit: VisitId
    officer_name: str
    started_at: float
    lease: str


class OfferForBooth(Message, frozen=True, tag="booth_offer"):
    """The desk's offer, relayed."""

    epoch: Epoch
    sdp: str


class DeskPresence(Message, frozen=True, tag="desk_presence"):
    """The desk's signaling connection went away or came back; the channel itself may well go on."""

    present: bool


class HelpNoted(Message, frozen=True, tag="help_noted"):
    """The officer has seen the call for help."""


class VisitEnded(Message, frozen=True, tag="visit_ended"):
    """The visit is over for the server; the booth wipes itself."""

    reason: CloseReason


# ---------------------------------------------------------------- server → desk


class BoothInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One booth of the branch as every desk sees it; nothing about the participant."""

    booth: BoothId
    number: int
    presence: BoothPresence
    code: str = ""
    since: float = 0.0
    help_since: float = 0.0
    """0: no help asked for. Also without a visit: somebody at an idle booth touched BANTUAN."""


class WaitingVisit(msgspec.Struct, frozen=True, kw_only=True):
    """One visit in the queue, oldest first."""

    visit: VisitId
    booth: BoothId
    number: int
    queued_at: float
    help_since: float = 0.0


class DeskWelcome(Message, frozen=True, tag="desk_welcome"):
    """The officer is known. ``session`` replaces the password in later hellos; keep it in memory only."""

    server: str
    officer_name: str
    branch: str
    session: str
    grace_s: float
    now: float


class BranchState(Message, frozen=True, tag="branch_state"):
    """All booths by number and the queue, oldest first; sent whole after the welcome and at each change."""

    booths: tuple[BoothInfo, ...]
    waiting: tuple[WaitingVisit, ...]


class ChannelOpened(Message, frozen=True, tag="channel_opened"):
    """A visit is this desk's, new or taken up again after a reconnect. The desk makes the offer.

    ``lease`` is to be given back in the next hello. ``booth_present`` is false while the booth is away.
    ``epoch`` is the highest that this channel can have used so far, 0 for none: a desk that is new to the
    channel makes its first offer with ``epoch + 1``. ``served_before``: the visit had a channel before this.
    """

    channel: ChannelId
    visit: VisitId
    booth: BoothId
    number: int
    language: str
    consent: bool
    queued_at: float
    started_at: float
    help_since: float
    booth_present: bool
    lease: str
    epoch: Epoch = Epoch(0)
    served_before: bool = False


class ChannelClosed(Message, frozen=True, tag="channel_closed"):
    """The channel is gone; the desk frees the seat."""

    channel: ChannelId
    reason: CloseReason


class ChannelBoothPresence(Message, frozen=True, tag="channel_booth_presence"):
    """The booth's signaling connection went away or came back; the channel itself may well go on."""

    channel: ChannelId
    present: bool


class ChannelHelp(Message, frozen=True, tag="channel_help"):
    """Help asked for (``since`` > 0) or taken back (0) in one of the desk's booths."""

    channel: ChannelId
    since: float


class AnswerForDesk(Message, frozen=True, tag="channel_answer"):
    """The booth's answer, relayed."""

    channel: ChannelId
    epoch: Epoch
    sdp: str


class RebuildForDesk(Message, frozen=True, tag="channel_rebuild"):
    """The booth's wish for a new peer, relayed."""

    channel: ChannelId
    epoch: Epoch


# ---------------------------------------------------------------- server → either


class Refused(Message, frozen=True, tag="error"):
    """A named error. ``text`` is a sentence for IT, without personal data."""

    code: ErrorCode
    text: str
    fatal: bool


class Replaced(Message, frozen=True, tag="replaced"):
    """A second connection with this identity took over; this one is closed and must not return by itself."""


class Goodbye(Message, frozen=True, tag="goodbye"):
    """The server ends; come back after ``retry_after_s``. Channels go on talking meanwhile."""

    retry_after_s: float


FromBooth: TypeAlias = (
    BoothHello | BoothReport | StartVisit | EndVisit | AskHelp | RateVisit | Answer | AskRebuild
)
FromDesk: TypeAlias = DeskHello | DeskAccepting | PickVisit | Offer | HelpSeen | EndChannel | LinkReport
ToBooth: TypeAlias = (
    BoothWelcome
    | BoothQueued
    | BoothAssigned
    | OfferForBooth
    | DeskPresence
    | HelpNoted
    | VisitEnded
    | Refused
    | Replaced
    | Goodbye
)
ToDesk: TypeAlias = (
    DeskWelcome
    | BranchState
    | ChannelOpened
    | ChannelClosed
    | ChannelBoothPresence
    | ChannelHelp
    | AnswerForDesk
    | RebuildForDesk
    | Refused
    | Replaced
    | Goodbye
)
