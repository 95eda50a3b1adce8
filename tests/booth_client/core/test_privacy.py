from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booth_client.core.events import DeskForgotten, DeskSeen, DeviceSeen, GatesSeen, Link, LinkSeen
from booth_client.core.privacy import Facts, Stage, privacy_line
from booth_client.core.snapshot import Device, PrivacyLine, PrivacyState
from channel.core.gates import BoothGates
from tests.booth_client.core.builders import Booth, desk_state

SHUT = BoothGates()
SEEN = BoothGates(camera=True)
HEARD = BoothGates(microphone=True)
BOTH = BoothGates(microphone=True, camera=True)
CALL = Facts(stage=Stage.IN_CALL, gates=SHUT, link=Link.UP, desk=desk_state(), officer="Sari")


def in_call(gates: BoothGates, *, supervisor: str = "", **desk: bool) -> Facts:
    return Facts(
        stage=Stage.IN_CALL,
        gates=gates,
        link=Link.UP,
        desk=desk_state(**desk),
        officer="Sari",
        supervisor=supervisor,
    )


@pytest.mark.parametrize(
    ("facts", "state", "heard", "seen"),
    [
        (Facts(Stage.IDLE, SHUT), PrivacyState.OFF, False, False),
        (Facts(Stage.FAULT, SHUT), PrivacyState.FAULT, False, False),
        (Facts(Stage.ALONE, SHUT), PrivacyState.NO_OFFICER, False, False),
        (Facts(Stage.OVER, SHUT), PrivacyState.OVER, False, False),
        (in_call(SEEN), PrivacyState.SEEN_ONLY, False, True),
        (replace(in_call(SEEN), camera_works=False), PrivacyState.SHUT, False, False),
        (replace(in_call(SEEN), camera_works=False, papers_shown=True), PrivacyState.SEEN_ONLY, False, True),
        (replace(in_call(SHUT), camera_works=False, papers_shown=True), PrivacyState.SHUT, False, False),
        (in_call(SEEN, paused=True), PrivacyState.SEEN_ONLY, False, True),
        (in_call(BOTH, listen=True), PrivacyState.HEARD, True, True),
        (in_call(BOTH, listen=True, talk=True), PrivacyState.HEARD, True, True),
        (in_call(HEARD, listen=True), PrivacyState.HEARD, True, False),
        (in_call(SEEN, talk=True), PrivacyState.TALK_ONLY, False, True),
        (in_call(SHUT, talk=True), PrivacyState.TALK_ONLY, False, False),
        (in_call(SEEN, talk=True, shared=True), PrivacyState.TALK_SHARED, False, True),
        (in_call(BOTH, listen=True, talk=True, shared=True), PrivacyState.HEARD, True, True),
        (in_call(BOTH, supervisor="Budi"), PrivacyState.TWO_OFFICERS, True, True),
        (in_call(SHUT, hold=True), PrivacyState.SHUT, False, False),
        (in_call(SHUT), PrivacyState.SHUT, False, False),
        (in_call(SEEN, talk=True, all_call=True), PrivacyState.ALL_CALL, False, True),
        (in_call(SHUT, hold=True, talk=True, all_call=True), PrivacyState.ALL_CALL, False, False),
        (Facts(Stage.IN_CALL, SHUT, link=Link.LOST), PrivacyState.UNKNOWN, False, False),
        (Facts(Stage.IN_CALL, SHUT, link=Link.SETTING_UP), PrivacyState.NO_OFFICER, False, False),
    ],
)
def test_each_row_of_the_table(facts: Facts, state: PrivacyState, heard: bool, seen: bool) -> None:
    line = privacy_line(facts)
    assert (line.state, line.heard, line.seen) == (state, heard, seen)


desks = st.builds(
    desk_state,
    talk=st.booleans(),
    listen=st.booleans(),
    see=st.booleans(),
    hold=st.booleans(),
    all_call=st.booleans(),
)
facts = st.builds(
    Facts,
    stage=st.sampled_from(Stage),
    gates=st.builds(BoothGates, microphone=st.booleans(), camera=st.booleans()),
    link=st.none() | st.sampled_from(Link),
    desk=st.none() | desks,
    microphone_works=st.booleans(),
    camera_works=st.booleans(),
    papers_shown=st.booleans(),
    officer=st.sampled_from(["", "Sari"]),
    supervisor=st.sampled_from(["", "Budi"]),
)

CLAIMS_NOT_HEARD = set(PrivacyState) - {PrivacyState.HEARD, PrivacyState.TWO_OFFICERS}
CLAIMS_NOT_SEEN = {
    PrivacyState.OFF,
    PrivacyState.FAULT,
    PrivacyState.NO_OFFICER,
    PrivacyState.OVER,
    PrivacyState.SHUT,
    PrivacyState.UNKNOWN,
}


def claims_too_little(line: PrivacyLine, facts: Facts) -> bool:
    """Whether somebody could hear or see more than the line says."""
    hears = facts.gates.microphone and facts.microphone_works
    sees = facts.gates.camera and (facts.camera_works or facts.papers_shown)
    unheard = hears and line.state in CLAIMS_NOT_HEARD
    unseen = sees and (line.state in CLAIMS_NOT_SEEN or not line.seen)
    return unheard or unseen


@given(facts)
def test_the_line_never_claims_less_exposure_than_the_gates_have(facts: Facts) -> None:
    assert not claims_too_little(privacy_line(facts), facts)


def test_the_property_would_see_a_line_that_claims_too_little() -> None:
    open_facts = Facts(Stage.IN_CALL, BOTH, link=Link.LOST)
    assert claims_too_little(PrivacyLine(PrivacyState.UNKNOWN), open_facts)
    assert claims_too_little(PrivacyLine(PrivacyState.SEEN_ONLY, seen=True), open_facts)
    assert claims_too_little(PrivacyLine(PrivacyState.HEARD, heard=True), open_facts)


# ---------------------------------------------------------------- in the machine


def test_the_line_follows_the_booths_own_gates_and_not_the_wish() -> None:
    booth = Booth().in_call()
    booth.tell(LinkSeen(Link.UP))
    booth.tell(DeskSeen(desk_state(listen=True, see=True)))
    assert booth.seen().privacy.state is PrivacyState.SHUT
    booth.tell(GatesSeen(BOTH))
    assert booth.seen().privacy.state is PrivacyState.HEARD


def test_an_unknown_console_reads_not_connected() -> None:
    booth = Booth().in_call(see=True)
    booth.tell(GatesSeen(SHUT))
    booth.tell(LinkSeen(Link.LOST))
    assert booth.seen().privacy.state is PrivacyState.UNKNOWN


def test_a_console_whose_word_is_old_reads_not_connected_even_on_a_live_link() -> None:
    booth = Booth().in_call(see=True)
    booth.tell(GatesSeen(SHUT))
    booth.tell(DeskForgotten())
    assert booth.seen().privacy.state is PrivacyState.UNKNOWN


def test_a_microphone_that_is_gone_is_heard_by_nobody() -> None:
    booth = Booth().in_call(listen=True, see=True)
    assert booth.seen().privacy.heard
    booth.tell(DeviceSeen(Device.MICROPHONE, works=False))
    assert not booth.seen().privacy.heard
    booth.tell(DeviceSeen(Device.MICROPHONE, works=True))
    assert booth.seen().privacy.heard


def test_before_the_first_link_there_is_no_officer_yet() -> None:
    assert Booth().assigned().seen().privacy.state is PrivacyState.NO_OFFICER
