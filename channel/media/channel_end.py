"""The two ends of a channel: the console's (``DeskEnd``) and the booth's (``BoothEnd``).

Responsible for: what each end does its own way: offering or answering, whose gates, whose state is said
and heard. Not for: what both have in common (``common_end``).

Net thread only, except ``heard.pull`` (speaker's thread) and ``show_at`` (any thread).
"""

from __future__ import annotations

import random
import time
from dataclasses import replace

import msgspec

from channel.core import gates as gate_rules
from channel.core import negotiation
from channel.core.gates import BoothGates, BoothGatesMachine, DeskGates, DeskGatesMachine
from channel.core.guidance import BoothReport, OfficerRequest
from channel.core.negotiation import BoothNegotiation, DeskNegotiation
from channel.core.rungs import within
from channel.media.common_end import ChannelEnd, OnEvent
from channel.media.events import AnswerReady, BoothStateSeen, DeskStateSeen, GatesChanged, OfferReady
from channel.media.link import Tap
from channel.media.picture_inlet import PictureDecoding
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks
from channel.wire.control import BoothState, Control, DeskState
from channel.wire.ids import Epoch

LEVEL_EVERY_S = 0.2

__all__ = ["BoothEnd", "ChannelEnd", "DeskEnd"]


class DeskEnd(ChannelEnd):
    """The console's end. ``start`` first; then ``OfferReady`` follows."""

    def __init__(
        self,
        voice: VoiceSource,
        picture: PictureSource,
        on_event: OnEvent,
        tasks: Tasks,
        settings: MediaSettings,
        *,
        name: str = "desk",
        tap: Tap | None = None,
        decoding: PictureDecoding | None = None,
    ) -> None:
        self._negotiation = DeskNegotiation(random.random)
        self._machine = DeskGatesMachine()
        self._booth: BoothState | None = None
        self._see_most = (0, 0)
        self._request = OfficerRequest()
        super().__init__(self._negotiation, voice, picture, on_event, tasks, settings, name, tap, decoding)

    @property
    def gates(self) -> DeskGates:
        """The gates as they stand, all shut while the link is not up."""
        return self._machine.gates

    def start(self, first_epoch: int = 1) -> None:
        """Begin to set up the channel."""
        self._negotiate(negotiation.Started(Epoch(first_epoch)))

    def handle_answer(self, epoch: Epoch, sdp: str) -> None:
        """The booth's answer came by signaling."""
        self._negotiate(negotiation.AnswerCame(epoch, sdp))

    def handle_rebuild(self, epoch: Epoch) -> None:
        """The booth asks by signaling for a peer newer than this."""
        self._negotiate(negotiation.RebuildAsked(epoch))

    def attend(self, width_px: int, fps: int) -> None:
        """A larger picture of the booth or a quicker one is of no use from now on; 0: no limit."""
        if (width_px, fps) != self._see_most:
            self._see_most = (width_px, fps)
            self._changed()

    def ask(self, request: OfficerRequest) -> None:
        """What the officer asks the booth to show, from now on."""
        if request != self._request:
            self._request = request
            self._changed()

    def apply(self, wanted: DeskGates) -> None:
        """Set the gates and tell the booth, at once. Counts for the epoch in use; without one it is
        forgotten."""
        if not self._closed:
            self._set_gates(self._machine.handle(gate_rules.Applied(wanted), time.monotonic()))

    def _negotiate(self, event: negotiation.DeskEvent) -> None:
        if not self._closed:
            self._link.perform(self._negotiation.handle(event, time.monotonic()))

    def _description_made(self, epoch: Epoch, sdp: str) -> None:
        self._on_event(OfferReady(epoch, sdp))

    def _epoch_changed(self, epoch: Epoch | None, now_s: float) -> None:
        self._booth = None
        event = gate_rules.EpochBegan(epoch) if epoch is not None else gate_rules.EpochEnded()
        self._set_gates(self._machine.handle(event, now_s))

    def _gates_elapsed(self, last_sign_s: float, now_s: float) -> None:
        self._set_gates(self._machine.handle(gate_rules.Elapsed(last_sign_s), now_s))

    def _set_gates(self, commands: list[gate_rules.SetDeskGates]) -> None:
        for command in commands:
            self._set_outlets(voice=command.gates.talk, picture=command.gates.picture)
            if not command.gates.see:
                self._picture_in.forget()
            self._changed()

    def _state_came(self, state: Control, now_s: float) -> bool:
        if not isinstance(state, BoothState):
            return False
        before = self._booth
        if before is None or state.seq > before.seq:
            self._booth = state
            if before is not None and before.camera and not state.camera:
                self._picture_in.forget()  # what is seen after the next opening is not from before it
            if before is None or not _same(before, state):
                self._on_event(BoothStateSeen(state))
        return True

    def _own_state(self, epoch: Epoch, seq: int) -> Control:
        own = self._machine.gates
        return DeskState(
            epoch=epoch,
            seq=seq,
            heard_seq=self._heard_seq,
            listen=own.listen,
            see=own.see,
            see_width=self._see_most[0],
            see_fps=self._see_most[1],
            talk=own.talk,
            picture=own.picture,
            hold=own.hold,
            all_call=own.all_call,
            paused=own.paused,
            shared=own.shared,
            picture_reduced=self._picture_out.reduced,
            voice_disturbed=self._voice_disturbed,
            wants=self._request.wants,
            look=self._request.look,
            shoot=self._request.shoot,
        )

    def _far_state(self) -> BoothState | None:
        return self._booth

    def _picture_due(self) -> bool:
        booth = self._booth
        return self._machine.gates.see and booth is not None and booth.camera and not booth.camera_fault


