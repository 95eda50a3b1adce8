"""The desk machine: connection, seats, presence, and the officer's plain requests."""

from __future__ import annotations

from channel.core.gates import DeskGates
from channel.wire.control import BoothState
from channel.wire.ids import ChannelId, Epoch, OfficerId, VisitId
from channel.wire.messages import (
    BoothPresence,
    BranchState,
    ChannelHelp,
    CloseReason,
    DeskAccepting,
    EndChannel,
    PickVisit,
)
from cso_console.core import events, intents
from cso_console.core.commands import (
    ApplyGates,
    Attend,
    CloseChannel,
    Connect,
    DeviceKind,
    OpenChannel,
    PlaySound,
    Show,
    Sound,
    StartDevices,
    StopDevices,
    UseDevice,
)
from cso_console.core.snapshot import AudioMode, Connection, TileState
from tests.cso_console.core.builders import UNIX_S, Bench, channel_of, info, opened, waiting, welcome

PARKED = DeskGates(see=True)
TALKING = DeskGates(talk=True, listen=True, see=True, picture=True)


def booth_state(**said: bool | int | str) -> BoothState:
    return BoothState(epoch=Epoch(1), seq=1, heard_seq=1, **said)  # type: ignore[arg-type]


# ---------------------------------------------------------------- connection and login


def test_the_desk_asks_for_a_login_and_connects_with_it() -> None:
    bench = Bench()
    bench.later(0.0)
    connections = [bench.snapshot.connection]
    assert Connect() in bench.tell(intents.LogIn(OfficerId("sari"), "secret"))
    connections.append(bench.snapshot.connection)
    assert connections == [Connection.LOGIN, Connection.CONNECTING]
    assert (bench.desk.hello().officer, bench.desk.hello().password) == ("sari", "secret")


def test_after_the_welcome_the_session_replaces_the_password() -> None:
    bench = Bench().log_in()
    hello = bench.desk.hello()
    assert (hello.password, hello.session) == ("", "session")
    assert bench.snapshot.connection is Connection.ONLINE
    assert (bench.snapshot.officer_name, bench.snapshot.branch) == ("Sari", "Cabang Teladan")


def test_devices_start_with_the_welcome_and_not_before() -> None:
    bench = Bench()
    assert StartDevices() not in bench.tell(intents.LogIn(OfficerId("sari"), "secret"))
    assert StartDevices() in bench.hear(welcome())


def test_a_refused_login_says_why_and_asks_again() -> None:
    bench = Bench()
    bench.tell(intents.LogIn(OfficerId("sari"), "wrong"))
    assert StopDevices() in bench.tell(events.ServerRejected("unknown officer or wrong password"))
    assert bench.snapshot.connection is Connection.LOGIN
    assert bench.snapshot.connection_text == "unknown officer or wrong password"
    assert bench.desk.hello().password == ""


def test_nobody_talks_listens_or_looks_from_behind_the_login() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tap(1)
    bench.tell(events.ServerRejected("the session has expired"))
    assert bench.gates == dict.fromkeys((channel_of(1), channel_of(2)), DeskGates(hold=True))


def test_no_key_opens_anything_until_somebody_has_logged_in_again() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.ServerRejected("the session has expired"))
    held = {channel_of(1): DeskGates(hold=True)}
    bench.tap(1)
    assert bench.gates == held
    bench.tell(intents.LogIn(OfficerId("sari"), "guessed"))
    bench.tell(intents.ToggleHold(1))
    assert bench.gates == held
    bench.hear(welcome())
    bench.tap(1)
    assert bench.gates[channel_of(1)].talk


def test_why_a_first_connection_fails_is_shown_to_it() -> None:
    bench = Bench()
    bench.tell(intents.LogIn(OfficerId("sari"), "secret"))
    bench.tell(events.ServerLost("the server's certificate has expired"))
    assert bench.snapshot.connection is Connection.CONNECTING
    assert bench.snapshot.connection_text == "the server's certificate has expired"


def test_without_the_server_the_channels_go_on_and_the_leases_are_offered_again() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tap(2)
    ordered = bench.tell(events.ServerLost("the server closed the connection"))
    assert not [command for command in ordered if isinstance(command, ApplyGates | CloseChannel)]
    assert bench.snapshot.connection is Connection.OFFLINE
    assert bench.desk.hello().leases == ("lease-1", "lease-2")


