"""What may be sent: events in, gates out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from channel.core.gates import (
    SHUT_BOOTH,
    SHUT_DESK,
    STATE_STALE_AFTER_S,
    Applied,
    BoothGates,
    BoothGatesEvent,
    BoothGatesMachine,
    DeskGates,
    DeskGatesMachine,
    DeskSaid,
    Elapsed,
    EpochBegan,
    EpochEnded,
    Permitted,
    SetBoothGates,
    SetDeskGates,
)
from channel.core.liveness import SILENT_AFTER_S
from channel.wire.control import DeskState
from channel.wire.ids import Epoch

OPEN = BoothGates(microphone=True, camera=True)


def asks(
    seq: int = 1, *, epoch: int = 1, listen: bool = True, see: bool = True, hold: bool = False
) -> DeskSaid:
    return DeskSaid(DeskState(epoch=Epoch(epoch), seq=seq, heard_seq=0, listen=listen, see=see, hold=hold))


def open_booth() -> BoothGatesMachine:
    machine = BoothGatesMachine()
    machine.handle(Permitted(True), 0.0)
    machine.handle(EpochBegan(Epoch(1)), 0.0)
    assert machine.handle(asks(), 0.0) == [SetBoothGates(OPEN)]
    return machine


def test_everything_is_shut_at_first() -> None:
    assert BoothGatesMachine().gates == SHUT_BOOTH
    assert DeskGatesMachine().gates == SHUT_DESK


def test_the_booth_opens_nothing_without_consent() -> None:
    machine = BoothGatesMachine()
    machine.handle(EpochBegan(Epoch(1)), 0.0)
    assert machine.handle(asks(), 0.0) == []
    assert machine.handle(Permitted(True), 0.1) == [SetBoothGates(OPEN)]


def test_consent_to_being_heard_only_keeps_the_camera_shut() -> None:
    machine = open_booth()
    assert machine.handle(Permitted(True, camera=False), 0.1) == [SetBoothGates(BoothGates(microphone=True))]


def test_the_end_of_consent_shuts_the_booth() -> None:
    assert open_booth().handle(Permitted(False), 0.1) == [SetBoothGates(SHUT_BOOTH)]


def test_the_booth_opens_what_is_asked_and_no_more() -> None:
    machine = open_booth()
    assert machine.handle(asks(2, listen=False), 0.1) == [SetBoothGates(BoothGates(camera=True))]


def test_hold_shuts_the_booth_whatever_else_is_asked() -> None:
    assert open_booth().handle(asks(2, hold=True), 0.1) == [SetBoothGates(SHUT_BOOTH)]


def test_an_older_state_that_comes_later_is_ignored() -> None:
    machine = open_booth()
    machine.handle(asks(5, listen=False, see=False), 0.1)
    assert machine.handle(asks(4), 0.2) == []
    assert machine.gates == SHUT_BOOTH


def test_a_state_of_another_epoch_is_ignored() -> None:
    machine = BoothGatesMachine()
    machine.handle(Permitted(True), 0.0)
    machine.handle(EpochBegan(Epoch(2)), 0.0)
    assert machine.handle(asks(9, epoch=1), 0.1) == []
    assert machine.handle(asks(9, epoch=3), 0.1) == []


def test_the_booth_shuts_its_own_gates_after_two_seconds_without_a_sign_of_life() -> None:
    machine = open_booth()
    assert machine.handle(Elapsed(last_sign_s=0.0), SILENT_AFTER_S - 0.01) == []
    assert machine.handle(Elapsed(last_sign_s=0.0), SILENT_AFTER_S) == [SetBoothGates(SHUT_BOOTH)]


def test_media_packets_keep_the_gates_open_while_heartbeats_are_lost() -> None:
    machine = open_booth()
    assert machine.handle(Elapsed(last_sign_s=3.9), 4.0) == []
    assert machine.gates == OPEN


def test_media_packets_alone_do_not_keep_an_old_state_for_ever() -> None:
    machine = open_booth()
    now_s = STATE_STALE_AFTER_S
    assert machine.handle(Elapsed(last_sign_s=now_s), now_s) == [SetBoothGates(SHUT_BOOTH)]


def test_a_new_epoch_begins_shut_until_its_own_state_came() -> None:
    machine = open_booth()
    assert machine.handle(EpochBegan(Epoch(2)), 1.0) == [SetBoothGates(SHUT_BOOTH)]
    assert machine.handle(asks(2, epoch=1), 1.1) == []
    assert machine.handle(asks(1, epoch=2), 1.2) == [SetBoothGates(OPEN)]


def test_the_end_of_the_epoch_shuts_the_booth() -> None:
    assert open_booth().handle(EpochEnded(), 0.1) == [SetBoothGates(SHUT_BOOTH)]


class Oracle:
    """The rule of the specification, written down a second time in the plainest way."""

    def __init__(self) -> None:
        self.consented = False
        self.camera = False
        self.epoch: Epoch | None = None
        self.states: list[tuple[float, DeskState]] = []
        self.last_sign_s = float("-inf")

    def see(self, event: BoothGatesEvent, now_s: float) -> None:
        match event:
            case Permitted(consented, camera):
                self.consented, self.camera = consented, camera
            case EpochBegan(epoch):
                self.epoch, self.states, self.last_sign_s = epoch, [], now_s
            case EpochEnded():
                self.epoch, self.states = None, []
            case DeskSaid(state):
                if state.epoch == self.epoch:
                    self.states.append((now_s, state))
                    self.last_sign_s = now_s
            case Elapsed(last_sign_s):
                self.last_sign_s = max(self.last_sign_s, last_sign_s)

    def most(self, now_s: float) -> BoothGates:
        if not self.states or not self.consented or self.epoch is None:
            return SHUT_BOOTH
        said_s, newest = max(self.states, key=lambda item: item[1].seq)
        if newest.hold or now_s - said_s >= STATE_STALE_AFTER_S or now_s - self.last_sign_s >= SILENT_AFTER_S:
            return SHUT_BOOTH
        return BoothGates(microphone=newest.listen, camera=newest.see and self.camera)


def _desk_said(epoch: int, seq: int, listen: bool, see: bool, hold: bool) -> DeskSaid:
    return asks(seq, epoch=epoch, listen=listen, see=see, hold=hold)


events = st.one_of(
    st.builds(Permitted, st.booleans(), st.booleans()),
    st.builds(EpochBegan, st.integers(1, 3).map(Epoch)),
    st.just(EpochEnded()),
    st.builds(_desk_said, st.integers(1, 3), st.integers(1, 30), st.booleans(), st.booleans(), st.booleans()),
    st.just("media"),
    st.just("nothing"),
)


@given(st.lists(st.tuples(events, st.floats(0.0, 3.0)), max_size=60))
def test_never_more_open_than_the_newest_fresh_state_asks_and_consent_permits(
    script: list[tuple[BoothGatesEvent | str, float]],
) -> None:
    machine, oracle, now_s, last_sign_s = BoothGatesMachine(), Oracle(), 0.0, float("-inf")
    for event, wait_s in script:
        now_s += wait_s
        if event == "media":
            last_sign_s = now_s
        if isinstance(event, str):
            event = Elapsed(max(last_sign_s, oracle.last_sign_s))
        oracle.see(event, now_s)
        machine.handle(event, now_s)
        # The link's own clock: the machine is told of time after each event.
        tick = Elapsed(oracle.last_sign_s)
        machine.handle(tick, now_s)
        most = oracle.most(now_s)
        assert not machine.gates.microphone or most.microphone
        assert not machine.gates.camera or most.camera


def up() -> DeskGatesMachine:
    machine = DeskGatesMachine()
    machine.handle(EpochBegan(Epoch(1)), 0.0)
    return machine


def test_the_desk_applies_gates_only_to_a_link_in_use() -> None:
    machine = DeskGatesMachine()
    assert machine.handle(Applied(DeskGates(talk=True)), 0.0) == []
    assert machine.handle(EpochBegan(Epoch(1)), 0.1) == []
    assert machine.handle(Applied(DeskGates(talk=True)), 0.2) == [SetDeskGates(DeskGates(talk=True))]


def test_a_rebuilt_link_is_shut_until_the_state_is_applied_again() -> None:
    machine = up()
    machine.handle(Applied(DeskGates(talk=True, listen=True)), 0.1)
    assert machine.handle(EpochBegan(Epoch(2)), 0.2) == [SetDeskGates(SHUT_DESK)]
    assert machine.handle(Elapsed(last_sign_s=0.3), 0.3) == []


def test_the_desk_shuts_a_silent_link_and_opens_it_again_with_the_signs_of_life() -> None:
    machine = up()
    machine.handle(Applied(DeskGates(talk=True)), 0.0)
    assert machine.handle(Elapsed(last_sign_s=0.0), 2.0) == [SetDeskGates(SHUT_DESK)]
    assert machine.handle(Elapsed(last_sign_s=2.5), 2.5) == [SetDeskGates(DeskGates(talk=True))]


@given(st.builds(DeskGates, *(st.booleans() for _ in range(8))))
def test_hold_shuts_both_directions_but_for_an_all_call_which_listens_to_nobody(wanted: DeskGates) -> None:
    machine = up()
    machine.handle(Applied(wanted), 0.0)
    gates = machine.gates
    for name in ("talk", "listen", "see", "picture", "hold", "all_call", "paused", "shared"):
        assert not getattr(gates, name) or getattr(wanted, name), "never more open than asked"
    if wanted.hold:
        assert not gates.listen
        assert not gates.see
        assert gates.talk == (wanted.talk and wanted.all_call)
        assert gates.picture == (wanted.picture and wanted.all_call)
    if wanted.all_call:
        assert not gates.listen
    assert gates.talk or not gates.shared
