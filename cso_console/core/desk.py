"""The officer's desk as a pure state machine: who sits where, who is focused, who needs the officer.

Responsible for: channels that come and go, the officer's intents, focus and help. Not for: login and session
(``session``), the matrix's own rules (``talk_matrix``), seats, gates and talk keys (``strip``), cases
(``cases``), needs (``attention``), tiles, SDP and peers (``runtime``).
"""

from __future__ import annotations

from typing import assert_never

from channel.wire.documents import DeskDocumentsHello
from channel.wire.ids import ChannelId, Epoch, VisitId
from channel.wire.messages import (
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
from cso_console.core.cases import Cases
from cso_console.core.commands import (
    CloseCases,
    CloseChannel,
    Command,
    Connect,
    DeviceKind,
    OpenCases,
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
from cso_console.core.session import Session
from cso_console.core.snapshot import AllCall, AudioMode, Connection, DeskSnapshot, Devices, Ending
from cso_console.core.stopwatch import Stopwatch
from cso_console.core.strip import Strip
from cso_console.core.talk_matrix import TalkMatrix
from cso_console.core.tiles import need, tiles, waiting_row

_SERVED_TO_THE_END = {CloseReason.BOOTH_ENDED, CloseReason.DESK_ENDED}


class Desk:
    """``handle`` every event with the monotonic time; perform the commands in their order."""

    def __init__(self, config: ConsoleConfig) -> None:
        self._config = config
        self._session = Session(config)
        self._booths: tuple[BoothInfo, ...] = ()
        self._waiting: tuple[WaitingVisit, ...] = ()
        self._matrix = TalkMatrix(AudioMode(config.audio.mode))
        self._strip = Strip(self._matrix)
        self._unconfirmed: set[ChannelId] = set()
        """Channels that the server has not named again since the last welcome."""
        self._focus: int | None = None
        self._cases = Cases(config.language, registry=config.papers.registry)
        self._ending: ChannelId | None = None
        """The officer is asked whether its service is to end without an outcome."""
        self._tones = ArrivalTones(config.thresholds.repeat_tone_s)
        self._figures = Figures()
        self._devices = Devices()
        self._talk, self._all_call = Stopwatch(), Stopwatch()
        self.shown: DeskSnapshot | None = None
        """The newest snapshot; read only."""

    def hello(self) -> DeskHello:
        """What opens each connection with the server."""
        return self._session.hello(tuple(served.lease for served in self._strip))

    def cases_hello(self) -> DeskDocumentsHello:
        """What opens each connection for cases."""
        return self._session.cases_hello()

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
                self._session.lost(text)
                return []
            case events.ServerRejected(text=text, replaced=replaced):
                return self._rejected(text, replaced, now_s)
            case events.DevicesChanged(devices=devices):
                self._devices = devices
                return []
            case events.CaseSaid() if not self._session.is_known:
                return []  # it was for whoever sat here before
            case (
                events.CasesConnected()
                | events.CaseSaid()
                | events.DocumentFetched()
                | events.DocumentUnavailable()
            ):
                return self._cases.hear(event)
            case _:
                return self._intend(event, now_s)

    def _hear(self, message: ToDesk, now_s: float) -> list[Command]:
        match message:
            case DeskWelcome():
                self._session.welcomed(message, now_s)
                self._unconfirmed = {served.channel for served in self._strip}
                return [StartDevices(), OpenCases()]
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
        self._session.rejected(text, replaced)
        self._matrix.hold_all()  # nobody talks, listens or looks from behind the login
        self._ending = None
        commands = self._cases.close_all()
        if replaced:  # the other console has the channels now
            for served in self._strip:
                commands += self._channel_closed(served.channel, CloseReason.REPLACED, now_s)
        return [*commands, CloseCases(), StopDevices()]

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
            return self._cases.open(known, now_s)
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
            queued_s=self._session.monotonic_s(message.queued_at, now_s),
            started_s=self._session.monotonic_s(message.started_at, now_s),
            clock=Clock(now_s),
            served_before=message.served_before,
            lost_s=now_s,
        )
        self._ask_for_help(served, message.help_since, now_s)
        self._strip.open(seat, served)
        if self._cases.lingering in (None, served.visit) and self._focus is None:
            self._focus = seat
        open_channel = OpenChannel(message.channel, seat, Epoch(message.epoch + 1))
        return [*commands, open_channel, *self._cases.open(served, now_s)]

    def _channel_closed(self, channel: ChannelId, reason: CloseReason, now_s: float) -> list[Command]:
        served = self._strip.close(channel)
        if served is None:
            return []
        self._tones.forget(channel)
        self._unconfirmed.discard(channel)
        if self._focus not in self._strip.served:
            self._focus = None  # lest a key meant for one booth reach another
        if reason in _SERVED_TO_THE_END:
            self._figures.count(served.started_s - served.queued_s, now_s - served.started_s)
        return [CloseChannel(channel), *self._cases.close(served.visit, now_s)]

    # ------------------------------------------------------------ the officer

    def _intend(self, intent: intents.Intent, now_s: float) -> list[Command]:
        if not self._session.is_known and not isinstance(intent, intents.LogIn):
            return []  # conversations may outlive a login; who sits there now has not said who they are
        match intent:
            case intents.LogIn(officer=officer, password=password):
                return [Connect()] if self._session.log_in(officer, password) else []
            case intents.FocusSeat(seat=seat):
                return self._focus_on(seat)
            case intents.FocusNext():
                claim = first(self._claims(now_s))
                return [] if claim is None else self._focus_on(claim.seat)
            case intents.SetAccepting(accepting=accepting):
                self._session.accepting = accepting
                return [Send(DeskAccepting(accepting=accepting))]
            case intents.PickWaiting(visit=visit):
                return [Send(PickVisit(visit=visit))]
            case intents.EndService(seat=seat, sure=sure, visit=visit):
                served = self._strip.served.get(seat)
                is_meant = served is not None and visit in (None, served.visit)
                return self._end_service(seat, sure) if is_meant else []
            case intents.KeepService():
                self._ending = None
            case intents.OpenUndecided(visit=visit):
                return self._open_undecided(visit)
            case intents.ChooseMicrophone(spec=spec):
                return [UseDevice(DeviceKind.MICROPHONE, spec)]
            case intents.ChooseSpeaker(spec=spec):
                return [UseDevice(DeviceKind.SPEAKER, spec)]
            case intents.ChooseCamera(spec=spec):
                return [UseDevice(DeviceKind.CAMERA, spec)]
            case intents.TestSound():
                return [PlaySound(Sound.TEST)]
            case intents.OfCase(visit=visit, said=intents.AddNote() as note):
                return self._cases.intend(note, of=visit)  # also when the focus has moved since
            case intents.OfCase(visit=visit, said=said):
                return self._intend(said, now_s) if visit == self._cases.focus else []
            case intents.OtherPerson():
                return self._other_person()
            case _ if isinstance(intent, intents.TalkKey):
                to_focus = self._strip.turn(intent, self._focus, now_s)
                return [] if to_focus is None else self._focus_on(to_focus)
            case _:
                return self._cases.intend(intent)
        return []

    def _end_service(self, seat: int, sure: bool) -> list[Command]:
        """Shut at once; the seat is free when the server confirms. Without the server nothing is ended, and
        before its case has an outcome only when the officer is sure."""
        if seat not in self._strip.served or self._session.connection is not Connection.ONLINE:
            return []
        served = self._strip.served[seat]
        if self._cases.is_undecided(served.visit) and not sure:
            self._ending = served.channel
            return []
        self._ending = None
        self._matrix.set_hold(seat, True)
        return [Send(EndChannel(channel=served.channel))]

    def _other_person(self) -> list[Command]:
        """Their papers are not for whoever sits there now; the visit is over."""
        if self._focus is None or not self._cases.is_in_doubt:
            return []
        return self._end_service(self._focus, sure=True)

    def _focus_on(self, seat: int) -> list[Command]:
        if seat not in self._strip.served or self._cases.is_unsaved:
            return []
        self._focus = seat
        return self._take_note_of_help(self._strip.served[seat])

    def _open_undecided(self, visit: VisitId) -> list[Command]:
        """Its person has left: no booth is in focus beside it."""
        goes_on = any(served.visit == visit for served in self._strip)
        commands = [] if goes_on or self._cases.is_unsaved else self._cases.take_up(visit)
        if commands:
            self._focus = None
        return commands

    def _ask_for_help(self, served: Served, since: float, now_s: float) -> None:
        """``since``: Unix seconds by the server; 0 for help taken back."""
        served.help_asked_at = since
        served.help_since_s = self._session.monotonic_s(since, now_s) if since else None

    def _take_note_of_help(self, served: Served) -> list[Command]:
        if served.help_since_s is None:
            return []
        served.help_since_s = None
        return [Send(HelpSeen(channel=served.channel))]

    # ------------------------------------------------------------ what follows

    def _follow(self, now_s: float) -> list[Command]:
        """The commands that bring the world in line with the state after an event."""
        commands = self._strip.follow(self._focus, now_s)
        commands += self._follow_cases(now_s)
        speaking_to_all = self._matrix.all_call is AllCall.SPEAKING
        if not speaking_to_all:
            for seat, served in self._strip.served.items():
                if self._strip.gates(seat).talk:
                    commands += self._take_note_of_help(served)
        self._talk.turn(self._strip.talks(), now_s)
        self._all_call.turn(speaking_to_all, now_s)
        claims = self._claims(now_s)
        if self._tones.due(claims, now_s) and self._config.audio.tones:
            commands.append(PlaySound(Sound.ARRIVAL))
        snapshot = self._snapshot(first(claims), now_s)
        if snapshot != self.shown:
            self.shown = snapshot
            commands.append(Show(snapshot))
        return commands

    def _follow_cases(self, now_s: float) -> list[Command]:
        held = [self._matrix.gates(seat).hold for seat in self._strip.served]
        self._cases.look(self._strip, held, now_s)
        focused = self._strip.served.get(self._focus or 0)
        commands: list[Command] = []
        if focused is not None or self._cases.lingering is None:
            commands += self._cases.focus_on(None if focused is None else focused.visit)
        return [*commands, *self._cases.follow()]

    def _claims(self, now_s: float) -> list[Claim]:
        return self._strip.claims(self._cases, self._config.thresholds.waiting_long_s, now_s)

    def _snapshot(self, next_claim: Claim | None, now_s: float) -> DeskSnapshot:
        unix_s = self._session.unix_s(now_s)
        next_seat = None if next_claim is None else next_claim.seat
        return DeskSnapshot(
            connection=self._session.connection,
            connection_text=self._session.text,
            branch=self._session.branch,
            officer_name=self._session.officer_name,
            capacity=self._config.capacity,
            accepting=self._session.accepting,
            mode=self._matrix.mode,
            tiles=tiles(
                self._strip,
                self._cases,
                self._config.capacity,
                self._booths,
                self._waiting,
                next_seat,
                now_s,
                unix_s,
            ),
            focus=self._focus,
            focus_locked=self._cases.is_unsaved,
            talk_s=self._talk.lasted_s(now_s),
            all_call=self._matrix.all_call,
            all_call_s=self._all_call.lasted_s(now_s),
            need=None if next_claim is None else need(self._strip, next_claim, now_s),
            waiting=tuple(waiting_row(visit, unix_s) for visit in self._waiting),
            undecided=self._cases.undecided(self._strip),
            cases_online=self._cases.online,
            devices=self._devices,
            today=self._figures.today(),
            case=self._cases.view(unix_s),
            ending=self._ask_ending(),
        )

    def _ask_ending(self) -> Ending | None:
        for seat, served in self._strip.served.items():
            if served.channel == self._ending:
                return Ending(seat, served.number, unsaved=seat == self._focus and self._cases.is_unsaved)
        return None
