from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from channel.wire.documents_codec import Chunk
from channel.wire.ids import BoothId, DocumentId
from signaling_server.store.errors import StoreUnavailable
from signaling_server.store.uploads import KEPT_S, PARTS_MOST, Uploads, UploadsFull
from tests.signaling_server.store.samples import document_id

BOOTH = BoothId("booth-2")
DOCUMENT = DocumentId("kJ0y2v3Jb1mVb0H2c5m0Yw")
CONTENT = bytes(range(256)) * 8


@contextlib.contextmanager
def files_of_at_most(most_bytes: int) -> Iterator[None]:
    """The system refuses to make any file of this process larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_becomes_full_in_a_chunk_loses_nothing_and_what_was_written_counts(
    tmp_path: Path,
) -> None:
    uploads = Uploads(tmp_path, 10**6)
    assert uploads.open(BOOTH, DOCUMENT, len(CONTENT)) == 0
    with files_of_at_most(1000), pytest.raises(StoreUnavailable, match="the disk of the store is full"):
        uploads.append(BOOTH, Chunk(DOCUMENT, 0, CONTENT))
    assert uploads.open(BOOTH, DOCUMENT, len(CONTENT)) == 1000
    assert uploads.append(BOOTH, Chunk(DOCUMENT, 1000, CONTENT[1000:])) == len(CONTENT)
    assert uploads.read(BOOTH, DOCUMENT, hashlib.sha256(CONTENT).hexdigest()) == CONTENT


def test_what_is_longer_than_announced_or_hashes_to_something_else_begins_anew(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 10**6)
    uploads.open(BOOTH, DOCUMENT, len(CONTENT))
    uploads.append(BOOTH, Chunk(DOCUMENT, 0, CONTENT))
    assert uploads.read(BOOTH, DOCUMENT, "0" * 64) is None
    assert uploads.open(BOOTH, DOCUMENT, len(CONTENT)) == 0
    uploads.append(BOOTH, Chunk(DOCUMENT, 0, CONTENT))
    assert uploads.open(BOOTH, DOCUMENT, 10) == 0


def test_what_nobody_goes_on_with_is_removed_after_a_while(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 10**6)
    uploads.open(BOOTH, DOCUMENT, 10)
    assert uploads.forget_old() == 0
    (part,) = tmp_path.rglob("*.part")
    long_ago_s = time.time() - KEPT_S - 60
    os.utime(part, (long_ago_s, long_ago_s))
    assert uploads.forget_old() == 1
    uploads.remove(BOOTH, DOCUMENT)


def test_a_booth_has_so_many_unfinished_documents_and_the_oldest_give_room(tmp_path: Path) -> None:
    uploads = Uploads(tmp_path, 10**6)
    for number in range(PARTS_MOST + 5):
        uploads.open(BOOTH, document_id(number), 10)
        (part,) = tmp_path.rglob(f"{document_id(number)}.part")
        os.utime(part, (number, number))
    left = sorted(path.stem for path in tmp_path.rglob("*.part"))
    assert left == [document_id(number) for number in range(5, PARTS_MOST + 5)]


def test_a_document_larger_than_a_booths_share_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UploadsFull):
        Uploads(tmp_path, 10).open(BOOTH, DOCUMENT, 11)
