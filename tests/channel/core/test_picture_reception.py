"""Pictures over bad links in virtual time: how late, how often frozen, and what was asked for."""

from __future__ import annotations

import functools
import itertools

import pytest

from channel.core import picture_reception, repair, retransmission, unseen_losses
from channel.core.picture_assembly import Arrival
from channel.core.picture_reception import TAIL_LEAST_S, AskAgain, PictureReception
from channel.core.vp8 import describe
from tests.benchmarks.relay import Impairment
from tests.channel.core.picture_link import KEY_HEADER, Shown, Simulation

DURATION_S = 40.0
FAR_MS = 20.0
BURSTS = Impairment(0.05, 3, 40.0, 20.0)
SEEDS = (1, 2)
SAYS = 1 + len(repair.REPEATS_S)
LAYERS = pytest.mark.parametrize("layers", [1, 2])
VOICE = pytest.mark.parametrize("voice_packets", [0, 1])


@functools.cache
def shown(
    impairment: Impairment, layers: int, *, repairs: bool = True, voice_packets: int = 1
) -> list[Shown]:
    return [
        Simulation(impairment, seed=seed, layers=layers, repairs=repairs, voice_packets=voice_packets).run(
            DURATION_S
        )
        for seed in SEEDS
    ]


def worst_p95_s(runs: list[Shown]) -> float:
    return max(run.percentile_s(0.95) for run in runs)


def worst_frozen(runs: list[Shown]) -> float:
    return max(run.frozen_share(DURATION_S) for run in runs)


@LAYERS
def test_on_a_clean_link_every_picture_is_shown_at_once_and_nothing_is_asked_for(layers: int) -> None:
    for run in shown(Impairment(delay_ms=FAR_MS), layers):
        assert len(run.numbers) >= DURATION_S * 25 - 2
        assert max(run.latencies_s[130:]) <= 0.033  # after the key frame has been forgotten
        assert run.asked == run.sent_again == 0


@LAYERS
def test_at_five_per_cent_loss_nothing_freezes(layers: int) -> None:
    runs = shown(Impairment(0.05, delay_ms=FAR_MS), layers)
    assert worst_p95_s(runs) <= 0.1
    assert worst_frozen(runs) <= 0.005


@LAYERS
@VOICE
def test_at_ten_per_cent_loss_pictures_are_at_most_150_ms_late_and_hardly_ever_freeze(
    layers: int, voice_packets: int
) -> None:
    runs = shown(Impairment(0.10, delay_ms=FAR_MS), layers, voice_packets=voice_packets)
    assert worst_p95_s(runs) <= (0.135 if voice_packets else 0.13)
    assert worst_frozen(runs) <= 0.015
    assert all(len(run.numbers) >= 0.95 * DURATION_S * 25 for run in runs)


@LAYERS
def test_control_without_repairs_the_same_link_freezes_most_of_the_time(layers: int) -> None:
    assert worst_frozen(shown(Impairment(0.10, delay_ms=FAR_MS), layers, repairs=False)) > 0.5