def test_a_channel_taken_up_again_after_a_reconnect_is_not_built_anew() -> None:
    bench = Bench().log_in().serve(1)
    bench.tap(1)
    bench.tell(events.ServerLost("gone"))
    ordered = bench.hear(welcome(), opened(1, lease="newer"))
    assert not [command for command in ordered if isinstance(command, OpenChannel | ApplyGates)]
    assert bench.desk.hello().leases == ("newer",)
    assert bench.tile(1).talk


def test_a_channel_that_the_server_does_not_name_again_is_given_up() -> None:
    bench = Bench().log_in().serve(1, 2)
    bench.tell(events.ServerLost("gone"))
    assert CloseChannel(channel_of(1)) not in bench.hear(welcome(), opened(2))
    ordered = bench.hear(BranchState(booths=(), waiting=()))
    assert [command for command in ordered if isinstance(command, CloseChannel)] == [
        CloseChannel(channel_of(1))
    ]
    assert not [c for c in bench.hear(BranchState(booths=(), waiting=())) if isinstance(c, CloseChannel)]


def test_a_restarted_console_counts_epochs_on_from_where_the_channel_was() -> None:
    bench = Bench().log_in()
    ordered = bench.hear(opened(1, epoch=7))
    assert OpenChannel(channel_of(1), seat=1, first_epoch=Epoch(8)) in ordered


def test_a_call_for_help_that_was_taken_note_of_does_not_come_back_with_the_reconnect() -> None:
    bench = Bench().log_in().serve(1)
    bench.hear(ChannelHelp(channel=channel_of(1), since=UNIX_S - 1))
    bench.tell(intents.FocusSeat(1))
    bench.hear(welcome(), opened(1, help_since=UNIX_S - 1))
    assert not bench.tile(1).help
    bench.hear(welcome(), opened(1, help_since=UNIX_S + 5))
    assert bench.tile(1).help


def test_a_desk_that_was_replaced_gives_up_its_channels() -> None:
    bench = Bench().log_in().serve(1, 2)
    ordered = bench.tell(events.ServerRejected("replaced", replaced=True))
    assert CloseChannel(channel_of(1)) in ordered
    assert CloseChannel(channel_of(2)) in ordered
    assert StopDevices() in ordered
    assert bench.snapshot.connection is Connection.REPLACED
    assert bench.desk.hello().leases == ()


def test_a_second_login_while_connected_is_ignored() -> None:
    bench = Bench().log_in()
    assert Connect() not in bench.tell(intents.LogIn(OfficerId("budi"), "other"))
    assert bench.desk.hello().officer == "sari"


def test_a_login_does_not_show_its_password() -> None:
    assert "secret" not in repr(intents.LogIn(OfficerId("sari"), "secret"))


# ---------------------------------------------------------------- seats and presence


def test_a_channel_takes_the_seat_of_its_booth_and_starts_all_shut() -> None:
    bench = Bench().log_in()
    assert OpenChannel(channel_of(3), 3, Epoch(1)) in bench.hear(opened(3))
    assert bench.gates == {channel_of(3): DeskGates()}
    bench.tell(events.LinkChanged(channel_of(3), alive=True))
    assert bench.gates == {channel_of(3): PARKED}


def test_a_booth_with_a_high_number_takes_a_seat_that_is_nobodys_home() -> None:
    bench = Bench().log_in()
    bench.hear(BranchState(booths=(info(1), info(2), info(8)), waiting=()))
    assert OpenChannel(channel_of(8), 3, Epoch(1)) in bench.hear(opened(8))


def test_a_taken_seat_is_never_given_away() -> None:
    bench = Bench().log_in()
    bench.hear(opened(8))
    assert bench.tile(1).number == 8
    assert OpenChannel(channel_of(1), 2, Epoch(1)) in bench.hear(opened(1))


def test_the_booth_in_focus_is_attended_to_and_that_is_said_once() -> None:
    bench = Bench().log_in().serve(1, 2)
    attended = [bench.attended]
    ordered = bench.tell(intents.FocusSeat(2))
    assert [command for command in ordered if isinstance(command, Attend)] == [Attend(channel_of(2))]
    assert not [command for command in bench.later(1.0) if isinstance(command, Attend)]
    bench.close(2)
    attended.append(bench.attended)
    bench.serve(3)
    attended.append(bench.attended)
    assert attended == [channel_of(1), None, channel_of(3)]


def test_a_desk_for_one_booth_has_one_seat() -> None:
    bench = Bench(capacity=1).log_in()
    assert OpenChannel(channel_of(4), 1, Epoch(1)) in bench.hear(opened(4))


