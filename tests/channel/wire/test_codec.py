from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.wire import codec, forms
from channel.wire.codec import WireError
from channel.wire.control import BoothState, DeskState
from channel.wire.ids import BoothId, ChannelId, Epoch, OfficerId, VisitId
from channel.wire.link_level import LinkLevel
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskHelp,
    AskRebuild,
    BoothAssigned,
    BoothCondition,
    BoothHello,
    BoothInfo,
    BoothPresence,
    BoothQueued,
    BoothReport,
    BoothWelcome,
    BranchState,
    ChannelBoothPresence,
    ChannelClosed,
    ChannelHelp,
    ChannelOpened,
    CloseReason,
    DeskAccepting,
    DeskHello,
    DeskPresence,
    DeskWelcome,
    EndChannel,
    EndVisit,
    ErrorCode,
    Goodbye,
    HelpNoted,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    PickVisit,
    RateVisit,
    RebuildForDesk,
    Refused,
    Replaced,
    StartVisit,
    VisitEnded,
    WaitingVisit,
)

printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=64)
opaque = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=200)
sdps = st.text(st.sampled_from("abz019=:/+ \r\n\t~"), min_size=1, max_size=400)
epochs = st.integers(1, forms.EPOCH_MOST).map(Epoch)
times = st.floats(0, 4e9, allow_nan=False)
randoms = st.text(st.sampled_from("abcXYZ019_-"), min_size=22, max_size=22)
visits, channels = randoms.map(VisitId), randoms.map(ChannelId)
booth_ids = st.from_regex(r"[a-z0-9-]{1,64}", fullmatch=True).map(BoothId)
officer_ids = st.from_regex(r"[a-z0-9.-]{1,64}", fullmatch=True).map(OfficerId)
numbers = st.integers(1, 9999)
languages = st.sampled_from(["id", "en", "zh-Hant"])
seqs = st.integers(1, forms.SEQ_MOST)
flags = st.booleans()

