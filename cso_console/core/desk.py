"""The officer's desk as a pure state machine: who sits where, who is focused, who needs the officer.

Responsible for: connection and login, channels that come and go, the officer's intents, focus and help.
Not for: the matrix's own rules (``talk_matrix``), seats and gates (``strip``), needs (``attention``), tiles,
SDP and peers (``runtime``).
"""

from __future__ import annotations

from typing import assert_never

from channel.settings.version import VERSION
from channel.wire.ids import ChannelId, Epoch, OfficerId
from channel.wire.messages import (
    PROTOCOL_VERSION,
    AnswerForDesk,
    BoothInfo,
    BranchState,
    ChannelBoothPresence,
    ChannelClosed,
    ChannelHelp,
    ChannelOpened,
    CloseReason,
    DeskAccepting,
    DeskHello,
    DeskWelcome,
    EndChannel,
    Goodbye,
    HelpSeen,
    PickVisit,
    RebuildForDesk,
    Refused,
    Replaced,
    ToDesk,
    WaitingVisit,
)
from cso_console.config import ConsoleConfig
from cso_console.core import events, intents
from cso_console.core.attention import ArrivalTones, Claim, Clock, first
from cso_console.core.commands import (
    CloseChannel,
    Command,
    Connect,
    DeviceKind,
    OpenChannel,
    PlaySound,
    Send,
    Show,
    Sound,
    StartDevices,
    StopDevices,
    UseDevice,
)
from cso_console.core.events import Event
from cso_console.core.figures import Figures
from cso_console.core.seats import Served, seat_for
from cso_console.core.snapshot import AllCall, AudioMode, Connection, DeskSnapshot, Devices
from cso_console.core.strip import Strip
from cso_console.core.talk_matrix import TalkMatrix
from cso_console.core.tiles import need, tiles, waiting_row

_SERVED_TO_THE_END = {CloseReason.BOOTH_ENDED, CloseReason.DESK_ENDED}


