"""What booths are allowed to ask of TCP: once, for good, and nothing besides."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers.checkout import ROOT

ALLOWED = "proc/sys/net/ipv4/tcp_allowed_congestion_control"
AVAILABLE = "proc/sys/net/ipv4/tcp_available_congestion_control"


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """The files of a Linux whose kernel has bbr, which only root may use."""
    (tmp_path / ALLOWED).parent.mkdir(parents=True)
    (tmp_path / ALLOWED).write_text("reno cubic\n")
    (tmp_path / AVAILABLE).write_text("reno cubic bbr\n")
    return tmp_path


def set_up(system: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(ROOT / "deploy/fast-documents.sh")],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "ROOT": str(system)},
        capture_output=True,
        text=True,
        check=False,
    )


def files(system: Path) -> dict[str, str]:
    return {str(path.relative_to(system)): path.read_text() for path in system.rglob("*") if path.is_file()}


def test_bbr_is_allowed_now_and_after_a_restart_beside_what_was_allowed(system: Path) -> None:
    assert set_up(system).returncode == 0
    assert files(system) == {
        AVAILABLE: "reno cubic bbr\n",
        ALLOWED: "reno cubic bbr\n",
        "etc/modules-load.d/bilik.conf": "tcp_bbr\n",
        "etc/sysctl.d/60-bilik.conf": "net.ipv4.tcp_allowed_congestion_control = reno cubic bbr\n",
    }


def test_a_second_run_changes_nothing(system: Path) -> None:
    set_up(system)
    before = files(system)
    again = set_up(system)
    assert (again.returncode, files(system)) == (0, before)
    assert "wrote" not in again.stdout


def test_a_kernel_without_bbr_is_told_and_left_alone(system: Path) -> None:
    (system / AVAILABLE).write_text("reno cubic\n")
    before = files(system)
    ran = set_up(system)
    assert ran.returncode == 1
    assert "this kernel has no bbr" in ran.stderr
    assert files(system) == before
