from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.transfer import (
    ROUNDS_MOST,
    SILENCE_MOST_S,
    WINDOW_BYTES,
    Add,
    Ask,
    Fetch,
    FetchCommand,
    Fetched,
    Fetching,
    Forget,
    GaveUp,
    Gone,
    Lost,
    Opened,
    Putting,
    Reconnect,
    Say,
    SendChunk,
    Stored,
    Unreadable,
)
from channel.wire.documents import (
    CHUNK_MOST_BYTES,
    ChunkKept,
    DocumentRefusal,
    DocumentRefused,
    DocumentStored,
    DocumentWanted,
    GetDocument,
)
from channel.wire.documents_codec import Chunk
from channel.wire.ids import DocumentId, VisitId
from tests.channel.core.parcel_link import DOCUMENT, Link, parcel

SMALL = bytes(range(256)) * 4
VISIT = VisitId("v" * 22)


def random_bytes(size: int) -> bytes:
    return random.Random(size).randbytes(size)


# ---------------------------------------------------------------- whole, and exactly once


def test_cut_at_every_byte_a_document_arrives_whole_and_exactly_once() -> None:
    in_one_go = Link(SMALL).connect()
    for cut in range(in_one_go + 1):
        link = Link(SMALL)
        link.connect(cut_after_bytes=cut)
        link.connect()
        (document,) = link.sources
        assert link.disk.contents == link.sources
        assert link.disk.stored == {document: 1}
        assert link.outcomes == [Stored(document)], f"cut after {cut} bytes"


@given(st.lists(st.integers(1, 5 * CHUNK_MOST_BYTES), min_size=1, max_size=3), st.data())
def test_however_often_it_is_cut_every_document_arrives_whole_and_once(
    sizes: list[int], data: st.DataObject
) -> None:
    link = Link(*map(random_bytes, sizes))
    for cut in data.draw(st.lists(st.integers(0, sum(sizes)), max_size=8)):
        link.connect(cut_after_bytes=cut)
    link.connect()
    assert link.disk.contents == link.sources
    assert set(link.disk.stored.values()) == {1}
    assert link.outcomes == [Stored(document) for document in link.sources]


def test_what_is_on_the_servers_disk_is_not_sent_again() -> None:
    content = random_bytes(20 * CHUNK_MOST_BYTES)
    link = Link(content)
    first = link.connect(cut_after_bytes=10 * CHUNK_MOST_BYTES)
    second = link.connect()
    assert link.disk.contents == link.sources
    assert first + second < len(content) + 2 * CHUNK_MOST_BYTES


def test_bytes_that_went_wrong_once_are_sent_anew() -> None:
    link = Link(SMALL)
    link.disk.parts[next(iter(link.sources))] = bytearray(b"x" * 100)
    link.connect()
    assert link.disk.contents == link.sources
    assert [type(one) for one in link.outcomes] == [Stored]


def test_a_document_that_always_arrives_changed_is_given_up_and_the_next_one_goes() -> None:
    link = Link(SMALL, SMALL[:9])
    link.spoil = 500
    link.connect()
    first, second = link.sources
    assert link.outcomes == [GaveUp(first, DocumentRefusal.DAMAGED), Stored(second)]
    assert link.disk.contents == {second: SMALL[:9]}


# ---------------------------------------------------------------- putting, step by step


def opened(size: int) -> Putting:
    putting = Putting()
    putting.handle(Add(parcel(bytes(size))), 0.0)
    putting.handle(Opened(), 0.0)
    return putting


def test_a_document_that_cannot_be_read_lets_the_others_go_first_and_is_not_given_up() -> None:
    putting = Putting()
    bad, good = parcel(bytes(10 * CHUNK_MOST_BYTES)), parcel(b"other", DocumentId("other"))
    putting.handle(Add(bad), 0.0)
    putting.handle(Add(good), 0.0)
    putting.handle(Opened(), 0.0)
    putting.handle(DocumentWanted(document=bad.document, offset=0), 0.0)
    assert putting.handle(Unreadable(bad.document), 0.0) == [Reconnect()]
    assert putting.handle(Unreadable(bad.document), 0.0) == [], "the other chunks of its window"
    assert putting.handle(ChunkKept(document=bad.document, offset=CHUNK_MOST_BYTES), 0.0) == []
    putting.handle(Lost(), 0.0)
    said = []
    for _ in range(2):
        (command,) = putting.handle(Opened(), 0.0)
        assert isinstance(command, Say)
        said.append(command.message.document)
        putting.handle(DocumentStored(document=said[-1]), 0.0)
    assert said == [good.document, bad.document]


def test_nothing_is_said_before_the_connection_stands() -> None:
    putting = Putting()
    assert putting.handle(Add(parcel(b"abc")), 0.0) == []
    (said,) = putting.handle(Opened(), 0.0)
    assert isinstance(said, Say)
    assert (said.message.document, said.message.size) == (DOCUMENT, 3)


