"""The relay's link: losses, order, rate and queue; and what it makes of descriptions."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.sdp import checked
from tests.benchmarks.relay import HEADER_BYTES, Impairment, Link, first_candidate, only_candidate

SDP = Path(__file__).parents[1] / "channel" / "core" / "sdp"
impairments = st.builds(
    Impairment,
    loss=st.sampled_from([0.0, 0.05, 0.2, 1.0]),
    burst=st.integers(1, 4),
    delay_ms=st.floats(0, 200),
    jitter_ms=st.floats(0, 100),
    rate_kbps=st.none() | st.floats(50, 2000),
    queue_ms=st.floats(0, 500),
)
sendings = st.lists(st.tuples(st.integers(1, 1500), st.floats(0, 0.1)), max_size=80)


def _through(link: Link, sendings: list[tuple[int, float]]) -> list[tuple[float, float | None]]:
    now_s, result = 1000.0, []
    for size, pause_s in sendings:
        now_s += pause_s
        result.append((now_s, link.handle(size, now_s)))
    return result


@given(impairments, sendings, st.integers(0, 9))
def test_nothing_arrives_too_early_out_of_order_or_later_than_queue_delay_and_jitter_allow(
    it: Impairment, sent: list[tuple[int, float]], seed: int
) -> None:
    arrived = [(at_s, came_s) for at_s, came_s in _through(Link(it, seed), sent) if came_s is not None]
    for at_s, came_s in arrived:
        assert came_s >= at_s + max(0.0, it.delay_ms - it.jitter_ms) / 1000 - 1e-9
        own_s = 0.0 if it.rate_kbps is None else it.queue_ms / 1000 + 1528 * 8 / (it.rate_kbps * 1000)
        assert came_s <= at_s + own_s + (it.delay_ms + it.jitter_ms) / 1000 + 1e-6
    # Truly before: two timers for the same moment run in any order.
    assert all(before < after for (_, before), (_, after) in itertools.pairwise(arrived))


@given(impairments, sendings, st.integers(0, 9))
def test_the_same_seed_does_the_same_again(it: Impairment, sent: list[tuple[int, float]], seed: int) -> None:
    assert _through(Link(it, seed), sent) == _through(Link(it, seed), sent)


@pytest.mark.parametrize(("loss", "burst"), [(0.02, 1), (0.2, 1), (0.05, 3), (0.3, 5)])
def test_as_much_is_lost_as_was_asked_in_groups_as_long(loss: float, burst: int) -> None:
    link = Link(Impairment(loss=loss, burst=burst), seed=1)
    fates = [link.handle(100, number / 1000) is None for number in range(60_000)]
    assert sum(fates) / len(fates) == pytest.approx(loss, rel=0.1)
    assert link.lost == sum(fates)
    groups = [len(list(group)) for lost, group in itertools.groupby(fates) if lost]
    # Two groups may follow each other at once.
    assert all(length % burst == 0 for length in groups[:-1])


def test_what_passes_a_rate_limit_in_a_second_is_the_limit_and_the_rest_overflows() -> None:
    link = Link(Impairment(rate_kbps=450, queue_ms=200), seed=1)
    arrivals = [link.handle(1000, number / 1000) for number in range(10_000)]
    within = [at_s for at_s in arrivals if at_s is not None and 5 <= at_s < 6]
    assert len(within) * (1000 + HEADER_BYTES) * 8 / 1000 == pytest.approx(450, rel=0.03)
    assert link.overflowed == arrivals.count(None) > 8_000
    assert link.lost == 0


def test_a_clean_link_loses_nothing() -> None:
    link = Link(Impairment(delay_ms=20), seed=1)
    assert [link.handle(9, number) for number in range(3)] == pytest.approx([0.02, 1.02, 2.02])


@pytest.mark.parametrize("name", ["desk_offer", "booth_answer"])
def test_a_description_has_one_candidate_the_relays_in_each_section_and_is_still_accepted(name: str) -> None:
    kind = "offer" if name.endswith("offer") else "answer"
    shown = only_candidate((SDP / f"{name}.sdp").read_text(), ("192.0.2.9", 4711))
    assert first_candidate(shown) == ("192.0.2.9", 4711)
    assert shown.count("a=candidate:") == shown.count(" 192.0.2.9 4711 typ host") == 3
    assert checked(shown, "offer" if kind == "offer" else "answer").count("a=candidate:") == 3


def test_a_description_without_an_ipv4_candidate_is_refused() -> None:
    with pytest.raises(ValueError, match="no IPv4 candidate"):
        first_candidate("v=0\r\na=candidate:1 1 udp 1 fd00::2 5 typ host\r\n")
