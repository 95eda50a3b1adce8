"""All that the console's views may know: frozen, made by ``Desk``, rendered whole.

Responsible for: the shape of what is shown. Not for: pictures and meters, which are too quick for snapshots
and reach the tiles through ``LatestFrame`` and ``Meters``. Durations are seconds at the time of the snapshot;
the machine makes a new snapshot at each change and once a second, so views need no clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from channel.core.link_quality import GOOD, LinkQuality
from channel.wire.ids import BoothId, VisitId
from cso_console.core.casework import CaseView, Undecided

SEATS = 6


class TileState(StrEnum):
    """The state that a tile's head names; sections 2 and 3 of the visual language say how each looks.

    In order of precedence, strongest first, except that ``HELP`` yields to ``TALK``.
    """

    FAULT = "fault"
    OFFLINE = "offline"
    """The booth's program is not connected to the server; nobody sits in a channel."""
    DISCONNECTED = "disconnected"
    """A channel exists, but nothing has come from it for more than two seconds."""
    TALK = "talk"
    HELP = "help"
    HOLD = "hold"
    CALLING = "calling"
    """New on this desk and never addressed yet."""
    PICTURE_HELD = "picture_held"
    LISTEN = "listen"
    LISTEN_PAUSED = "listen_paused"
    SERVED = "served"
    CLEANING = "cleaning"
    WAITING = "waiting"
    """The booth's visit waits in the queue and has no channel yet."""
    SERVED_ELSEWHERE = "served_elsewhere"
    FREE = "free"


class AudioMode(StrEnum):
    SPEAKER = "speaker"
    HEADSET = "headset"


class Connection(StrEnum):
    """The desk's connection with the signaling server. Channels go on talking without it."""

    LOGIN = "login"
    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    REPLACED = "replaced"


class AllCall(StrEnum):
    IDLE = "idle"
    CONFIRMING = "confirming"
    SPEAKING = "speaking"


class NeedKind(StrEnum):
    HELP = "help"
    CALLING = "calling"
    PERSON_DOUBT = "person_doubt"
    """Papers are shut until the officer has made sure of the person."""
    WAITING_LONG = "waiting_long"
    """Parked or held, and not addressed for longer than the configuration allows."""


@dataclass(frozen=True)
class LinkFigures:
    """What was measured of a link in the last second; zeros where nothing is known."""

    loss_in: float = 0.0
    """Share of packets lost before repair, 0 to 1, on the way from the booth."""
    loss_out: float = 0.0
    """The same on the way to it."""
    round_trip_ms: float = 0.0
    playout_ms: float = 0.0
    """How long sound waits here to be played."""
    picture_px: tuple[int, int] = (0, 0)
    """The booth's picture as it comes."""
    pictures_per_s: float = 0.0
    kbps_in: float = 0.0
    kbps_out: float = 0.0

    @property
    def loss(self) -> float:
        """In the worse direction."""
        return max(self.loss_in, self.loss_out)

    @property
    def delay_ms(self) -> float:
        """How late the booth's voice is heard."""
        return self.round_trip_ms / 2 + self.playout_ms


UNMEASURED = LinkFigures()


