from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from channel.wire.documents import DecideOutcome, Outcome
from channel.wire.ids import OfficerId, VisitId
from signaling_server.config import Handover, StoreTable
from signaling_server.runtime.handover import Deliveries, FolderDelivery, HttpDelivery, delivery
from signaling_server.store.errors import StoreError
from signaling_server.store.outbox import Outbox, Parcel, ParcelFile
from signaling_server.store.privacy import Privacy
from signaling_server.store.store import Store, open_store
from signaling_server.store.uploads import Uploads
from tests.helpers.aio import run, until
from tests.helpers.handover_receiver import HandoverReceiver
from tests.helpers.log_errors import LogErrors
from tests.signaling_server.documents_lab import config, running
from tests.signaling_server.store.samples import (
    JPEG,
    LEASES,
    NIK,
    OPENING,
    VISIT,
    Sample,
    facts_sample,
    personal_in,
    signature_sample,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import request_id

SARI = OfficerId("sari")


def decide(store: Store) -> None:
    put(store, facts_sample())
    put(store, Sample())
    put(store, signature_sample())
    store.cases.look(OPENING, SARI)
    request = DecideOutcome(request=request_id(), visit=VISIT, outcome=Outcome.COMPLETE)
    assert store.records.record(SARI, request) is None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(StoreTable(path=tmp_path / "store", master_key=tmp_path / "master.key"), LEASES)
    decide(opened)
    yield opened
    opened.close()


def test_a_folder_gets_each_case_once_whole_with_its_documents(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    way = FolderDelivery(folder)
    (name,) = store.outbox.due(9e9)
    parcel = store.outbox.take_up(name)
    assert parcel is not None
    (folder / f".{parcel.reference}-{name}.new").mkdir(parents=True)  # left by a kill
    way.deliver(parcel)
    way.deliver(parcel)
    (case,) = folder.iterdir()
    assert json.loads((case / "case.json").read_text())["case"]["facts"]["identity"]["nik"] == NIK
    assert [path.read_bytes() for path in case.glob("ktp-*.jpg")] == [JPEG]


def test_documents_are_read_one_by_one(store: Store, tmp_path: Path) -> None:
    (name,) = store.outbox.due(9e9)
    parcel = store.outbox.take_up(name)
    assert parcel is not None
    there: list[int] = []

    def read() -> bytes:
        there.append(len(list((tmp_path / "out").rglob("*-copy"))))
        return b"copy"

    files = tuple(ParcelFile(f"{number}-copy", "image/jpeg", 4, read) for number in range(5))
    FolderDelivery(tmp_path / "out").deliver(replace(parcel, files=files))
    assert there == [0, 1, 2, 3, 4], "the ones before are written and forgotten"


def test_what_a_kill_left_half_is_removed_unless_it_waits_still(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    (name,) = store.outbox.waiting()
    halves = [folder / f".JHT-4K7P-2T-{one}.new" for one in (name, "x" * 22)]
    for half in halves:
        half.mkdir(parents=True)
    deliveries = Deliveries(store.outbox, FolderDelivery(folder), lambda: 9e9)
    deliveries.tidy()
    assert [half.exists() for half in halves] == [True, False]
    store.privacy.erase(VISIT)
    deliveries.tidy()
    assert not halves[0].exists()


def test_an_endpoint_gets_it_at_least_once_and_knows_it_by_its_key(store: Store) -> None:
    now_s = 9e9
    with HandoverReceiver(500, 0, 302, 204).running() as receiver:
        deliveries = Deliveries(store.outbox, HttpDelivery(receiver.url), lambda: now_s)
        for expected in (1, 2, 3, 4):
            deliveries.deliver_due()
            assert receiver.requests == expected
            assert len(store.outbox.waiting()) == (0 if expected == 4 else 1)
            now_s += 3600
        deliveries.deliver_due()
        assert receiver.requests == 4
        ((_, case),) = receiver.cases.items()
        assert receiver.twice_with_another_content == 0
        pictures = [file for file in case["files"] if file["media_type"] == "image/jpeg"]
        assert base64.b64decode(pictures[0]["content"]) == JPEG
    assert store.verify_audit().broken == ""


def test_what_was_not_taken_waits_for_its_time_and_the_log_tells_nothing_of_it(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with HandoverReceiver(token="secret").running() as receiver:
        wrong = Deliveries(store.outbox, HttpDelivery(receiver.url, "guess"), lambda: 9e9)
        wrong.deliver_due()
        wrong.deliver_due()
        assert receiver.requests == 1
        assert receiver.cases == {}
        right = Deliveries(store.outbox, HttpDelivery(receiver.url, "secret"), lambda: 9e9 + 5)
        right.deliver_due()
        assert len(receiver.cases) == 1
    assert "a case was not handed over: the endpoint answers 401. Next attempt in 5 s." in caplog.text
    assert personal_in(caplog.text) == []


def test_a_case_whose_bytes_are_damaged_does_not_hold_up_the_others(
    store: Store, tmp_path: Path, log_errors: LogErrors
) -> None:
    log_errors.expect("signaling_server.runtime.handover", "have been changed in the store")
    for blob in (tmp_path / "store" / "blobs").rglob("*"):
        if blob.is_file():
            blob.write_bytes(b"damaged")
    (damaged,) = store.outbox.due(9e9)
    other = replace(OPENING, visit=VisitId("b" * len(VISIT)))
    store.cases.look(other, SARI)
    request = DecideOutcome(request=request_id(), visit=other.visit, outcome=Outcome.PASSED_ON)
    assert store.records.record(SARI, request) is None
    (whole,) = set(store.outbox.due(9e9)) - {damaged}
    Deliveries(store.outbox, FolderDelivery(tmp_path / "out"), lambda: 9e9).deliver_due()
    assert store.outbox.due(9e9) == []
    assert damaged in store.outbox.due(9e12)
    assert [path.name.endswith(whole) for path in (tmp_path / "out").iterdir()] == [True]


def test_a_case_that_nobody_can_summarize_does_not_hold_up_the_others(
    store: Store, tmp_path: Path, log_errors: LogErrors
) -> None:
    log_errors.expect("signaling_server.runtime.handover", "a case cannot be handed over: KeyError.")
    other = replace(OPENING, visit=VisitId("b" * len(VISIT)))
    store.cases.look(other, SARI)
    request = DecideOutcome(request=request_id(), visit=other.visit, outcome=Outcome.PASSED_ON)
    assert store.records.record(SARI, request) is None

    def attach(parcel: Parcel) -> list[ParcelFile]:
        if parcel.visit == VISIT:
            raise KeyError(parcel.reference)
        return []

    Deliveries(store.outbox, FolderDelivery(tmp_path / "out"), lambda: 9e9, attach).deliver_due()
    assert store.outbox.due(9e9) == []
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_further_files_can_be_added_to_a_parcel(store: Store, tmp_path: Path) -> None:
    summary = ParcelFile("summary.pdf", "application/pdf", 8, lambda: b"%PDF-1.7")
    way = FolderDelivery(tmp_path / "out")
    Deliveries(store.outbox, way, lambda: 9e9, lambda parcel: [summary]).deliver_due()
    (case,) = (tmp_path / "out").iterdir()
    assert (case / "summary.pdf").read_bytes() == b"%PDF-1.7"


def test_a_case_goes_unprotected_to_nobody() -> None:
    for url in ("http://core.example/x", "ftp://core.example", "core.example", "https://"):
        with pytest.raises(StoreError, match=r"handover\.url"):
            HttpDelivery(url)
    assert isinstance(delivery(Handover(url="https://core.example/x")), HttpDelivery)
    assert delivery(Handover()) is None


@pytest.mark.parametrize(
    ("owner", "name", "pace"),
    [
        (Outbox, "due", "signaling_server.runtime.handover.LOOK_S"),
        (Privacy, "purge", "signaling_server.runtime.documents.PURGE_S"),
        (Uploads, "forget_old", "signaling_server.runtime.documents.PURGE_S"),
    ],
)
def test_no_work_of_its_own_ends_for_whatever_goes_wrong_in_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    log_errors: LogErrors,
    owner: type,
    name: str,
    pace: str,
) -> None:
    log_errors.expect("signaling_server.runtime.care", "ZeroDivisionError.")
    whole, calls = getattr(owner, name), list[int]()

    def failing(*arguments: object, **options: object) -> object:
        calls.append(len(calls))
        if len(calls) == 1:
            raise ZeroDivisionError
        return whole(*arguments, **options)

    monkeypatch.setattr(pace, 0.02)
    settings = msgspec.structs.replace(config(tmp_path), handover=Handover(folder=tmp_path / "out"))

    async def scene() -> None:
        async with running(settings):
            monkeypatch.setattr(owner, name, failing)
            await until(lambda: len(calls) > 2)

    run(scene())


def test_a_running_server_hands_over_and_purges_by_itself(tmp_path: Path) -> None:
    settings = config(tmp_path)
    before = open_store(settings.store, LEASES)
    decide(before)
    before.close()

    async def scene() -> None:
        with HandoverReceiver().running() as receiver:
            handing = msgspec.structs.replace(settings, handover=Handover(url=receiver.url))
            async with running(handing) as server:
                await until(lambda: not server.store.outbox.waiting())
            ((_, case),) = receiver.cases.items()
            assert [file["media_type"] for file in case["files"]].count("application/pdf") == 1
        half = tmp_path / "out" / f".JHT-4K7P-2T-{'x' * 22}.new"
        half.mkdir(parents=True)
        short = msgspec.structs.replace(settings.store, retention_days=1e-9)
        handing = msgspec.structs.replace(settings, store=short, handover=Handover(folder=half.parent))
        async with running(handing) as server:
            assert not half.exists()
            await until(lambda: server.store.cases.state(VISIT) is None)
        assert len(list((tmp_path / "store" / "certificates").glob("purge-*.json"))) == 1

    run(scene())
