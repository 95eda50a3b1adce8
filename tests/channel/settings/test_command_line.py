"""The command line that all programs share."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pytest

from channel.settings import command_line, files
from channel.settings.version import VERSION
from tests.channel.settings.structs import Branch, Camera


def ends(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[object, str, str]:
    """Exit status, standard output and standard error of a program that ends at once."""
    with pytest.raises(SystemExit) as exit_:
        command_line.parse("bilik-test", "Tests.", Branch, argv)
    out, err = capsys.readouterr()
    return exit_.value.code, out, err


def test_help_names_the_program_and_its_arguments(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ends(capsys, "--help")
    assert status == 0
    assert out.startswith("usage: bilik-test ")
    assert all(name in out for name in ("--version", "--config", "--print-config", "--log-level", "Tests."))


def test_version_is_the_projects(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(capsys, "--version") == (0, f"bilik-test {VERSION}\n", "")


def test_print_config_prints_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends(capsys, "--print-config") == (0, files.example(Branch), "")


def test_a_mistake_in_the_file_is_one_line_and_status_two(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "branch.toml"
    path.write_text("url = 5")
    assert ends(capsys, "--config", str(path)) == (2, "", f'bilik-test: {path}: "url" must be text.\n')


def test_a_missing_key_without_a_file_asks_for_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = ends(capsys)
    assert status == 2
    assert err == 'bilik-test: no --config FILE was given: the key "url" is missing; it must be text.\n'


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = ends(capsys, "--conifg", "x")
    assert status == 2
    assert "--conifg" in err


def test_the_file_and_the_programs_own_arguments_are_read(tmp_path: Path) -> None:
    def extra(parser: ArgumentParser) -> None:
        parser.add_argument("--pilot", action="store_true")

    path = tmp_path / "camera.toml"
    path.write_text("width_px = 320")
    argv = ["--config", str(path), "--log-level", "debug", "--pilot"]
    settings, namespace = command_line.parse("bilik-test", "Tests.", Camera, argv, extra)
    assert settings == Camera(width_px=320)
    assert namespace.log_level == "debug"
    assert namespace.pilot
