from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.wire.ids import BoothId, ChannelId, OfficerId, VisitId
from signaling_server.core.leases import VALID_S, Holder, Lease, LeaseError, Leases

NOW_S = 1_800_000_000.0
LEASES = Leases(bytes(range(32)))
LEASE = Lease(
    visit=VisitId("v" * 22),
    booth=BoothId("booth-1"),
    language="id",
    consent=True,
    queued_at=NOW_S - 60,
    issued_at=NOW_S,
    channel=ChannelId("c" * 22),
    officer=OfficerId("sari"),
    started_at=NOW_S - 30,
    help_since=NOW_S - 10,
)


def test_a_lease_comes_back_as_it_was_given_and_fits_a_hello() -> None:
    slip = LEASES.issue(Holder.BOOTH, LEASE)
    assert LEASES.read(Holder.BOOTH, slip, NOW_S + VALID_S - 1) == LEASE
    assert len(slip) < 600


def test_a_lease_is_worth_nothing_as_another_kind_with_another_key_or_too_late() -> None:
    slip = LEASES.issue(Holder.BOOTH, LEASE)
    for leases, holder, now_s in (
        (LEASES, Holder.DESK, NOW_S),
        (Leases(b"x" * 32), Holder.BOOTH, NOW_S),
        (LEASES, Holder.BOOTH, NOW_S + VALID_S + 1),
        (LEASES, Holder.BOOTH, NOW_S - VALID_S - 1),
    ):
        with pytest.raises(LeaseError):
            leases.read(holder, slip, now_s)
    session = LEASES.issue_session(OfficerId("sari"), "mark", NOW_S)
    with pytest.raises(LeaseError):
        LEASES.read(Holder.DESK, session, NOW_S)
    assert not LEASES.session_holds(slip, OfficerId("sari"), "mark", NOW_S)
    assert LEASES.session_holds(session, OfficerId("sari"), "mark", NOW_S)


@given(st.data())
def test_no_change_of_a_lease_goes_unnoticed(data: st.DataObject) -> None:
    slip = LEASES.issue(Holder.BOOTH, LEASE)
    at = data.draw(st.integers(0, len(slip) - 2))  # the very last character holds bits that mean nothing
    letter = data.draw(st.sampled_from("ABCabc012-_.").filter(lambda c: c != slip[at]))
    with pytest.raises(LeaseError):
        LEASES.read(Holder.BOOTH, slip[:at] + letter + slip[at + 1 :], NOW_S)


@given(st.text())
def test_garbage_is_refused_and_raises_nothing_else(garbage: str) -> None:
    with pytest.raises(LeaseError):
        LEASES.read(Holder.BOOTH, garbage, NOW_S)
    assert not LEASES.session_holds(garbage, OfficerId("sari"), "mark", NOW_S)


def test_a_signed_slip_of_an_older_form_is_refused() -> None:
    class Older(msgspec.Struct):
        visit: str

    slip = LEASES._seal(Holder.BOOTH, Older("v"))
    with pytest.raises(LeaseError, match="another version"):
        LEASES.read(Holder.BOOTH, slip, NOW_S)
