"""Congestion control on simulated ways in virtual time: thin, lossy and nervous links."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channel.core import congestion
from channel.core.block import BLOCK_S
from channel.core.congestion import LEAST_KBPS, START_KBPS, Congestion
from channel.core.playout_delay import MOST_S
from channel.core.rate import PIECES_MOST
from channel.core.transport_feedback import PacketResult
from tests.channel.core.bottleneck import Second, Simulation, Way, show

FULL = 5
SEEDS = range(4)
SETTLING = 5


def seconds_until_full(figures: list[Second]) -> int:
    return next((number for number, second in enumerate(figures) if second.rung == FULL), 999)


@pytest.mark.parametrize("delay_s", [0.005, 0.02, 0.1])
def test_a_clean_way_has_the_full_picture_within_three_seconds_from_a_modest_start(delay_s: float) -> None:
    figures = Simulation(Way(delay_s=delay_s)).run(12)
    assert figures[0].sent_kbps < 300
    assert seconds_until_full(figures) <= 2, show(figures)
    assert all(second.rung == FULL for second in figures[3:]), show(figures)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("kbps", "rung"), [(450.0, 4), (300.0, 3), (200.0, 2), (150.0, 1)])
def test_a_thin_way_settles_within_five_seconds_without_loss(kbps: float, rung: int, seed: int) -> None:
    figures = Simulation(Way(kbps=kbps), seed=seed).run(30)
    settled = figures[SETTLING:]
    assert max(second.worst_delay_ms for second in settled) < 200, show(figures)
    assert sum(second.dropped for second in settled) == 0, show(figures)
    assert max(second.sent_kbps for second in settled) <= 1.2 * kbps, show(figures)
    assert all(second.rung == rung for second in settled), show(figures)


@pytest.mark.parametrize("seed", range(8))
def test_the_least_picture_stands_steadily_beside_sound_and_all_else_on_150_kbps(seed: int) -> None:
    figures = Simulation(Way(kbps=150.0, beside_kbps=16.0), seed=seed).run(60)
    settled = figures[SETTLING:]
    assert all(second.rung == 1 for second in settled), show(figures)
    assert max(second.worst_delay_ms for second in settled) < 200, show(figures)
    assert sum(second.dropped for second in settled) == 0, show(figures)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kbps", [150.0, 200.0])
def test_neither_pictures_nor_trains_hold_up_sound_for_longer_than_playout_waits(
    kbps: float, seed: int
) -> None:
    way = Way(kbps=kbps, beside_kbps=16.0, jitter_s=0.003)
    settled = Simulation(way, seed=seed).run(40)[SETTLING + 3 :]
    least_s = way.delay_s + 0.138 * 8 / kbps
    late_ms = max(second.worst_delay_ms for second in settled) - least_s * 1000
    assert late_ms < (MOST_S + BLOCK_S) * 1000, show(settled)


@pytest.mark.parametrize("seed", range(8))
def test_what_overflowed_when_a_way_became_thin_makes_nobody_think_it_carries_more(seed: int) -> None:
    simulation = Simulation(Way(), seed=seed)
    simulation.run(20)
    simulation.way = Way(kbps=150.0, beside_kbps=12.0)
    settled = simulation.run(17)[SETTLING:]
    assert max(second.target_kbps for second in settled) <= 150.0, show(settled)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_sent_beside_the_packets_of_a_train_is_left_room(seed: int) -> None:
    simulation = Simulation(Way(kbps=150.0, beside_kbps=16.0), seed=seed)
    settled = simulation.run(60)[SETTLING:]
    assert max(second.target_kbps for second in settled) + 16.0 <= 155.0, show(settled)


@pytest.mark.parametrize("kbps", [450.0, 150.0])
def test_without_control_the_same_way_overflows(kbps: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr(Congestion, "_lower", lambda self, queued, now_s: None)
    monkeypatch.setattr(Congestion, "_found", lambda self, finding, now_s: None)
    simulation = Simulation(Way(kbps=kbps))
    simulation.congestion.target_kbps = 1000.0
    settled = simulation.run(12)[SETTLING:]
    assert sum(second.dropped for second in settled) > 100
    assert max(second.worst_delay_ms for second in settled) > 200


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("loss", "burst"), [(0.05, 1.0), (0.1, 1.0), (0.2, 1.0), (0.05, 3.0)])
def test_a_radio_link_that_loses_packets_keeps_the_full_picture(loss: float, burst: float, seed: int) -> None:
    figures = Simulation(Way(loss=loss, burst=burst), seed=seed).run(30)
    assert all(second.rung == FULL for second in figures[6:]), show(figures)


@pytest.mark.parametrize("seed", SEEDS)
def test_jitter_is_no_congestion(seed: int) -> None:
    figures = Simulation(Way(jitter_s=0.04), seed=seed).run(30)
    assert all(second.rung == FULL for second in figures[12:]), show(figures)
    lossy = Simulation(Way(jitter_s=0.04, loss=0.05, burst=3.0), seed=seed).run(30)
    assert all(second.rung == FULL for second in lossy[12:]), show(lossy)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_thin_way_with_jitter_or_loss_of_its_own_keeps_its_delay(seed: int) -> None:
    for way in (Way(kbps=450, jitter_s=0.04), Way(kbps=450, loss=0.1), Way(kbps=150, loss=0.05)):
        figures = Simulation(way, seed=seed).run(25)
        assert max(second.worst_delay_ms for second in figures[SETTLING:]) < 220, show(figures)
        assert sum(second.dropped for second in figures[SETTLING:]) == 0, show(figures)


@pytest.mark.parametrize("thin", [Way(kbps=150), Way(kbps=450), Way(kbps=150, delay_s=0.1)])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_that_is_lifted_gives_the_full_picture_within_fifteen_seconds(thin: Way, seed: int) -> None:
    simulation = Simulation(thin, seed=seed)
    before = simulation.run(12 + seed)
    assert before[-1].rung < FULL
    simulation.way = replace(thin, kbps=None)
    figures = simulation.run(20)
    assert seconds_until_full(figures) < 15, show(figures)
    assert all(second.rung == FULL for second in figures[15:]), show(figures)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_whose_end_no_train_can_prove_is_forgotten_after_a_minute(seed: int) -> None:
    """Jitter far longer than a train: what was known of the limit grows old all the same."""
    simulation = Simulation(Way(kbps=450), seed=seed)
    simulation.run(12)
    simulation.way = Way(jitter_s=0.08)
    figures = simulation.run(90)
    assert figures[-1].target_kbps > 600, show(figures)


@pytest.mark.parametrize("kbps", [450.0, 150.0])
def test_a_limit_that_comes_in_mid_call_is_obeyed_within_five_seconds(kbps: float) -> None:
    simulation = Simulation(Way())
    simulation.run(8)
    simulation.way = Way(kbps=kbps)
    figures = simulation.run(20)
    settled = figures[SETTLING:]
    assert max(second.worst_delay_ms for second in settled) < 200, show(figures)
    assert sum(second.dropped for second in settled) == 0, show(figures)
    assert max(second.sent_kbps for second in settled) <= 1.2 * kbps, show(figures)


def test_a_queue_that_only_overflows_a_little_is_found_by_its_losses() -> None:
    figures = Simulation(Way(kbps=450, queue_s=0.03)).run(20)
    assert max(second.sent_kbps for second in figures[SETTLING:]) < 1.1 * 450, show(figures)
    assert sum(second.sound_lost for second in figures[SETTLING:]) < 0.03 * 15 * 50, show(figures)


def test_a_longer_way_is_taken_for_a_queue_for_a_while_only() -> None:
    simulation = Simulation(Way())
    simulation.run(8)
    simulation.way = Way(delay_s=0.12)
    figures = simulation.run(30)
    assert all(second.rung == FULL for second in figures[25:]), show(figures)


def test_sound_is_never_asked_to_make_room() -> None:
    figures = Simulation(Way(kbps=60.0), redundancy=0).run(20)
    assert min(second.target_kbps for second in figures) >= LEAST_KBPS
    assert all(second.rung == 0 for second in figures[SETTLING:]), show(figures)


def test_the_figures_of_the_way_say_loss_and_its_runs() -> None:
    simulation = Simulation(Way(loss=0.1, burst=3.0))
    simulation.run(10)
    path = simulation.congestion.path
    assert 0.03 < path.loss < 0.2
    assert path.way_loss == pytest.approx(path.loss, abs=0.05)
    assert 1.8 < path.burst < 4.5


@pytest.mark.parametrize("loss", [0.0, 0.1, 0.2])
def test_copies_of_sound_keep_no_picture_small(loss: float) -> None:
    for seed in range(6):
        figures = Simulation(Way(loss=loss), copies=4, seed=seed).run(12)
        assert all(second.rung == FULL for second in figures[7:]), show(figures)


def test_beside_copies_of_sound_pictures_build_no_queue_before_it() -> None:
    figures = Simulation(Way(kbps=450.0), copies=4).run(25)[SETTLING:]
    assert sum(second.worst_delay_ms for second in figures) / len(figures) < 40, show(figures)
    assert max(second.sent_kbps for second in figures) < 1.1 * 450, show(figures)


@pytest.mark.parametrize(("before_kbps", "kbps"), [(900.0, 300.0), (450.0, 250.0)])
def test_what_copies_take_is_known_when_the_way_turns_thin(before_kbps: float, kbps: float) -> None:
    for seed in range(4):
        simulation = Simulation(Way(kbps=before_kbps), copies=3, seed=seed)
        simulation.run(15)
        simulation.way = Way(kbps=kbps)
        figures = simulation.run(25)
        assert max(second.worst_delay_ms for second in figures[SETTLING:]) < 100, show(figures)
        assert all(second.rung >= 1 for second in figures[-5:]), show(figures)


def test_copies_say_nothing_of_jitter_and_of_ends_that_stand_still() -> None:
    """Two that left back to back come so, on any quick way."""
    clumps, jitter_ms = [], []
    for copies in (1, 4):
        quick, nervous = Simulation(Way(), copies=copies), Simulation(Way(jitter_s=0.03), copies=copies)
        for _ in range(10):
            quick.run(1)
            nervous.run(1)
            clumps.append(quick.congestion._clumps.share)
            jitter_ms.append(nervous.congestion._delay.jitter_ms)
    assert sum(clumps[10:]) == pytest.approx(sum(clumps[:10]), abs=1.0)
    assert sum(jitter_ms[10:]) == pytest.approx(sum(jitter_ms[:10]), rel=0.3)


@pytest.mark.parametrize("copy_comes", [True, False])
def test_it_is_known_whether_copies_come_in_place_of_their_originals(copy_comes: bool) -> None:
    """One in ten is lost; with its copy too, where the way loses longer than both take."""
    control = Congestion(900.0)
    for block in range(200):
        sent_s, lost = block * 0.02, block % 10 == 0
        original = PacketResult(130, sent_s, None if lost else sent_s, "audio", 2 * block, 2, block)
        came_s = sent_s if copy_comes or not lost else None
        copy = PacketResult(130, sent_s, came_s, "copy", 2 * block + 1, 2, block)
        control.results([original, copy], 0.05, sent_s)
    assert control.path.gone == pytest.approx(0.0 if copy_comes else 0.1, abs=0.01)
    assert control.path.way_loss == pytest.approx(0.1, abs=0.01)
    gone = []
    for block in range(200, 400):  # the gate is shut: silence has none
        sent_s = block * 0.02
        arrived_s = None if block % 10 == 0 else sent_s
        control.results([PacketResult(60, sent_s, arrived_s, "audio", 2 * block)], 0.05, sent_s)
        gone.append(control.path.gone)
    assert max(gone) <= (0.01 if copy_comes else 0.11)
    assert gone[-1] == 0.0, "of what is so long ago nothing is said"


def told(control: Congestion, numbers: range, *lost: int) -> float:
    """What the way loses after these packets, 10 ms apart."""
    for number in numbers:
        sent_s = number * 0.01
        arrived_s = None if number in lost else sent_s
        control.results([PacketResult(130, sent_s, arrived_s, "audio", number)], 0.05, sent_s)
    return control.path.way_loss


def test_by_a_few_packets_or_a_single_loss_it_is_not_known_what_the_way_loses() -> None:
    assert told(Congestion(900.0), range(19), 3, 5) == 0.0
    assert told(Congestion(900.0), range(100), 50) == 0.0
    assert told(Congestion(900.0), range(100), 40, 50) == pytest.approx(0.02)


def test_what_the_way_loses_stays_known_over_a_queue() -> None:
    """Whose end forgets what was lost in it."""
    control = Congestion(900.0)
    assert told(control, range(100), *range(0, 100, 10)) == pytest.approx(0.1)
    control._way_loss.forget()
    assert told(control, range(100, 110)) == pytest.approx(0.1)
    assert told(control, range(110, 130)) == 0.0


# ---------------------------------------------------------------- without transport-wide feedback


def test_a_browser_that_only_estimates_is_obeyed() -> None:
    control = Congestion(1000.0)
    assert control.target_kbps == START_KBPS
    control.remb(640.0, 1.0)
    assert control.target_kbps == 640.0
    control.remb(90_000.0, 2.0)
    assert control.target_kbps == 1000.0
    control.remb(5.0, 3.0)
    assert control.target_kbps == LEAST_KBPS


def test_a_browser_that_only_reports_is_approached_and_heavy_loss_backs_off() -> None:
    control = Congestion(1000.0)
    for second in range(30):
        control.report(0.05, float(second))
    assert control.target_kbps == 1000.0
    control.report(0.4, 31.0)
    assert control.target_kbps == pytest.approx(800.0)
    assert (control.path.loss, control.path.way_loss) == (0.4, 0.4)


def test_a_far_end_that_falls_silent_halves_the_target_and_none_probes_it() -> None:
    simulation = Simulation(Way())
    simulation.run(5)
    control, now_s = simulation.congestion, simulation.now_s
    before_kbps = control.target_kbps
    control.elapsed(now_s + congestion.SILENT_S + 0.2)
    assert control.target_kbps == pytest.approx(before_kbps / 2)
    assert control.probe(now_s + congestion.SILENT_S + 0.2) is None


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(40, 1300),
            st.floats(0.0, 0.05),
            st.one_of(st.none(), st.floats(-0.5, 0.5)),
            st.sampled_from(["audio", "video", "probe"]),
        ),
        max_size=300,
    )
)
def test_whatever_is_told_the_target_stays_within_its_bounds(
    script: list[tuple[int, float, float | None, str]],
) -> None:
    control, now_s = Congestion(900.0), 0.0
    for number, (size_bytes, wait_s, delay_s, kind) in enumerate(script):
        now_s += wait_s
        arrived_s = None if delay_s is None else now_s + delay_s
        control.results([PacketResult(size_bytes, now_s, arrived_s, kind, number)], 0.05, now_s)
        control.elapsed(now_s)
        probe = control.probe(now_s)
        assert probe is None or (probe.packets >= 5 and 0 < probe.packet_bytes <= 1200)
        assert LEAST_KBPS <= control.target_kbps <= 900.0
        assert control.pace_kbps > 0


@pytest.mark.parametrize("arrived_s", [[5.0], [1e9, 0.0]])
def test_feigned_arrivals_fill_no_memory(arrived_s: list[float]) -> None:
    """Whatever a far end says its clock shows: the same time for ever, or one long past."""
    control = Congestion(1000.0)
    for number in range(20_000):
        arrival = arrived_s[min(number, len(arrived_s) - 1)]
        result = PacketResult(100, number * 0.01, arrival, "audio", number)
        control.results([result], 0.05, number * 0.01)
    assert len(control._acked._pieces) <= PIECES_MOST
    assert len(control._sound._pieces) <= PIECES_MOST