def test_control_with_one_try_and_no_repetition_it_freezes_far_more(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = worst_frozen(shown(Impairment(0.10, delay_ms=FAR_MS), 1))
    monkeypatch.setattr(picture_reception, "ASKS_MOST", 1)
    monkeypatch.setattr(repair, "REPEATS_S", (10.0,))
    without = shown.__wrapped__(Impairment(0.10, delay_ms=FAR_MS), 1)
    assert worst_frozen(without) > max(0.05, 3 * usual)


@pytest.mark.parametrize(
    ("layers", "voice_packets", "frozen", "shown_share"),
    [(1, 0, 0.2, 0.85), (2, 0, 0.06, 0.85), (1, 1, 0.2, 0.8), (2, 1, 0.1, 0.85)],
)
def test_at_twenty_per_cent_loss_pictures_go_on(
    layers: int, voice_packets: int, frozen: float, shown_share: float
) -> None:
    """Sound tells of lost repeats too, as if they were pictures: what is asked for in vain is missing
    elsewhere."""
    runs = shown(Impairment(0.20, delay_ms=FAR_MS), layers, voice_packets=voice_packets)
    assert worst_frozen(runs) <= frozen
    assert all(len(run.numbers) >= shown_share * DURATION_S * 25 for run in runs)


@LAYERS
def test_bursts_and_jitter_cost_little(layers: int) -> None:
    runs = shown(BURSTS, layers)
    assert worst_p95_s(runs) <= 0.17
    assert worst_frozen(runs) <= 0.01


def standing_still() -> float:
    """Share of the time, of small pictures in bursts."""
    runs = [
        Simulation(BURSTS, seed=seed, packets=(1, 2, 2), voice_packets=1).run(DURATION_S)
        for seed in range(1, 7)
    ]
    return sum(run.frozen_share(DURATION_S) for run in runs) / len(runs)


def test_in_bursts_hardly_a_picture_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = standing_still()
    assert usual <= 0.002
    with monkeypatch.context() as without_second_repeats:
        without_second_repeats.setattr(retransmission, "SECOND_AFTER_S", 10.0)
        assert standing_still() > max(0.004, 3 * usual)
    with monkeypatch.context() as without_what_sound_tells:
        without_what_sound_tells.setattr(unseen_losses, "PACKETS_MOST", 0)
        assert standing_still() > max(0.004, 3 * usual)


def test_where_repairs_take_long_pictures_are_held_and_without_that_they_freeze(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def frozen() -> float:
        """Small pictures: a burst takes two of them, and the next one, by which it is noticed, comes late."""
        runs = [
            Simulation(BURSTS, seed=seed, layers=2, packets=(1, 1, 2)).run(DURATION_S) for seed in range(1, 5)
        ]
        return sum(run.frozen_share(DURATION_S) for run in runs) / len(runs)

    held = frozen()
    monkeypatch.setattr(picture_reception, "REPAIR_MOST_S", 0.0)
    monkeypatch.setattr(picture_reception, "REPAIR_ROUND_TRIPS", 0.0)
    assert frozen() > max(0.03, 3 * held)


def test_the_upper_layer_is_given_up_before_anybody_waits_long_for_it() -> None:
    impairment = Impairment(0.20, delay_ms=FAR_MS)
    assert worst_p95_s(shown(impairment, 2)) < worst_p95_s(shown(impairment, 1))


@pytest.mark.parametrize("impairment", [
    Impairment(0.02, delay_ms=FAR_MS), Impairment(0.10, delay_ms=FAR_MS), Impairment(0.20, delay_ms=FAR_MS),
    BURSTS, Impairment(0.05, delay_ms=100.0),
])  # fmt: skip
@LAYERS
@VOICE
def test_what_is_asked_for_and_sent_again_is_bounded_by_what_was_lost(
    impairment: Impairment, layers: int, voice_packets: int
) -> None:
    for run in shown(impairment, layers, voice_packets=voice_packets):
        assert run.asked <= (4 + voice_packets) * run.lost
        assert run.sent_again <= (2.25 + 0.35 * voice_packets) * run.lost


@VOICE
def test_a_link_that_is_too_thin_is_not_stormed(voice_packets: int) -> None:
    """The queue overflows on half of what is sent: every ask answered would make it worse."""
    for run in shown(Impairment(delay_ms=FAR_MS, rate_kbps=300.0), 1, voice_packets=voice_packets):
        came = run.sent + run.sent_again - run.lost
        assert came < 0.6 * run.sent
        assert run.asked <= SAYS * (repair.ASKS_PER_PACKET * came + repair.ASKS_SAVED_MOST)
        assert run.sent_again <= 0.5 * run.sent


def thin() -> list[Shown]:
    """The least rung at 150 kbit/s: each packet waits its turn in the sender's pacer."""
    return [
        Simulation(
            Impairment(delay_ms=FAR_MS, rate_kbps=150.0),
            seed=seed,
            packets=(1, 2, 3),
            spacing_s=0.065,
            budget_kbps=130.0,
            fps=6.25,
            packet_bytes=500,
            keyframe_packets=4,
        ).run(DURATION_S)
        for seed in SEEDS
    ]


def test_packets_that_wait_in_the_pacer_of_a_thin_link_are_not_taken_for_lost() -> None:
    for run in thin():
        assert run.asked <= 0.02 * SAYS * run.sent
        assert run.sent_again <= 0.02 * run.sent
        assert len(run.numbers) >= DURATION_S * 6.25 - 2


def test_control_without_knowing_their_usual_distance_a_thin_link_repeats_some_of_them_all_along(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picture_reception, "STEPS_ROOM", 0.0)
    assert all(run.asked > 0.15 * run.sent for run in thin())
    monkeypatch.setattr(retransmission, "MISSED_AFTER", 0.0)
    assert all(run.sent_again > 0.07 * run.sent for run in thin())


def asked_on_a_way_that_turned_thin(settling_s: float) -> list[int]:
    """Four seconds of pictures whose packets come at once, then ten of small ones through a slow pacer, none
    lost: what is asked for, time after time, once the way has been thin for ``settling_s``."""
    reception, asked = PictureReception(), []
    thin_s, ends_s = 4.0, 14.0
    taken_s, came = 0.0, list[tuple[float, int, bool]]()
    while taken_s < ends_s:
        is_thin = taken_s >= thin_s
        packets, step_s = (1 + (round(taken_s / 0.16) % 3 == 0), 0.065) if is_thin else (6, 0.0005)
        for part in range(packets):
            came.append((taken_s + part * step_s, round(taken_s * 90_000), part == packets - 1))
        taken_s += 0.16 if is_thin else 0.04
    for sequence, (at_s, timestamp, last) in enumerate(came):
        commands = []
        while (due_s := reception.next_due_s) < at_s:
            commands += reception.elapsed(due_s, 0.08)
        payload = describe(sequence & 0x7FFF, starts=False) + bytes(500)
        commands += reception.packet_came(Arrival(sequence, timestamp, last, payload, at_s), 0.08)
        if at_s >= thin_s + settling_s:
            asked += [number for one in commands if isinstance(one, AskAgain) for number in one.sequences]
    return asked


def test_a_way_that_turned_thin_is_soon_known_for_one_and_nothing_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked_on_a_way_that_turned_thin(picture_reception.STEPS_S + 0.5) == []
    monkeypatch.setattr(picture_reception, "STEPS_S", 100.0)
    assert asked_on_a_way_that_turned_thin(2.5)


def test_jitter_alone_hardly_ever_looks_like_a_lost_tail() -> None:
    for run in shown(Impairment(delay_ms=FAR_MS, jitter_ms=20.0), 1):
        assert run.asked <= 0.03 * run.sent
        assert run.frozen_share(DURATION_S) == 0.0


def test_jitter_does_not_make_pictures_come_unevenly() -> None:
    for run in shown(Impairment(delay_ms=40.0, jitter_ms=20.0), 1):
        steps = [after - before for before, after in itertools.pairwise(run.times_s[50:])]
        uneven = sum(1 for step in steps if abs(step - 0.04) > 0.015)
        assert uneven <= 0.1 * len(steps)


def test_pictures_come_in_order_and_each_once() -> None:
    for run in shown(Impairment(0.10, 2, 20.0, 15.0), 2):
        assert run.numbers == sorted(set(run.numbers))


def test_the_missing_end_of_a_picture_is_asked_for_before_the_next_one_comes() -> None:
    reception = PictureReception()
    first = Arrival(7, 0, False, describe(0, starts=True) + KEY_HEADER + bytes(500), 1.0)
    reception.packet_came(first, 0.04)
    assert reception.elapsed(1.0 + TAIL_LEAST_S / 2, 0.04) == []
    assert reception.next_due_s == pytest.approx(1.0 + TAIL_LEAST_S)
    assert reception.elapsed(1.0 + TAIL_LEAST_S, 0.04) == [AskAgain([8, 9])]


def test_a_sender_that_stopped_in_the_middle_is_not_asked_for_ever() -> None:
    reception = PictureReception()
    first = Arrival(7, 0, False, describe(0, starts=True) + KEY_HEADER + bytes(500), 0.0)
    reception.packet_came(first, 0.04)
    asks = 0
    while (now_s := reception.next_due_s) < 100.0:
        asks += len(reception.elapsed(now_s, 0.04))
    assert 0 < asks <= SAYS * picture_reception.ASKS_MOST


def test_pictures_that_are_held_when_the_gate_shuts_are_not_shown() -> None:
    reception = PictureReception()
    late_s = 0.0
    for number in range(60):
        late_s = 0.04 if number % 5 == 0 else 0.0
        starts = KEY_HEADER if number == 0 else b"\x11\x00\x00"
        payload = describe(number, starts=True) + starts + bytes(100)
        reception.packet_came(Arrival(number, number * 3600, True, payload, number / 25 + late_s), 0.04)
    assert reception.next_due_s < float("inf")
    reception.forget()
    assert reception.elapsed(reception.next_due_s, 0.04) == []
    assert reception.next_due_s == float("inf")