class BoothEnd(ChannelEnd):
    """The booth's end. Opens nothing before ``permit(True)``."""

    def __init__(
        self,
        voice: VoiceSource,
        picture: PictureSource,
        on_event: OnEvent,
        tasks: Tasks,
        settings: MediaSettings,
        *,
        name: str = "booth",
        tap: Tap | None = None,
        decoding: PictureDecoding | None = None,
    ) -> None:
        self._negotiation = BoothNegotiation(random.random)
        self._machine = BoothGatesMachine()
        self._consented = False
        self._report = BoothReport()
        self._level_said_s = 0.0
        super().__init__(self._negotiation, voice, picture, on_event, tasks, settings, name, tap, decoding)

    @property
    def gates(self) -> BoothGates:
        """The booth's own gates as they stand."""
        return self._machine.gates

    def handle_offer(self, epoch: Epoch, sdp: str) -> None:
        """The desk's offer came by signaling."""
        if not self._closed:
            event = negotiation.OfferCame(epoch, sdp)
            self._link.perform(self._negotiation.handle(event, time.monotonic()))

    @property
    def desk(self) -> DeskState | None:
        """The desk's newest state of the present epoch, None when it is older than five seconds."""
        return self._machine.desk

    def permit(self, consented: bool, camera: bool = True) -> None:
        """A participant has asked for an officer (or the visit ended): without it the gates never open.
        ``camera`` False: the consent was declined, only the microphone may open."""
        self._consented = consented
        if not self._closed:
            self._set_gates(self._machine.handle(gate_rules.Permitted(consented, camera), time.monotonic()))

    def report(self, report: BoothReport) -> None:
        """What the desk is to know of this booth. May be called often: anything but a mere level goes out at
        once. A level does so at most 5 times a second, and only while the desk cannot hear for itself."""
        if self._closed:
            return
        now_s = time.monotonic()
        before, self._report = self._report, report
        if before == report:
            return
        if replace(before, level=report.level) != report:
            self._changed()
        elif not self._machine.gates.microphone and now_s - self._level_said_s >= LEVEL_EVERY_S:
            self._level_said_s = now_s
            self._say(now_s)

    def _description_made(self, epoch: Epoch, sdp: str) -> None:
        self._on_event(AnswerReady(epoch, sdp))

    def _epoch_changed(self, epoch: Epoch | None, now_s: float) -> None:
        event = gate_rules.EpochBegan(epoch) if epoch is not None else gate_rules.EpochEnded()
        self._set_gates(self._machine.handle(event, now_s))

    def _gates_elapsed(self, last_sign_s: float, now_s: float) -> None:
        self._set_gates(self._machine.handle(gate_rules.Elapsed(last_sign_s), now_s))

    def _set_gates(self, commands: list[gate_rules.SetBoothGates]) -> None:
        for command in commands:
            self._set_outlets(voice=command.gates.microphone, picture=command.gates.camera)
            self._on_event(GatesChanged(command.gates))
            self._changed()

    def _state_came(self, state: Control, now_s: float) -> bool:
        if not isinstance(state, DeskState):
            return False
        before = self._machine.desk
        self._set_gates(self._machine.handle(gate_rules.DeskSaid(state), now_s))
        after = self._machine.desk
        if after is not None:
            self._picture_out.ask_for(within(self._picture.rungs, after.see_width, after.see_fps))
            self._picture.gates_changed()
        if after is not None and (before is None or not _same(before, after)):
            if not after.picture:
                self._picture_in.forget()
            self._on_event(DeskStateSeen(after))
        return True

    def _own_state(self, epoch: Epoch, seq: int) -> Control:
        report, desk = self._report, self._machine.desk
        may_tell = self._consented and desk is not None and not desk.hold
        return BoothState(
            epoch=epoch,
            seq=seq,
            heard_seq=self._heard_seq,
            microphone=self._machine.gates.microphone,
            camera=self._machine.gates.camera,
            level=report.level if may_tell else 0,
            microphone_fault=report.microphone_fault,
            camera_fault=report.camera_fault,
            step=report.step,
            document=report.document,
            page=report.page,
            picture_reduced=self._picture_out.reduced,
            voice_disturbed=self._voice_disturbed,
        )

    def _far_state(self) -> DeskState | None:
        return self._machine.desk

    def _picture_due(self) -> bool:
        desk = self._machine.desk
        return desk is not None and desk.picture


def _same(one: Control, other: Control) -> bool:
    """Whether two states say the same, whatever their numbers."""
    return msgspec.structs.replace(one, seq=0, heard_seq=0) == msgspec.structs.replace(
        other, seq=0, heard_seq=0
    )
