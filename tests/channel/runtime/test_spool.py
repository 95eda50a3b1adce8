from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from channel.runtime.spool import Spool, SpoolFull
from channel.wire.ids import DocumentId
from tests.helpers.checkout import ROOT

IDS = [DocumentId(f"{number:021d}A") for number in range(4)]


def test_what_was_added_is_there_after_a_new_start_oldest_first(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool", 1000)
    order = [IDS[2], IDS[0], IDS[1]]
    added = [spool.add(document, document.encode() * 2) for document in order]
    again = Spool(tmp_path / "spool", 1000)
    assert again.parcels() == added
    assert [parcel.document for parcel in added] == order
    assert again.read(IDS[0], 1, 3) == IDS[0].encode()[1:4]
    again.remove(IDS[2])
    again.remove(IDS[2])
    again.add(IDS[3], b"x")
    assert [one.document for one in Spool(tmp_path / "spool", 1000).parcels()] == [IDS[0], IDS[1], IDS[3]]


def test_it_takes_no_more_than_its_most(tmp_path: Path) -> None:
    spool = Spool(tmp_path, 10)
    spool.add(IDS[0], bytes(6))
    with pytest.raises(SpoolFull):
        spool.add(IDS[1], bytes(5))
    spool.add(IDS[1], bytes(4))
    spool.remove(IDS[0])
    spool.add(IDS[2], bytes(6))


def test_a_disk_that_fails_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path, 1000)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        spool.add(IDS[0], b"content")
    assert list(tmp_path.iterdir()) == []
    assert spool.parcels() == []


def test_files_are_the_booths_own_and_strange_ones_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("not ours")
    (tmp_path / "000000000007-half.new").write_bytes(b"half")
    spool = Spool(tmp_path, 1000)
    spool.add(IDS[0], b"content")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"000000000001-{IDS[0]}.sealed", "README"]
    assert (tmp_path / names[0]).stat().st_mode & 0o077 == 0


CHILD = """
import sys
from pathlib import Path
from channel.runtime.spool import Spool
from channel.wire.ids import DocumentId
spool = Spool(Path(sys.argv[1]), 10**9)
for number in range(10**6):
    document = DocumentId(f"{number:021d}A")
    spool.add(document, document.encode() * 3000)
    print(document, flush=True)
"""


def test_a_kill_at_any_moment_leaves_whole_documents_and_every_one_that_was_told(tmp_path: Path) -> None:
    for added in (1, 2, 5):
        folder = tmp_path / str(added)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        told = [child.stdout.readline().strip() for _ in range(added)]
        child.send_signal(signal.SIGKILL)
        told += child.stdout.read().split()
        child.wait()
        child.stdout.close()
        spool = Spool(folder, 10**9)
        kept = [parcel.document for parcel in spool.parcels()]
        assert kept[: len(told)] == told
        assert len(kept) <= len(told) + 1
        for document in kept:
            assert spool.read(document, 0, 10**6) == document.encode() * 3000
