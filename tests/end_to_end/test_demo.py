"""``make demo`` in small: it ends well, leaves what it says, and its logs say nothing about anybody."""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from signaling_server import init
from tests.demo.visits import ERRANDS
from tests.helpers.branch import OFFICER_NAME

BOOTHS = 2
SECRET_PATTERNS = {
    "SDP": r"a=candidate|a=fingerprint|ice-ufrag|ice-pwd|v=0\b",
    "a token or password": rf"[A-Za-z0-9_-]{{{init.TOKEN_BYTES * 4 // 3}}}",
    "a name": "|".join(OFFICER_NAME.split()),
    "a participant's number": "|".join(errand.nik for errand in ERRANDS.values()),
}
ANCHOR = re.compile(r"anchor: \d+:[0-9a-f]{64}\b")
"""The audit log's, which is to be known: as long as a secret, and none."""

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo = [sys.executable, "-m", "tests.demo", "--offscreen"]
    done = subprocess.run(
        [*demo, f"--booths={BOOTHS}", "--duration=30", f"--output={folder}"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (folder / "said").write_text(done.stdout)
    return folder


def test_the_report_holds_what_it_promises(output: Path) -> None:
    report = json.loads((output / "report.json").read_text())
    assert report["booths"] == BOOTHS
    assert report["duration_s"] >= 30
    assert report["console_cpu_cores"] > 0
    assert report["console_memory_mib"] > 0
    assert report["isolation"]["control_leak_detected"] is True
    assert report["isolation"]["switches"] > 0
    assert [channel["booth"] for channel in report["channels"]] == [1, 2]
    for channel in report["channels"]:
        for prefix in ("", "officer_"):
            assert channel[f"{prefix}video_fps"] >= 10
            for latency in ("video_latency_ms", "audio_latency_ms"):
                assert channel[f"{prefix}{latency}"]["p50"] > 0
                assert channel[f"{prefix}{latency}"]["p95"] > 0
            assert 0 <= channel[f"{prefix}voice_made_up"] < 1
        assert channel["setup_ms"] > 0
        assert channel["frozen_s"] >= 0


def test_a_visit_goes_from_start_to_slip_and_what_is_captured_is_stored(output: Path) -> None:
    report = json.loads((output / "report.json").read_text())
    documents = report["documents"]
    assert documents["captured"] >= 3, "the member card and both sides of the identity card"
    assert documents["stored"] >= documents["captured"]
    assert documents["hash_mismatches"] == 0
    assert documents["median_capture_s"] > 0
    assert documents["median_transfer_s"] > 0
    assert report["visits_completed"] == 1
    assert report["own_way_median_s"] > report["officer_s"] > 0


def test_the_pictures_show_pictures(output: Path) -> None:
    booths = (f"booth-{number}" for number in range(1, BOOTHS + 1))
    pages = ("booth-1-way", "booth-2-way", "booth-1-summary", "booth-1-slip")
    for name in ("console", "console-documents", "console-checklist", *booths, *pages):
        picture = cv2.imread(str(output / f"{name}.png"))
        assert picture is not None
        colours = picture.reshape(-1, 3).astype(np.uint32) @ (1 << 16, 1 << 8, 1)
        assert len(np.unique(colours)) > 1000, "drawn faces have many colours"


def test_a_person_is_told_where_the_pictures_are(output: Path) -> None:
    said = (output / "said").read_text()
    assert f"{output}/console.png" in said
    assert "goal" in said


@pytest.mark.parametrize("what", SECRET_PATTERNS)
def test_no_log_holds(what: str, output: Path) -> None:
    logs = sorted(output.glob("*.log"))
    assert len(logs) == BOOTHS + 2
    for log in logs:
        text = ANCHOR.sub("", log.read_text())
        assert text, f"{log.name}: IT finds something here"
        assert not re.search(SECRET_PATTERNS[what], text), f"{log.name} holds {what}"


def test_control_the_patterns_find_what_they_are_for() -> None:
    lines = {
        "SDP": "a=candidate:1 1 udp 2130706431 192.0.2.2 1 typ host",
        "a token or password": secrets.token_urlsafe(init.TOKEN_BYTES),
        "a name": f"Officer {OFFICER_NAME}",
        "a participant's number": f"NIK {ERRANDS[2].nik}",
    }
    for what, pattern in SECRET_PATTERNS.items():
        assert re.search(pattern, lines[what])
