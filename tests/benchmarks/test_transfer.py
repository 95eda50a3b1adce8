"""The way is bad when it is told to be, for real TCP, and a document arrives over it."""

from __future__ import annotations

import pytest

from tests.benchmarks.bad_way import why_not
from tests.benchmarks.relay import Impairment
from tests.benchmarks.transfer import measure

pytestmark = pytest.mark.skipif(bool(why_not()), reason=f"no bad way can be made: {why_not()}")


def test_a_document_takes_at_least_as_long_as_its_bytes_need_at_that_rate() -> None:
    row = measure(Impairment(rate_kbps=2000.0, delay_ms=10.0), document_bytes=150_000)
    assert row.median_s > row.document_bytes * 8 / 2_000_000
    assert row.lost_packets == 0


def test_what_is_lost_on_the_way_is_lost_for_tcp_and_the_document_arrives() -> None:
    row = measure(Impairment(loss=0.05, delay_ms=5.0), document_bytes=300_000)
    assert row.lost_packets > 0
