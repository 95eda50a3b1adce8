from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.wire import document_forms as forms
from channel.wire.codec import WireError, encode
from channel.wire.documents import (
    CHUNK_MOST_BYTES,
    PART_MOST_BYTES,
    AddNote,
    BoothDocumentsHello,
    CaseFacts,
    DecideItem,
    DecideOutcome,
    Decision,
    DeskDocumentsHello,
    FollowCase,
    GetDocument,
    ItemDecided,
    Outcome,
    PutDocument,
    Verdict,
    WatchCase,
)
from channel.wire.documents_codec import (
    CHUNK_HEAD_BYTES,
    Chunk,
    decode_documents_hello,
    decode_facts,
    decode_from_documents_booth,
    decode_from_documents_desk,
    decode_to_documents_booth,
    decode_to_documents_desk,
    encode_chunk,
    encode_facts,
)
from channel.wire.ids import BoothId, DocumentId, OfficerId, RequestId, VisitId
from channel.wire.messages import ErrorCode
from channel.wire.undecided import UndecidedCase, UndecidedCases

DOCUMENT = DocumentId("kJ0y2v3Jb1mVb0H2c5m0Yw")
REQUEST = RequestId(DOCUMENT)
VISIT = VisitId("v" * 22)
PUT = PutDocument(document=DOCUMENT, size=10, sha256="0" * 64)
FACTS = CaseFacts(claim="jht", rules_version="1", consent_version="1", language="id", identity={"nik": "3"})
ITEM = DecideItem(request=REQUEST, visit=VISIT, item="ktp", verdict=Verdict.ACCEPTED)
EXPLAINED = DecideItem(
    request=REQUEST, visit=VISIT, item="ktp", verdict=Verdict.ACCEPTED_WITH_NOTE, note="Seen live"
)
OUTCOME = DecideOutcome(request=REQUEST, visit=VISIT, outcome=Outcome.COMPLETE)

SECRET = "RAHASIA"
DECIDED = Decision(
    item="ktp", verdict=Verdict.RETAKE, document="", note=SECRET, officer=OfficerId("sari"), decided_at=1.0
)
PRIVATE = (
    msgspec.structs.replace(FACTS, identity={"nik": SECRET}),
    msgspec.structs.replace(EXPLAINED, note=SECRET),
    msgspec.structs.replace(OUTCOME, reason=SECRET, bring=(SECRET,)),
    AddNote(request=REQUEST, visit=VISIT, text=SECRET),
    DECIDED,
    ItemDecided(item="ktp", verdict=Verdict.RETAKE, note=SECRET),
)


@pytest.mark.parametrize("told", PRIVATE, ids=lambda told: type(told).__name__)
def test_nothing_personal_is_in_a_repr(told: msgspec.Struct) -> None:
    assert SECRET in str(msgspec.json.encode(told))
    assert SECRET not in repr(told)


own_ids = st.binary(min_size=16, max_size=16)


@given(own_ids, st.integers(0, forms.SEALED_MOST_BYTES - 100), st.binary(min_size=1, max_size=100))
def test_a_chunk_survives_the_journey(raw: bytes, offset: int, content: bytes) -> None:
    frame = raw + offset.to_bytes(8, "big") + content
    chunk = decode_from_documents_booth(frame)
    assert isinstance(chunk, Chunk)
    assert (chunk.offset, chunk.content) == (offset, content)
    assert forms.is_document_id(chunk.document)
    assert encode_chunk(chunk.document, offset, content) == frame


@pytest.mark.parametrize("most_bytes", [CHUNK_MOST_BYTES, PART_MOST_BYTES])
def test_a_chunk_has_a_byte_at_least_and_not_more_than_the_most(most_bytes: int) -> None:
    decode: Any = decode_from_documents_booth if most_bytes == CHUNK_MOST_BYTES else decode_to_documents_desk
    assert decode(encode_chunk(DOCUMENT, 0, bytes(most_bytes))).document == DOCUMENT
    for length in (0, most_bytes + 1):
        with pytest.raises(WireError):
            decode(encode_chunk(DOCUMENT, 0, bytes(length)))
    with pytest.raises(WireError):
        decode(encode_chunk(DOCUMENT, forms.SEALED_MOST_BYTES, b"x"))


@given(st.one_of(st.text(), st.binary(max_size=CHUNK_HEAD_BYTES)))
def test_garbage_is_refused_and_never_raises_anything_else(garbage: str | bytes) -> None:
    for decode in (
        decode_from_documents_booth,
        decode_from_documents_desk,
        decode_to_documents_booth,
        decode_to_documents_desk,
        decode_documents_hello,
    ):
        with pytest.raises(WireError):
            decode(garbage)