@dataclass(frozen=True)
class Tile:
    """One seat of the strip. A seat without booth is not used by this branch and is drawn empty."""

    seat: int
    """1 to 6: key, place on the screen, place in the stereo picture. 0: nobody's, of a visit that is over."""
    number: int = 0
    """The booth's number on its door; 0: no booth belongs here."""
    booth: BoothId | None = None
    state: TileState = TileState.FREE
    has_channel: bool = False
    next: bool = False
    """This is *the* next one: amber head. At most one tile."""
    talk: bool = False
    listen: bool = False
    """The booth's microphone is asked to be open and nothing pauses it."""
    listen_paused: bool = False
    hold: bool = False
    help: bool = False
    help_s: float = 0.0
    addressed_s: float = 0.0
    """Since last addressed, or since the channel opened when it never was."""
    waited_s: float = 0.0
    """How long this visit stood in the queue before its channel opened."""
    served_s: float = 0.0
    """Since this visit's channel opened on a desk."""
    next_sign_s: float = 0.0
    """Parked or held: until the booth's next sign of life to its participant."""
    gain: float = 1.0
    pan: float | None = None
    """-1 left to 1 right while listened to in headset mode, else None."""
    quality: LinkQuality = GOOD
    figures: LinkFigures = UNMEASURED
    picture_held: bool = False
    """The booth's picture is old, whatever ``state`` says: it must not look live."""
    lost_s: float = 0.0
    """Since nothing comes over the link any more, or since it is being set up; 0 while it is up."""
    camera_fault: bool = False
    microphone_fault: bool = False
    fault_code: str = ""
    fault_at: float = 0.0
    """Unix seconds."""
    step: str = ""
    """The screen that the participant is on, as the booth names it."""
    consent: bool = True
    language: str = "id"
    document: str = ""
    """The kind of document that is being captured."""
    claim: str = ""
    """Such as ``JHT``; empty until the participant has said what for."""
    papers_done: int = 0
    """Items of the checklist that are decided or have their pictures, of ``papers``."""
    papers: int = 0
    papers_waiting: int = 0
    """Items whose pictures wait for a verdict."""
    person_doubt: bool = False
    """Papers are shut until the officer has made sure of the person."""
    picture_open: bool = False
    """The booth says that its camera gate is open; without it the tile never shows a picture as live."""
    visit: VisitId | None = None
    """Whose channel it is."""


@dataclass(frozen=True)
class Need:
    """Who is next: lamp 3 and key N."""

    seat: int
    number: int
    kind: NeedKind
    waited_s: float


@dataclass(frozen=True)
class Waiting:
    """A row of the queue."""

    visit: VisitId
    number: int
    waited_s: float
    help: bool


@dataclass(frozen=True)
class Devices:
    """What the devices say of themselves: a sentence each, empty when all is well."""

    microphone: str = ""
    microphone_ok: bool = False
    microphone_problem: str = ""
    speaker: str = ""
    speaker_ok: bool = False
    speaker_problem: str = ""
    camera: str = ""
    camera_ok: bool = False
    camera_problem: str = ""
    microphones: tuple[tuple[str, str], ...] = ()
    """(spec, name for people) of each microphone that can be chosen."""
    speakers: tuple[tuple[str, str], ...] = ()
    cameras: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Today:
    """Kept in memory since the login; 0 served means that the means are unknown."""

    served: int = 0
    mean_wait_s: float = 0.0
    mean_service_s: float = 0.0


@dataclass(frozen=True)
class Ending:
    """A service that is to be ended although its case has no outcome. ``unsaved``: a draft is open, too."""

    seat: int
    number: int
    unsaved: bool = False


@dataclass(frozen=True)
class DeskSnapshot:
    """The whole console."""

    connection: Connection = Connection.LOGIN
    connection_text: str = ""
    """A sentence for the officer when not online; empty otherwise."""
    branch: str = ""
    officer_name: str = ""
    capacity: int = SEATS
    accepting: bool = True
    mode: AudioMode = AudioMode.SPEAKER
    tiles: tuple[Tile, ...] = field(default_factory=lambda: tuple(Tile(seat=n) for n in range(1, SEATS + 1)))
    focus: int | None = None
    """The seat shown large; it has a channel. None with a ``case``: that of a visit that is over."""
    focus_locked: bool = False
    """Something is unsaved: focus does not change."""
    talk_s: float = 0.0
    """How long my voice has been open to anybody."""
    all_call: AllCall = AllCall.IDLE
    all_call_s: float = 0.0
    need: Need | None = None
    waiting: tuple[Waiting, ...] = ()
    undecided: tuple[Undecided, ...] = ()
    """What the officer has left undecided, the visit that ended last first."""
    cases_online: bool = True
    """The connection for cases stands."""
    devices: Devices = Devices()
    today: Today = Today()
    case: CaseView | None = None
    """The case of the booth in focus; None without one, and for a visit without consent."""
    ending: Ending | None = None
    """The officer is asked whether to end a service all the same."""

    @property
    def talking(self) -> tuple[Tile, ...]:
        """The tiles that my voice goes to."""
        return tuple(tile for tile in self.tiles if tile.talk)

    @property
    def listening(self) -> tuple[Tile, ...]:
        return tuple(tile for tile in self.tiles if tile.listen)

    @property
    def paused(self) -> tuple[Tile, ...]:
        return tuple(tile for tile in self.tiles if tile.listen_paused)