def test_no_more_is_on_its_way_than_a_window() -> None:
    putting = opened(10 * WINDOW_BYTES)
    first = putting.handle(DocumentWanted(document=DOCUMENT, offset=0), 0.0)
    assert sum(one.length for one in first if isinstance(one, SendChunk)) == WINDOW_BYTES
    kept = ChunkKept(document=DOCUMENT, offset=CHUNK_MOST_BYTES)
    assert putting.handle(kept, 0.0) == [SendChunk(DOCUMENT, WINDOW_BYTES, CHUNK_MOST_BYTES)]
    assert putting.handle(kept, 0.0) == []


def test_only_the_servers_word_makes_it_stored() -> None:
    putting = opened(10)
    putting.handle(DocumentWanted(document=DOCUMENT, offset=0), 0.0)
    assert putting.handle(ChunkKept(document=DOCUMENT, offset=10), 0.0) == []
    assert len(putting) == 1
    assert putting.handle(DocumentStored(document=DOCUMENT), 0.0) == [Stored(DOCUMENT)]
    assert putting.handle(DocumentStored(document=DOCUMENT), 0.0) == []
    assert len(putting) == 0


def test_a_refusal_is_told_with_its_reason() -> None:
    putting = opened(10)
    refused = DocumentRefused(document=DOCUMENT, reason=DocumentRefusal.ERASED)
    assert putting.handle(refused, 0.0) == [GaveUp(DOCUMENT, DocumentRefusal.ERASED)]


def test_a_server_that_wants_bytes_beyond_the_end_is_left() -> None:
    assert opened(10).handle(DocumentWanted(document=DOCUMENT, offset=11), 0.0) == [Reconnect()]


def test_a_server_that_stays_silent_is_left() -> None:
    putting = opened(10)
    assert putting.tick(SILENCE_MOST_S - 1) == []
    assert putting.tick(SILENCE_MOST_S) == [Reconnect()]
    putting.handle(Lost(), SILENCE_MOST_S)
    assert putting.tick(3 * SILENCE_MOST_S) == []


# ---------------------------------------------------------------- fetching


def wanted(content: bytes, number: int = 0, visit: VisitId = VISIT) -> Fetch:
    return Fetch(visit, DocumentId(f"{number:021d}A"), len(content), hashlib.sha256(content).hexdigest())


def ask(of: Fetch, offset: int) -> list[FetchCommand]:
    return [Ask(GetDocument(visit=of.visit, document=of.document, offset=offset))]


def test_a_document_is_fetched_part_by_part_and_goes_on_after_a_cut() -> None:
    one = wanted(SMALL)
    fetching = Fetching()
    assert fetching.handle(one, 0.0) == []
    assert fetching.handle(Opened(), 0.0) == ask(one, 0)
    assert fetching.handle(Chunk(one.document, 0, SMALL[:400]), 0.0) == ask(one, 400)
    fetching.handle(Lost(), 0.0)
    assert fetching.handle(Opened(), 0.0) == ask(one, 400)
    rest = Chunk(one.document, 400, SMALL[400:])
    assert fetching.handle(rest, 0.0) == [Fetched(VISIT, one.document, SMALL)]


def test_a_part_that_comes_twice_counts_once() -> None:
    one = wanted(SMALL)
    fetching = Fetching()
    fetching.handle(one, 0.0)
    fetching.handle(Opened(), 0.0)
    fetching.handle(Chunk(one.document, 0, SMALL[:400]), 0.0)
    assert fetching.handle(Chunk(one.document, 0, SMALL[:400]), 0.0) == []


def test_what_does_not_hash_to_what_was_told_is_never_shown() -> None:
    one, other = wanted(SMALL), wanted(b"other", 1)
    fetching = Fetching()
    fetching.handle(one, 0.0)
    fetching.handle(other, 0.0)
    fetching.handle(Opened(), 0.0)
    wrong = Chunk(one.document, 0, SMALL[:-1] + b"x")
    for _ in range(ROUNDS_MOST - 1):
        assert fetching.handle(wrong, 0.0) == ask(one, 0)
    assert fetching.handle(wrong, 0.0) == [GaveUp(one.document, DocumentRefusal.DAMAGED), *ask(other, 0)]


def test_a_document_that_is_not_there_makes_room_for_the_next() -> None:
    one, other = wanted(SMALL), wanted(b"other", 1)
    fetching = Fetching()
    fetching.handle(one, 0.0)
    fetching.handle(other, 0.0)
    fetching.handle(Opened(), 0.0)
    assert fetching.handle(Gone(one.document), 0.0) == [GaveUp(one.document, None), *ask(other, 0)]


def test_what_was_forgotten_with_its_visit_does_not_come_any_more() -> None:
    one, other = wanted(SMALL), wanted(b"other", 1, VisitId("w" * 22))
    fetching = Fetching()
    fetching.handle(one, 0.0)
    fetching.handle(other, 0.0)
    fetching.handle(Opened(), 0.0)
    assert fetching.handle(Forget(VISIT), 0.0) == ask(other, 0)
    assert fetching.handle(Chunk(one.document, 0, SMALL), 0.0) == []


@pytest.mark.parametrize("open_first", [True, False])
def test_a_silent_server_is_left_only_when_something_is_wanted(open_first: bool) -> None:
    fetching = Fetching()
    fetching.handle(Opened(), 0.0)
    if open_first:
        fetching.handle(wanted(SMALL), 0.0)
    assert fetching.tick(SILENCE_MOST_S) == ([Reconnect()] if open_first else [])