def test_chunks_go_in_two_directions_only() -> None:
    chunk = encode_chunk(DOCUMENT, 0, b"x")
    for decode in (decode_from_documents_desk, decode_to_documents_booth, decode_documents_hello):
        with pytest.raises(WireError) as caught:
            decode(chunk)
        assert caught.value.code is ErrorCode.MALFORMED


@pytest.mark.parametrize("text", [encode(PUT), encode(WatchCase(visit=VISIT)), b'{"type": "end_visit"}'])
def test_what_belongs_to_somebody_else_is_out_of_place(text: bytes) -> None:
    decode: Any = (
        decode_from_documents_desk if b"put" in text or b"end" in text else decode_from_documents_booth
    )
    with pytest.raises(WireError) as caught:
        decode(text.decode())
    assert caught.value.code is ErrorCode.OUT_OF_PLACE
    assert caught.value.hostile
    with pytest.raises(WireError) as caught:
        decode_documents_hello(text.decode())
    assert caught.value.code is ErrorCode.UNAUTHENTICATED


@pytest.mark.parametrize(
    ("message", "field", "value"),
    [
        (PUT, "document", "short"),
        (PUT, "document", "kJ0y2v3Jb1mVb0H2c5m0Yx"),
        (PUT, "document", "../../../etc/passwd000"),
        (PUT, "size", 0),
        (PUT, "size", forms.SEALED_MOST_BYTES + 1),
        (PUT, "sha256", "X" * 64),
        (FollowCase(lease=""), "lease", "a b"),
        (BoothDocumentsHello(protocol=1, booth=BoothId("b"), token="t", software="s"), "booth", "B"),
        (BoothDocumentsHello(protocol=1, booth=BoothId("b"), token="t", software="s"), "token", "a b"),
        (DeskDocumentsHello(protocol=1, officer=OfficerId("o"), session="s", software="s"), "officer", "O O"),
        (DeskDocumentsHello(protocol=1, officer=OfficerId("o"), session="s", software="s"), "session", "\n"),
        (WatchCase(visit=VISIT), "visit", "v"),
        (GetDocument(visit=VISIT, document=DOCUMENT, offset=0), "offset", -1),
        (ITEM, "request", "r"),
        (ITEM, "item", "KTP front"),
        (ITEM, "document", "d"),
        (ITEM, "note", "x" * (forms.TEXT_MOST_CHARS + 1)),
        (EXPLAINED, "note", " "),
        (AddNote(request=REQUEST, visit=VISIT, text="x"), "text", ""),
        (OUTCOME, "outcome", ""),
        (OUTCOME, "reason", "x" * (forms.TEXT_MOST_CHARS + 1)),
        (OUTCOME, "bring", ["x"] * (forms.BRING_MOST + 1)),
    ],
)
def test_what_is_outside_of_its_form_is_malformed_and_names_the_field(
    message: Any, field: str, value: object
) -> None:
    decode: Any = (
        decode_from_documents_booth
        if isinstance(message, PutDocument | FollowCase | BoothDocumentsHello)
        else decode_from_documents_desk
    )
    assert decode(encode(message).decode()) == message
    with pytest.raises(WireError) as caught:
        decode(json.dumps({**json.loads(encode(message)), field: value}))
    assert (caught.value.code, caught.value.hostile) == (ErrorCode.MALFORMED, False)
    assert f"`{field}`" in caught.value.text


def test_no_more_undecided_cases_are_told_than_the_limit_says() -> None:
    one = UndecidedCase(visit=VISIT, number=2, reference="", claim="", opened_at=1.0, ended_at=2.0)
    told = UndecidedCases(cases=(one,) * forms.UNDECIDED_MOST)
    assert decode_to_documents_desk(encode(told).decode()) == told
    stranger = msgspec.structs.replace(one, visit=VisitId("v"))
    for cases in ((*told.cases, one), (stranger,)):
        with pytest.raises(WireError) as caught:
            decode_to_documents_desk(encode(UndecidedCases(cases=cases)).decode())
        assert "`cases`" in caught.value.text


def test_facts_survive_the_journey() -> None:
    assert decode_facts(encode_facts(FACTS)) == FACTS


@pytest.mark.parametrize(
    "change",
    [
        {"claim": "J H T"},
        {"language": ""},
        {"rules_version": "x" * 65},
        {"identity": {"NIK": "1"}},
        {"identity": {"nik": "1" * 1001}},
        {"answers": {f"q{n}": "" for n in range(65)}},
        {"claim": 1},
    ],
)
def test_facts_out_of_form_are_refused_without_being_quoted(change: dict[str, Any]) -> None:
    fields = {**json.loads(encode_facts(FACTS)), "identity": {"nik": "SECRET"}, **change}
    with pytest.raises(WireError) as caught:
        decode_facts(json.dumps(fields).encode())
    assert "SECRET" not in str(caught.value)
