"""The server's benchmark goes its whole course with a few booths. No figure is judged."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

from tests.benchmarks import server_scale


@pytest.mark.usefixtures("no_leftovers")
def test_twenty_booths_join_talk_and_join_again_with_tls_and_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(server_scale, "SETTLE_S", 0.0)
    file = tmp_path / "scale.json"
    assert server_scale.main(["--booths", "20", "--seconds", "2", "--json", str(file)]) == 0
    rows = json.loads(file.read_text())
    assert [(row["tls"], row["booths"], row["desks"]) for row in rows] == [(True, 20, 1), (False, 20, 1)]
    for row in rows:
        assert row["losses"] == 0
        assert min(row["joins_per_s"], row["joins_per_s_while_desks_watch"], row["relays"]) > 0
        assert 0 < row["relay_p50_ms"] <= row["relay_p99_ms"]
    assert "relay_p99_ms" in capsys.readouterr().out


def test_too_few_files_are_told_and_nothing_is_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (64, 100))
    assert server_scale.main(["--booths", "50"]) == 1
    assert "114 open files are needed, and `ulimit -Hn` allows 100" in capsys.readouterr().err