from_booth = st.one_of(
    st.builds(
        BoothHello,
        protocol=st.integers(0, 9),
        booth=booth_ids,
        token=opaque,
        software=printable,
        lease=opaque,
    ),
    st.builds(BoothReport, condition=st.sampled_from(BoothCondition), code=st.sampled_from(["", "D-01"])),
    st.builds(StartVisit, language=languages, consent=flags, consent_version=printable),
    st.builds(EndVisit),
    st.builds(AskHelp, wanted=flags),
    st.builds(RateVisit, score=st.sampled_from(forms.SCORES)),
    st.builds(Answer, epoch=epochs, sdp=sdps),
    st.builds(AskRebuild, epoch=epochs),
)
from_desk = st.one_of(
    st.builds(
        DeskHello,
        protocol=st.integers(0, 9),
        officer=officer_ids,
        software=printable,
        capacity=st.integers(1, 6),
        password=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=64),
        accepting=flags,
        leases=st.lists(opaque, max_size=12).map(tuple),
    ),
    st.builds(DeskAccepting, accepting=flags),
    st.builds(PickVisit, visit=visits),
    st.builds(Offer, channel=channels, epoch=epochs, sdp=sdps),
    st.builds(HelpSeen, channel=channels),
    st.builds(
        LinkReport,
        channel=channels,
        level=st.sampled_from(LinkLevel),
        loss=st.floats(0, 1),
        round_trip_ms=st.floats(0, forms.ROUND_TRIP_MOST_MS),
    ),
    st.builds(EndChannel, channel=channels),
)
to_either = st.one_of(
    st.builds(Refused, code=st.sampled_from(ErrorCode), text=printable, fatal=flags),
    st.builds(Replaced),
    st.builds(Goodbye, retry_after_s=times),
)
to_booth = st.one_of(
    st.builds(
        BoothWelcome, server=printable, number=numbers, branch=st.just("Cabang"), grace_s=times, now=times
    ),
    st.builds(
        BoothQueued,
        visit=visits,
        place=numbers,
        estimate_s=times,
        queued_at=times,
        desks=st.integers(0, 50),
        lease=opaque,
    ),
    st.builds(BoothAssigned, visit=visits, officer_name=printable, started_at=times, lease=opaque),
    st.builds(OfferForBooth, epoch=epochs, sdp=sdps),
    st.builds(DeskPresence, present=flags),
    st.builds(HelpNoted),
    st.builds(VisitEnded, reason=st.sampled_from(CloseReason)),
    to_either,
)
infos = st.builds(
    BoothInfo, booth=booth_ids, number=numbers, presence=st.sampled_from(BoothPresence), since=times
)
rows = st.builds(WaitingVisit, visit=visits, booth=booth_ids, number=numbers, queued_at=times)
to_desk = st.one_of(
    st.builds(
        DeskWelcome,
        server=printable,
        officer_name=printable,
        branch=printable,
        session=opaque,
        grace_s=times,
        now=times,
    ),
    st.builds(
        BranchState,
        booths=st.lists(infos, max_size=6).map(tuple),
        waiting=st.lists(rows, max_size=6).map(tuple),
    ),
    st.builds(
        ChannelOpened,
        channel=channels,
        visit=visits,
        booth=booth_ids,
        number=numbers,
        language=languages,
        consent=flags,
        queued_at=times,
        started_at=times,
        help_since=times,
        booth_present=flags,
        lease=opaque,
        epoch=st.integers(0, 9).map(Epoch),
    ),
    st.builds(ChannelClosed, channel=channels, reason=st.sampled_from(CloseReason)),
    st.builds(ChannelBoothPresence, channel=channels, present=flags),
    st.builds(ChannelHelp, channel=channels, since=times),
    st.builds(AnswerForDesk, channel=channels, epoch=epochs, sdp=sdps),
    st.builds(RebuildForDesk, channel=channels, epoch=epochs),
    to_either,
)
controls = st.one_of(
    st.builds(
        DeskState,
        epoch=epochs,
        seq=seqs,
        heard_seq=seqs,
        listen=flags,
        hold=flags,
        see_width=st.integers(0, 10_000),
        see_fps=st.integers(0, 1_000),
        all_call=flags,
        shared=flags,
        picture_reduced=flags,
        voice_disturbed=flags,
    ),
    st.builds(
        BoothState,
        epoch=epochs,
        seq=seqs,
        heard_seq=seqs,
        level=st.integers(0, 5),
        step=st.just("parked"),
        picture_reduced=flags,
        voice_disturbed=flags,
    ),
)
DIRECTIONS = [
    (from_booth, codec.decode_from_booth),
    (from_desk, codec.decode_from_desk),
    (to_booth, codec.decode_to_booth),
    (to_desk, codec.decode_to_desk),
]


@given(st.data())
def test_whatever_is_encoded_is_decoded_to_the_same_and_by_no_other_direction(data: st.DataObject) -> None:
    direction = data.draw(st.integers(0, 3))
    messages, decode = DIRECTIONS[direction]
    message = data.draw(messages)
    text = codec.encode(message)
    assert decode(text) == message
    assert decode(text.decode()) == message
    for other, (_, decode_other) in enumerate(DIRECTIONS):
        if other != direction and not (isinstance(message, Refused | Replaced | Goodbye) and other >= 2):
            with pytest.raises(WireError) as caught:
                decode_other(text)
            assert caught.value.code is ErrorCode.OUT_OF_PLACE
            assert caught.value.hostile


@given(controls)
def test_control_messages_survive_the_journey(state: DeskState | BoothState) -> None:
    assert codec.decode_control(codec.encode_control(state)) == state


@given(st.one_of(from_booth, from_desk), st.dictionaries(st.text(min_size=1), st.integers(), max_size=3))
def test_unknown_fields_are_tolerated(message: Any, more: dict[str, int]) -> None:
    fields = json.loads(codec.encode(message))
    text = json.dumps({**{f"x_{key}": value for key, value in more.items()}, **fields})
    decode = codec.decode_from_booth if fields["type"] in codec.FROM_BOOTH_TAGS else codec.decode_from_desk
    assert decode(text) == message