def test_booths_without_a_channel_show_how_they_are() -> None:
    bench = Bench().log_in()
    presences = (
        info(1, BoothPresence.FREE),
        info(2, BoothPresence.OFFLINE),
        info(3, BoothPresence.FAULT, "D-04"),
        info(4, BoothPresence.SERVED),
        info(5, BoothPresence.WAITING),
    )
    bench.hear(BranchState(booths=presences, waiting=(waiting(5),)))
    assert [bench.tile(seat).state for seat in range(1, 7)] == [
        TileState.FREE,
        TileState.OFFLINE,
        TileState.FAULT,
        TileState.SERVED_ELSEWHERE,
        TileState.WAITING,
        TileState.FREE,
    ]
    assert bench.tile(3).fault_code == "D-04"
    assert bench.tile(6).number == 0


def test_a_booth_that_waits_and_asks_for_help_says_so_on_its_tile_and_in_the_queue() -> None:
    bench = Bench().log_in()
    bench.now_s = 20.0
    bench.hear(
        BranchState(booths=(info(5, BoothPresence.WAITING),), waiting=(waiting(5, help_since=UNIX_S + 5),))
    )
    assert (bench.tile(5).state, bench.tile(5).help, bench.tile(5).help_s) == (TileState.HELP, True, 15.0)
    assert (bench.snapshot.waiting[0].help, bench.snapshot.waiting[0].waited_s) == (True, 20.0)


def test_a_new_channel_of_the_same_booth_takes_the_place_of_the_old_one() -> None:
    bench = Bench().log_in().serve(2)
    ordered = bench.hear(opened(2, channel=ChannelId("other")))
    assert CloseChannel(channel_of(2)) in ordered
    assert OpenChannel(ChannelId("other"), 2, Epoch(1)) in ordered


def test_a_closed_channel_frees_its_seat_and_counts_in_todays_figures() -> None:
    bench = Bench().log_in().serve(2)
    bench.now_s = 300.0
    assert CloseChannel(channel_of(2)) in bench.close(2)
    assert not bench.tile(2).has_channel
    today = bench.snapshot.today
    assert (today.served, today.mean_wait_s, today.mean_service_s) == (1, 40.0, 300.0)


def test_a_tile_says_how_long_the_participant_waited_and_is_being_served() -> None:
    bench = Bench().log_in().serve(2)
    bench.later(90.0)
    assert (bench.tile(2).waited_s, bench.tile(2).served_s) == (40.0, 90.0)


def test_a_channel_that_broke_is_not_counted_as_served() -> None:
    bench = Bench().log_in().serve(2)
    bench.close(2, CloseReason.BOOTH_GONE)
    assert bench.snapshot.today.served == 0


# ---------------------------------------------------------------- the rest of the officer's intents


def test_the_queue_can_be_paused_picked_from_and_a_service_ended() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(intents.SetAccepting(accepting=False))
    assert bench.sent == [DeskAccepting(accepting=False)]
    assert not bench.snapshot.accepting
    assert not bench.desk.hello().accepting
    bench.tell(intents.PickWaiting(VisitId("visit-5")))
    assert bench.sent == [PickVisit(visit=VisitId("visit-5"))]
    bench.tell(intents.EndService(1))
    assert bench.sent == [EndChannel(channel=channel_of(1))]
    assert bench.gates[channel_of(1)] == DeskGates(hold=True), "shut at once"


def test_a_service_cannot_be_ended_without_the_server() -> None:
    bench = Bench().log_in().serve(1)
    bench.tell(events.ServerLost("gone"))
    bench.tell(intents.EndService(1))
    assert not bench.sent
    assert bench.gates[channel_of(1)] == PARKED


def test_devices_and_mode_are_chosen_at_run_time() -> None:
    bench = Bench().log_in()
    assert UseDevice(DeviceKind.MICROPHONE, "device:a") in bench.tell(intents.ChooseMicrophone("device:a"))
    assert UseDevice(DeviceKind.SPEAKER, "device:b") in bench.tell(intents.ChooseSpeaker("device:b"))
    assert UseDevice(DeviceKind.CAMERA, "device:c") in bench.tell(intents.ChooseCamera("device:c"))
    assert PlaySound(Sound.TEST) in bench.tell(intents.TestSound())
    bench.tell(intents.SetMode(AudioMode.HEADSET))
    assert bench.snapshot.mode is AudioMode.HEADSET


def test_a_snapshot_is_shown_every_second_because_durations_move() -> None:
    bench = Bench().log_in().serve(1)
    shown = [command for command in bench.later(1.0) if isinstance(command, Show)]
    assert shown == [Show(bench.snapshot)]
