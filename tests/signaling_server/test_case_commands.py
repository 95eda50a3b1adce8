from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path

import pytest

from channel.settings.files import load
from signaling_server.app import main
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Holder, Lease, Leases
from signaling_server.init import BranchFiles, make_branch
from signaling_server.runtime.keys import signing_key
from signaling_server.store.store import open_store
from tests.signaling_server.store.samples import BOOTH, JPEG, NAME, OPENING, VISIT, Sample, facts_sample
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import SARI, outcome


@pytest.fixture
def files(tmp_path: Path) -> BranchFiles:
    """A branch with one case."""
    files = make_branch(tmp_path / "branch", booths=2)
    config = load(ServerConfig, files.server_config)
    leases = Leases(signing_key(config.state))
    now_s = time.time()
    lease = Lease(visit=VISIT, booth=BOOTH, language="id", consent=True, queued_at=now_s, issued_at=now_s)
    slip = leases.issue(Holder.BOOTH, lease)
    store = open_store(config.store, leases)
    assert put(store, Sample(lease=slip)) == put(store, facts_sample(lease=slip)) == VISIT
    store.close()
    return files


def bilik(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_init_makes_master_key_and_store_and_check_looks_at_them(
    files: BranchFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    assert files.master_key.stat().st_mode & 0o777 == 0o600
    assert files.store.stat().st_mode & 0o777 == 0o700
    code, told = bilik(capsys, "check", files.server_config)
    assert code == 0
    assert "The store opens with its master key: 1 cases, 0 of them not handed over yet." in told
    files.master_key.chmod(0o644)
    assert bilik(capsys, "check", files.server_config) == (
        2,
        f"bilik-server check: {files.master_key}: others can read the master key; "
        "make it readable to its owner alone.\n",
    )


def test_check_of_a_branch_that_was_never_started_makes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    assert "is made at the first start" in bilik(capsys, "check", files.server_config)[1]
    assert list(files.store.iterdir()) == []


def test_verify_gives_an_anchor_that_the_next_verify_takes(
    files: BranchFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = bilik(capsys, "audit", "verify", files.server_config)
    assert code == 0
    anchor = told.split("Anchor: ")[1].strip()
    assert bilik(capsys, "audit", "verify", files.server_config, "--anchor", anchor)[0] == 0
    wrong = f"9{anchor}"
    code, told = bilik(capsys, "audit", "verify", files.server_config, "--anchor", wrong)
    assert code == 2
    assert "the audit log is broken: entries after 3 are missing." in told
    assert bilik(capsys, "audit", "verify", files.server_config, "--anchor", "x")[0] == 2


def test_export_erase_and_purge_name_a_case_by_its_visit_or_reference(
    files: BranchFiles, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "export"
    code, told = bilik(capsys, "export", files.server_config, VISIT, folder)
    assert (code, "its 2 documents" in told) == (0, True)
    assert NAME in (folder / "case.json").read_text()
    assert JPEG in [path.read_bytes() for path in folder.iterdir()]
    assert bilik(capsys, "purge", files.server_config, "--days", 1) == (0, "No case is older than 1 days.\n")
    assert bilik(capsys, "erase", files.server_config, VISIT)[0] == 0
    code, told = bilik(capsys, "export", files.server_config, VISIT, tmp_path / "again")
    assert (code, "there is no such case" in told) == (2, True)
    assert bilik(capsys, "audit", "verify", files.server_config)[0] == 0


def test_erase_fails_aloud_while_somebody_who_reads_keeps_what_was_destroyed(
    files: BranchFiles, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signaling_server.store.database.LOCK_WAIT_S", 0.05)
    with contextlib.closing(sqlite3.connect(files.store / "cases.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vault").fetchall()
        code, told = bilik(capsys, "erase", files.server_config, VISIT)
    assert (code, "its files still have something of what was destroyed" in told) == (2, True)


def test_purge_spares_what_waits_to_be_handed_over_and_says_so(
    files: BranchFiles, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = files.server_config
    config.write_text(f'{config.read_text()}\n[handover]\nfolder = "{tmp_path / "out"}"\n')
    settings = load(ServerConfig, config)
    store = open_store(settings.store, Leases(signing_key(settings.state)))
    store.cases.look(OPENING, SARI)
    store.records.record(SARI, outcome())
    store.close()
    assert bilik(capsys, "purge", config, "--days", 1e-9) == (
        0,
        "1 cases are older and kept: they wait to be handed over.\nNo case is destroyed.\n",
    )


def test_purge_names_its_certificate_and_the_logs_anchor(
    files: BranchFiles, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = bilik(capsys, "purge", files.server_config, "--days", 1e-9)
    assert code == 0
    certificate, noted = told.split("The certificate: ")[1].splitlines()
    assert Path(certificate).exists()
    anchor = noted.removeprefix("Note the audit log's anchor elsewhere: ")
    assert bilik(capsys, "audit", "verify", files.server_config, "--anchor", anchor)[0] == 0
    assert bilik(capsys, "purge", files.server_config, "--days", 0)[0] == 2