@given(st.one_of(st.text(), st.binary()))
def test_garbage_is_refused_and_never_raises_anything_else(garbage: str | bytes) -> None:
    for decode in (*(d for _, d in DIRECTIONS), codec.decode_control, codec.decode_hello):
        with pytest.raises(WireError):
            decode(garbage)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
ALL_TAGS = sorted(codec.FROM_BOOTH_TAGS | codec.FROM_DESK_TAGS | codec.TO_BOOTH_TAGS | codec.CONTROL_TAGS)
FIELDS = sorted(
    {"sdp", "epoch", "channel", "visit", "lease", "leases", "capacity", "condition", "code", "consent"}
)


@given(st.sampled_from(ALL_TAGS), st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_known_types_with_any_fields_are_decoded_or_refused_without_quoting_them(
    tag: str, fields: dict[str, Any]
) -> None:
    marked = {key: f"SECRET{value}" if isinstance(value, str) else value for key, value in fields.items()}
    text = json.dumps({"type": tag, **marked}, allow_nan=False, default=str) if _finite(marked) else "{}"
    for _, decode in DIRECTIONS:
        assert "SECRET" not in _complaint(decode, text)


def _complaint(decode: Callable[[str], object], text: str) -> str:
    try:
        decode(text)
    except WireError as error:
        return str(error)
    return ""


def _finite(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


HELLO = BoothHello(protocol=1, booth=BoothId("booth-1"), token="t", software="s")
CHANNEL = ChannelId("x" * 22)
REPORT = LinkReport(channel=ChannelId("x"), level=LinkLevel.GOOD, loss=0.0, round_trip_ms=0.0)
DESK = DeskHello(protocol=1, officer=OfficerId("sari"), software="s", capacity=6, password="p")


@pytest.mark.parametrize(
    "message",
    [
        msgspec.structs.replace(HELLO, booth=BoothId("Booth 1")),
        msgspec.structs.replace(HELLO, booth=BoothId("booth-1\n")),
        msgspec.structs.replace(HELLO, booth=BoothId("")),
        msgspec.structs.replace(HELLO, software="x\ny"),
        msgspec.structs.replace(HELLO, token="x" * (forms.TOKEN_MOST_CHARS + 1)),
        msgspec.structs.replace(HELLO, lease="x" * (forms.LEASE_MOST_CHARS + 1)),
        msgspec.structs.replace(DESK, capacity=0),
        msgspec.structs.replace(DESK, capacity=7),
        msgspec.structs.replace(DESK, session="s"),
        msgspec.structs.replace(DESK, password=""),
        msgspec.structs.replace(DESK, leases=("x",) * (forms.LEASES_MOST + 1)),
        msgspec.structs.replace(DESK, officer=OfficerId("sari wulandari")),
        Answer(epoch=Epoch(0), sdp="v=0"),
        Answer(epoch=Epoch(forms.EPOCH_MOST + 1), sdp="v=0"),
        Answer(epoch=Epoch(1), sdp=""),
        Answer(epoch=Epoch(1), sdp="v=0\x00"),
        Answer(epoch=Epoch(1), sdp="v=0\u00e9"),
        Answer(epoch=Epoch(1), sdp="x" * (forms.SDP_MOST_CHARS + 1)),
        StartVisit(language="Indonesian", consent=True, consent_version="1"),
        BoothReport(condition=BoothCondition.FAULT, code="drop table"),
        PickVisit(visit=VisitId("short")),
        EndChannel(channel=ChannelId("x" * 21 + "/")),
        REPORT,
        msgspec.structs.replace(REPORT, channel=CHANNEL, loss=1.01),
        msgspec.structs.replace(REPORT, channel=CHANNEL, loss=-0.01),
        msgspec.structs.replace(REPORT, channel=CHANNEL, round_trip_ms=-1.0),
        msgspec.structs.replace(REPORT, channel=CHANNEL, round_trip_ms=60_001.0),
    ],
)
def test_what_is_outside_of_its_form_or_range_is_malformed_but_not_hostile(message: Any) -> None:
    text = codec.encode(message)
    tag = json.loads(text)["type"]
    decode = codec.decode_from_booth if tag in codec.FROM_BOOTH_TAGS else codec.decode_from_desk
    with pytest.raises(WireError) as caught:
        decode(text)
    assert caught.value.code is ErrorCode.MALFORMED
    assert not caught.value.hostile


@pytest.mark.parametrize(
    ("text", "code", "hostile"),
    [
        ("", ErrorCode.MALFORMED, True),
        ("null", ErrorCode.MALFORMED, True),
        ("[]", ErrorCode.MALFORMED, True),
        ("{}", ErrorCode.MALFORMED, True),
        ('{"type": 1}', ErrorCode.MALFORMED, True),
        ('{"type": "end_visit"', ErrorCode.MALFORMED, True),
        ('{"type": "end_visit"} x', ErrorCode.MALFORMED, True),
        (b'{"type": "end_visit\xff"}', ErrorCode.MALFORMED, True),
        ("\ud800", ErrorCode.MALFORMED, True),
        ("[" * 60_000, ErrorCode.MALFORMED, True),
        (" " * 65_537, ErrorCode.TOO_LARGE, True),
        ("\u00e9" * 40_000, ErrorCode.TOO_LARGE, True),
        ('{"type": "end_channel", "channel": "x"}', ErrorCode.OUT_OF_PLACE, True),
        ('{"type": "desk"}', ErrorCode.OUT_OF_PLACE, True),
        ('{"type": "from_the_future"}', ErrorCode.UNKNOWN_TYPE, False),
        ('{"type": "ask_help"}', ErrorCode.MALFORMED, False),
        ('{"type": "ask_help", "wanted": 1}', ErrorCode.MALFORMED, False),
        ('{"type": "booth_report", "condition": "happy"}', ErrorCode.MALFORMED, False),
    ],
)
def test_each_mistake_has_its_name(text: str | bytes, code: ErrorCode, hostile: bool) -> None:
    with pytest.raises(WireError) as caught:
        codec.decode_from_booth(text)
    assert (caught.value.code, caught.value.hostile) == (code, hostile)


def test_anything_but_a_hello_is_unauthenticated_at_first() -> None:
    for text in (codec.encode(EndVisit()), b'{"type": "nonsense"}', codec.encode(Replaced())):
        with pytest.raises(WireError) as caught:
            codec.decode_hello(text)
        assert caught.value.code is ErrorCode.UNAUTHENTICATED
    assert codec.decode_hello(codec.encode(HELLO)) == HELLO
    assert codec.decode_hello(codec.encode(DESK)) == DESK


def test_a_control_message_is_small() -> None:
    state = DeskState(epoch=Epoch(forms.EPOCH_MOST), seq=forms.SEQ_MOST, heard_seq=forms.SEQ_MOST)
    assert len(codec.encode_control(state)) < codec.CONTROL_MOST_BYTES // 2
    with pytest.raises(WireError) as caught:
        codec.decode_control(" " * (codec.CONTROL_MOST_BYTES + 1))
    assert caught.value.code is ErrorCode.TOO_LARGE


@pytest.mark.parametrize(
    "wrong", ['"see_width": -1', '"see_width": 10001', '"see_fps": -1', '"see_fps": 1001']
)
def test_a_picture_cannot_be_asked_for_in_a_size_that_is_none(wrong: str) -> None:
    with pytest.raises(WireError):
        codec.decode_control(f'{{"type": "desk", "epoch": 1, "seq": 1, "heard_seq": 0, {wrong}}}')


@pytest.mark.parametrize("tag", ["desk", "booth"])
def test_an_end_that_says_nothing_of_its_link_is_taken_to_be_content(tag: str) -> None:
    state = codec.decode_control(f'{{"type": "{tag}", "epoch": 1, "seq": 1, "heard_seq": 0}}')
    assert not state.picture_reduced
    assert not state.voice_disturbed


@pytest.mark.parametrize(("level", "step"), [(6, "parked"), (-1, "parked"), (0, "Ganti KTP"), (0, "x" * 65)])
def test_a_booth_state_out_of_range_is_refused(level: int, step: str) -> None:
    state = BoothState(epoch=Epoch(1), seq=1, heard_seq=0, level=level, step=step)
    with pytest.raises(WireError):
        codec.decode_control(codec.encode_control(state))
