"""Setting up a checkout: on a bare machine, again, cut off half way, and where something is missing."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from tests.deploy.machine import COMMANDS, Machine

ENVIRONMENT = ["venv", "pip requirements.lock", "pip ."]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """The officer's own account: neither root nor sudo."""
    return Machine(tmp_path)


@pytest.fixture
def owned(tmp_path: Path) -> Machine:
    """The same machine for root."""
    return Machine(tmp_path, user_id=0)


def test_root_gets_libraries_then_environment_then_packages(owned: Machine) -> None:
    ran = owned.set_up()
    assert ran.returncode == 0, ran.stdout
    update, install, *rest = owned.log()
    assert update.startswith("apt-get update")
    assert install.startswith("apt-get install -y")
    assert rest == ENVIRONMENT


def test_the_archives_own_names_are_installed(owned: Machine) -> None:
    owned.set_up()
    names = owned.log()[1].split()
    assert {"libglib2.0-0t64", "libegl1", "xvfb", "chromium", "postgresql", "pulseaudio"} <= set(names)
    assert "libglib2.0-0" not in names


def test_the_second_run_does_nothing(owned: Machine) -> None:
    owned.set_up()
    before = owned.log()
    again = owned.set_up()
    assert (again.returncode, again.stdout) == (0, "")
    assert owned.log() == before


def test_sudo_is_used_where_it_asks_no_question(machine: Machine) -> None:
    machine.note("sudo")
    assert machine.set_up().returncode == 0
    assert any(line.startswith("sudo -n env") and "apt-get install" in line for line in machine.log())


def test_otherwise_the_one_command_is_printed_and_nothing_is_half_done(machine: Machine) -> None:
    ran = machine.set_up()
    assert ran.returncode != 0
    (line,) = ran.stdout.splitlines()
    assert line.startswith(
        "setup: system libraries are missing; run: sudo apt-get update && sudo apt-get install "
    )
    assert {"libglib2.0-0t64", "libegl1"} <= set(line.split())
    assert machine.log() == []
    assert not (machine.checkout / ".venv").exists()


def test_with_the_libraries_there_nobody_needs_to_be_root(machine: Machine) -> None:
    owner = machine.user_id
    machine.user_id = 0
    machine.set_up()
    machine.user_id = owner
    assert machine.set_up().returncode == 0


def test_what_this_release_does_not_have_is_done_without(owned: Machine) -> None:
    owned.archive("bash")
    assert owned.set_up().returncode == 0
    before = owned.log()
    again = owned.set_up()
    assert again.returncode == 0
    assert again.stdout == (
        "setup: chromium postgresql pulseaudio cannot be added to this system: what needs it is skipped\n"
    )
    assert owned.log() == before


def test_nothing_is_ever_removed_for_it(owned: Machine) -> None:
    owned.archive("bash", "chromium", in_conflict=["pulseaudio"])
    assert owned.set_up().returncode == 0
    install = owned.log()[1].split()
    assert "--no-remove" in install
    assert "chromium" in install
    assert "pulseaudio" not in install


def test_a_run_that_was_cut_off_is_repaired_by_the_next(owned: Machine) -> None:
    cut_off = owned.note("cut-off")
    assert owned.set_up().returncode != 0
    cut_off.unlink()
    before = len(owned.log())
    assert owned.set_up().returncode == 0
    assert owned.log()[before:] == ENVIRONMENT


def test_a_changed_lock_is_installed_into_the_same_environment(owned: Machine) -> None:
    owned.set_up()
    before = len(owned.log())
    (owned.checkout / "requirements.lock").write_text("numpy==2.1\n")
    assert owned.set_up().returncode == 0
    assert owned.log()[before:] == ENVIRONMENT[1:]


def test_a_checkout_that_was_moved_gets_a_new_environment(owned: Machine) -> None:
    owned.set_up()
    before = len(owned.log())
    owned.checkout = owned.checkout.rename(owned.folder / "moved")
    assert owned.set_up().returncode == 0
    assert owned.log()[before:] == ENVIRONMENT


def test_a_missing_python_is_named_with_the_command(machine: Machine) -> None:
    machine.without("python3")
    ran = machine.set_up()
    assert ran.returncode != 0
    assert ran.stdout == (
        "setup: python3 is missing; run: sudo apt-get install git make python3 python3-venv\n"
    )


def test_an_old_python_is_named_with_the_supported_ones(machine: Machine) -> None:
    machine.command("python3", '[ "$1" = --version ] && echo Python 3.9.2; exit 1')
    ran = machine.set_up()
    assert ran.returncode != 0
    assert ran.stdout.startswith("setup: Python 3.9.2 is not among the supported 3.11, 3.12 and 3.13;")
    assert machine.log() == []


def test_a_python_that_was_chosen_is_never_replaced_by_another(machine: Machine) -> None:
    ran = machine.set_up(PYTHON="python9")
    assert ran.returncode != 0
    assert ran.stdout.startswith("setup: python9 is missing;")
    assert machine.log() == []


def test_a_supported_python_beside_an_old_one_is_found(owned: Machine) -> None:
    owned.command("python3.12", COMMANDS["python3"])
    owned.command("python3", '[ "$1" = --version ] && echo Python 3.9.2; exit 1')
    ran = owned.set_up()
    assert ran.returncode == 0, ran.stdout


def test_of_two_at_the_same_time_one_waits(owned: Machine) -> None:
    with (owned.checkout / "deploy" / "setup.sh").open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with owned.start() as waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == "setup: waiting for another set-up that is running\n"
            assert owned.log() == []
            fcntl.flock(other, fcntl.LOCK_UN)
            assert waiting.wait(60) == 0
    assert owned.log()[2:] == ENVIRONMENT


def test_a_missing_venv_is_named_with_the_command(machine: Machine) -> None:
    machine.note("no-ensurepip")
    ran = machine.set_up()
    assert ran.returncode != 0
    assert ran.stdout == (
        "setup: python3 cannot make virtual environments; run: sudo apt-get install python3-venv\n"
    )


def test_elsewhere_the_libraries_are_named_and_it_goes_on(machine: Machine) -> None:
    machine.without("dpkg-query")
    ran = machine.set_up()
    assert ran.returncode == 0
    assert ran.stdout.startswith(
        "setup: this is not Debian or Ubuntu; see to it that these libraries are there"
    )
    assert "libegl1" in ran.stdout
    assert machine.log() == ENVIRONMENT