class Desk:
    """``handle`` every event with the monotonic time; perform the commands in their order."""

    def __init__(self, config: ConsoleConfig) -> None:
        self._config = config
        self._connection = Connection.LOGIN
        self._connection_text = ""
        self._officer = OfficerId(config.officer.id)
        self._password = ""
        self._session = ""
        self._officer_name = ""
        self._branch = config.branch
        self._unix_offset_s = 0.0
        """Unix seconds of the server minus monotonic seconds."""
        self._accepting = True
        self._booths: tuple[BoothInfo, ...] = ()
        self._waiting: tuple[WaitingVisit, ...] = ()
        self._matrix = TalkMatrix(AudioMode(config.audio.mode))
        self._strip = Strip(self._matrix)
        self._unconfirmed: set[ChannelId] = set()
        """Channels that the server has not named again since the last welcome."""
        self._focus: int | None = None
        self._unsaved = False
        self._tones = ArrivalTones(config.thresholds.repeat_tone_s)
        self._figures = Figures()
        self._devices = Devices()
        self._talk_since_s: float | None = None
        self._all_call_since_s: float | None = None
        self.shown: DeskSnapshot | None = None
        """The newest snapshot; read only."""

    def hello(self) -> DeskHello:
        """What opens each connection with the server."""
        return DeskHello(
            protocol=PROTOCOL_VERSION,
            officer=self._officer,
            software=VERSION,
            capacity=self._config.capacity,
            password=self._password,
            session=self._session,
            accepting=self._accepting,
            leases=tuple(served.lease for served in self._strip),
        )

    def handle(self, event: Event, now_s: float) -> list[Command]:
        if isinstance(event, events.BoothSaid) and not self._strip.booth_said(event.channel, event.state):
            return []
        return [*self._react(event, now_s), *self._follow(now_s)]

    # ------------------------------------------------------------ the world

    def _react(self, event: Event, now_s: float) -> list[Command]:
        match event:
            case events.BoothSaid():
                return []
            case events.Ticked() | events.LinkChanged() | events.PictureHeld() | events.QualityChanged():
                self._strip.note(event, now_s)
                return []
            case events.ServerSaid(message=message):
                return self._hear(message, now_s)
            case events.ServerLost(text=text):
                # Once online, the reason is IT's and in the log; the officer need only know that talks go on.
                self._connection = Connection.OFFLINE if self._session else Connection.CONNECTING
                self._connection_text = "" if self._session else text
                return []
            case events.ServerRejected(text=text, replaced=replaced):
                return self._rejected(text, replaced, now_s)
            case events.DevicesChanged(devices=devices):
                self._devices = devices
                return []
            case events.UnsavedChanged(unsaved=unsaved):
                self._unsaved = unsaved
                self._settle_focus()
                return []
            case _:
                return self._intend(event, now_s)

    def _hear(self, message: ToDesk, now_s: float) -> list[Command]:
        match message:
            case DeskWelcome():
                self._connection, self._connection_text = Connection.ONLINE, ""
                self._session, self._password = message.session, ""
                self._officer_name, self._branch = message.officer_name, message.branch or self._branch
                self._unix_offset_s = message.now - now_s
                self._unconfirmed = {served.channel for served in self._strip}
                return [StartDevices()]
            case BranchState():
                self._booths = tuple(sorted(message.booths, key=lambda booth: booth.number))
                self._waiting = message.waiting
                return self._close_unconfirmed(now_s)
            case ChannelOpened():
                return self._channel_opened(message, now_s)
            case ChannelClosed(channel=channel, reason=reason):
                return self._channel_closed(channel, reason, now_s)
            case ChannelHelp(channel=channel, since=since):
                if (served := self._strip.of_channel(channel)) is not None:
                    self._ask_for_help(served, since, now_s)
            case Refused() | Replaced() | Goodbye() | ChannelBoothPresence():
                pass  # the connection's end and the link's state say what matters of these
            case AnswerForDesk() | RebuildForDesk():
                pass  # between the server and the channel's end
            case _:
                assert_never(message)
        return []

    def _rejected(self, text: str, replaced: bool, now_s: float) -> list[Command]:
        self._session = self._password = ""
        self._connection = Connection.REPLACED if replaced else Connection.LOGIN
        self._connection_text = text
        self._matrix.hold_all()  # nobody talks, listens or looks from behind the login
        commands: list[Command] = []
        if replaced:  # the other console has the channels now
            for served in self._strip:
                commands += self._channel_closed(served.channel, CloseReason.REPLACED, now_s)
        return [*commands, StopDevices()]

    def _close_unconfirmed(self, now_s: float) -> list[Command]:
        """The first state of the branch ends the list of channels: what was not named by then is gone."""
        gone, self._unconfirmed = self._unconfirmed, set()
        return [
            command
            for channel in sorted(gone)
            for command in self._channel_closed(channel, CloseReason.DESK_GONE, now_s)
        ]

    def _channel_opened(self, message: ChannelOpened, now_s: float) -> list[Command]:
        self._unconfirmed.discard(message.channel)
        if (known := self._strip.of_channel(message.channel)) is not None:  # taken up again after a reconnect
            known.lease = message.lease
            if message.help_since != known.help_asked_at:
                self._ask_for_help(known, message.help_since, now_s)
            return []
        commands: list[Command] = []
        if (stale := self._strip.of_booth(message.booth)) is not None:
            commands += self._channel_closed(stale.channel, CloseReason.BOOTH_GONE, now_s)
        home = {booth.number for booth in self._booths}
        seat = seat_for(message.number, self._strip.served, home, self._config.capacity)
        served = Served(
            channel=message.channel,
            visit=message.visit,
            booth=message.booth,
            number=message.number,
            language=message.language,
            consent=message.consent,
            lease=message.lease,
            queued_s=self._monotonic(message.queued_at, now_s),
            started_s=self._monotonic(message.started_at, now_s),
            clock=Clock(now_s),
            lost_s=now_s,
        )
        self._ask_for_help(served, message.help_since, now_s)
        self._strip.open(seat, served)
        if self._focus is None and not self._unsaved:
            self._focus = seat
        return [*commands, OpenChannel(message.channel, seat, Epoch(message.epoch + 1))]

    def _channel_closed(self, channel: ChannelId, reason: CloseReason, now_s: float) -> list[Command]:
        served = self._strip.close(channel)
        if served is None:
            return []
        self._tones.forget(channel)
        self._unconfirmed.discard(channel)
        self._settle_focus()
        if reason in _SERVED_TO_THE_END:
            self._figures.count(served.started_s - served.queued_s, now_s - served.started_s)
        return [CloseChannel(channel)]

    def _monotonic(self, unix_s: float, now_s: float) -> float:
        """A time of the server's on this machine's clock; never in the future."""
        return min(unix_s - self._unix_offset_s, now_s)

    # ------------------------------------------------------------ the officer

    def _intend(self, intent: intents.Intent, now_s: float) -> list[Command]:
        if not self._session and not isinstance(intent, intents.LogIn):
            return []  # conversations may outlive a login; who sits there now has not said who they are
        match intent:
            case intents.LogIn(officer=officer, password=password):
                return self._log_in(officer, password)
            case intents.TalkPressed(seat=seat):
                if self._strip.is_alive(seat):
                    self._matrix.press(seat, now_s)
            case intents.TalkReleased(seat=seat):
                if self._matrix.release(seat, now_s):
                    return self._focus_on(seat)
            case intents.ReleaseKeys():
                self._matrix.drop_keys()
            case intents.AddTalk(seat=seat):
                if self._strip.is_alive(seat):
                    self._matrix.add_talk(seat)
            case intents.FocusSeat(seat=seat):
                return self._focus_on(seat)
            case intents.FocusNext():
                claim = first(self._claims(now_s))
                return [] if claim is None else self._focus_on(claim.seat)
            case intents.ToggleListen(seat=chosen):
                self._matrix.toggle_listen(self._strip.living(chosen or self._focus))
            case intents.SetGain(seat=seat, gain=gain):
                self._matrix.set_gain(seat, gain)
            case intents.ToggleHold(seat=chosen):
                self._matrix.toggle_hold(self._strip.living(chosen or self._focus))
            case intents.CloseVoice():
                self._matrix.close_voice()
            case intents.AskAllCall():
                self._matrix.ask_all_call()
            case intents.AllCallPressed():
                self._matrix.press_all_call()
            case intents.AllCallReleased():
                self._matrix.release_all_call()
            case intents.CancelAllCall():
                self._matrix.cancel_all_call()
            case intents.SetMode(mode=mode):
                self._matrix.set_mode(mode)
            case intents.SetAccepting(accepting=accepting):
                self._accepting = accepting
                return [Send(DeskAccepting(accepting=accepting))]
            case intents.PickWaiting(visit=visit):
                return [Send(PickVisit(visit=visit))]
            case intents.EndService(seat=seat):
                return self._end_service(seat)
            case intents.ChooseMicrophone(spec=spec):
                return [UseDevice(DeviceKind.MICROPHONE, spec)]
            case intents.ChooseSpeaker(spec=spec):
                return [UseDevice(DeviceKind.SPEAKER, spec)]
            case intents.ChooseCamera(spec=spec):
                return [UseDevice(DeviceKind.CAMERA, spec)]
            case intents.TestSound():
                return [PlaySound(Sound.TEST)]
            case _:
                assert_never(intent)
        return []

    def _log_in(self, officer: OfficerId, password: str) -> list[Command]:
        if self._connection not in (Connection.LOGIN, Connection.REPLACED):
            return []
        self._officer, self._password = officer, password
        self._connection, self._connection_text = Connection.CONNECTING, ""
        return [Connect()]

    def _end_service(self, seat: int) -> list[Command]:
        """Shut at once; the seat is free when the server confirms. Without the server nothing is ended."""
        if seat not in self._strip.served or self._connection is not Connection.ONLINE:
            return []
        self._matrix.set_hold(seat, True)
        return [Send(EndChannel(channel=self._strip.served[seat].channel))]

    def _focus_on(self, seat: int) -> list[Command]:
        if seat not in self._strip.served or self._unsaved:
            return []
        self._focus = seat
        return self._take_note_of_help(self._strip.served[seat])

    def _settle_focus(self) -> None:
        """The focused channel is gone: nobody is in focus, lest a key meant for one booth reach another."""
        if not self._unsaved and self._focus not in self._strip.served:
            self._focus = None

    def _ask_for_help(self, served: Served, since: float, now_s: float) -> None:
        """``since``: Unix seconds by the server; 0 for help taken back."""
        served.help_asked_at = since
        served.help_since_s = self._monotonic(since, now_s) if since else None

    def _take_note_of_help(self, served: Served) -> list[Command]:
        if served.help_since_s is None:
            return []
        served.help_since_s = None
        return [Send(HelpSeen(channel=served.channel))]

    # ------------------------------------------------------------ what follows

    def _follow(self, now_s: float) -> list[Command]:
        """The commands that bring the world in line with the state after an event."""
        commands = self._strip.follow(self._focus, now_s)
        speaking_to_all = self._matrix.all_call is AllCall.SPEAKING
        if not speaking_to_all:
            for seat, served in self._strip.served.items():
                if self._strip.gates(seat).talk:
                    commands += self._take_note_of_help(served)
        self._talk_since_s = _since(self._talk_since_s, self._strip.talks(), now_s)
        self._all_call_since_s = _since(self._all_call_since_s, speaking_to_all, now_s)
        claims = self._claims(now_s)
        if self._tones.due(claims, now_s) and self._config.audio.tones:
            commands.append(PlaySound(Sound.ARRIVAL))
        snapshot = self._snapshot(first(claims), now_s)
        if snapshot != self.shown:
            self.shown = snapshot
            commands.append(Show(snapshot))
        return commands

    def _claims(self, now_s: float) -> list[Claim]:
        return self._strip.claims(self._config.thresholds.waiting_long_s, now_s)

    def _snapshot(self, next_claim: Claim | None, now_s: float) -> DeskSnapshot:
        unix_s = now_s + self._unix_offset_s
        next_seat = None if next_claim is None else next_claim.seat
        return DeskSnapshot(
            connection=self._connection,
            connection_text=self._connection_text,
            branch=self._branch,
            officer_name=self._officer_name,
            capacity=self._config.capacity,
            accepting=self._accepting,
            mode=self._matrix.mode,
            tiles=tiles(
                self._strip, self._config.capacity, self._booths, self._waiting, next_seat, now_s, unix_s
            ),
            focus=self._focus,
            focus_locked=self._unsaved,
            talk_s=_lasted(self._talk_since_s, now_s),
            all_call=self._matrix.all_call,
            all_call_s=_lasted(self._all_call_since_s, now_s),
            need=None if next_claim is None else need(self._strip, next_claim, now_s),
            waiting=tuple(waiting_row(visit, unix_s) for visit in self._waiting),
            devices=self._devices,
            today=self._figures.today(),
        )


def _since(since_s: float | None, is_on: bool, now_s: float) -> float | None:
    """When something that is on began to be."""
    if not is_on:
        return None
    return now_s if since_s is None else since_s


def _lasted(since_s: float | None, now_s: float) -> float:
    return 0.0 if since_s is None else now_s - since_s
