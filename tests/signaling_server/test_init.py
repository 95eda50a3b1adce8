from __future__ import annotations

import datetime
import errno
import io
import os
import stat
from pathlib import Path

import pytest
from cryptography import x509

from booth_client.config import BoothConfig
from channel.settings.files import load
from cso_console.config import ConsoleConfig
from signaling_server.app import main
from signaling_server.certificates import Issued, hosts_of, make_server_certificate
from signaling_server.config import ServerConfig
from signaling_server.init import BranchFiles, InitError, make_branch
from signaling_server.runtime.keys import signing_key
from signaling_server.runtime.tls import server_context

INIT = [
    "--host",
    "bilik.example",
    "--host",
    "10.1.2.3",
    "--officer",
    "sari",
    "--officer-name",
    "Sari Wulandari",
]


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def init(folder: Path, *more: str) -> int:
    return main(["init", str(folder), *INIT, *more])


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> str:
    """What standard input gives to --password-stdin."""
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    return "correct horse battery"


def test_a_branch_of_one_command_loads_in_all_three_programs(tmp_path: Path, password: str) -> None:
    folder = tmp_path / "branch"
    assert init(folder, "--booths", "3", "--branch", "Cabang Uji", "--port", "9443", "--password-stdin") == 0
    server = load(ServerConfig, folder / "server.toml")
    assert (server.branch, server.listen.address, server.listen.port) == ("Cabang Uji", "0.0.0.0", 9443)
    assert [booth.number for booth in server.booths] == [1, 2, 3]
    assert server_context(server.listen) is not None
    assert len(signing_key(server.state)) == 32
    for number in (1, 2, 3):
        booth = load(BoothConfig, folder / f"booth-{number}.toml")
        assert booth.id == f"booth-{number}"
        assert booth.server.url == "wss://bilik.example:9443/signal"
        assert booth.server.authority == folder / "ca.pem"
        assert booth.token_file is not None
        assert len(booth.token_file.read_text().strip()) == 43
    assert load(ConsoleConfig, folder / "console.toml").server.authority == folder / "ca.pem"


def test_secrets_are_readable_to_their_owner_alone_and_kept_out_of_other_files(
    tmp_path: Path, password: str
) -> None:
    folder = tmp_path / "branch"
    init(folder, "--password-stdin")
    secrets = {
        "server.toml",
        "server.key",
        "ca.key",
        "master.key",
        *(f"booth-{n}.token" for n in range(1, 7)),
    }
    assert stat.S_IMODE((folder / "store").stat().st_mode) == 0o700
    for path in files_in(folder):
        assert (stat.S_IMODE(path.stat().st_mode) == 0o600) == (path.name in secrets), path.name
        assert password.encode() not in path.read_bytes()
    tokens = [(folder / f"booth-{n}.token").read_text().strip() for n in range(1, 7)]
    assert len(set(tokens)) == 6
    for path in files_in(folder):
        assert path.suffix == ".token" or not any(token.encode() in path.read_bytes() for token in tokens)


def test_a_password_that_was_made_is_shown_once_and_one_that_was_given_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    init(tmp_path / "one")
    assert "shown this once:" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    init(tmp_path / "two", "--password-stdin")
    out = capsys.readouterr().out
    assert "shown this once" not in out
    assert "correct horse" not in out


def test_nothing_is_ever_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    folder = tmp_path / "branch"
    init(folder, "--password-stdin")
    before = {path: path.read_bytes() for path in files_in(folder)}
    assert init(folder) == 2
    assert "is not empty" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in files_in(folder)} == before


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--host", "no host!"], "neither a host name nor an IP address"),
        (["--officer", "Sari W"], "an officer's login"),
        (["--booths", "0"], "1 to 999 booths"),
        (["--port", "99999"], "from 1 to 65535"),
        (["--officer-name", ""], '"officers[1].name" must be text of 1 to 80 characters'),
        (["--branch", "B" * 81], '"branch" must be text of at most 80 characters'),
    ],
)
def test_mistakes_are_told_in_a_sentence_and_write_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], password: str, arguments: list[str], complaint: str
) -> None:
    folder = tmp_path / "branch"
    assert init(folder, *arguments) == 2
    assert complaint in capsys.readouterr().err
    assert not folder.exists()


def test_a_short_password_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert init(tmp_path / "branch", "--password-stdin") == 2
    assert "at least 10 characters" in capsys.readouterr().err


def test_booths_and_officers_can_be_added_and_double_ones_cannot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    config = str(files.server_config)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["add-booth", config, "--number", "2", "--host", "localhost"]) == 0
    assert main(["add-officer", config, "--officer", "budi", "--officer-name", "Budi"]) == 0
    server = load(ServerConfig, files.server_config)
    assert [booth.number for booth in server.booths] == [1, 2]
    assert [officer.id for officer in server.officers] == ["sari", "budi"]
    assert load(BoothConfig, files.booth_config(2)).id == "booth-2"
    before = files.server_config.read_bytes()
    assert main(["add-booth", config, "--number", "2", "--host", "localhost"]) == 2
    assert main(["add-officer", config, "--officer", "budi", "--officer-name", "Budi"]) == 2
    assert "server.toml: " in capsys.readouterr().err
    assert files.server_config.read_bytes() == before
    assert sorted(path.suffix for path in files.folder.iterdir() if path.suffix == ".new") == []


def test_a_booth_is_not_added_for_what_is_no_host(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    before = files.server_config.read_bytes()
    assert main(["add-booth", str(files.server_config), "--number", "2", "--host", "a b"]) == 2
    assert "'a b' is neither a host name nor an IP address" in capsys.readouterr().err
    assert files.server_config.read_bytes() == before
    assert not files.booth_config(2).exists()


@pytest.mark.parametrize("written", ["write_booth_files", "shutil.copyfile"])
def test_an_init_that_could_not_write_everything_leaves_nothing_and_can_be_repeated(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    password: str,
    monkeypatch: pytest.MonkeyPatch,
    written: str,
) -> None:
    folder = tmp_path / "branch"
    with monkeypatch.context() as full:
        full.setattr(f"signaling_server.init.{written}", no_space)
        assert init(folder, "--password-stdin") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list(folder.iterdir()) == []
    assert init(folder) == 0


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_certificate_is_renewed_for_the_same_names_under_the_same_authority(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = make_branch(tmp_path / "branch", hosts=["bilik.example", "10.1.2.3"], booths=1)
    age(files)
    config = str(files.server_config)
    assert main(["check", config]) == 2
    assert "has expired; see: bilik-server renew --help" in capsys.readouterr().err
    assert main(["renew", config]) == 0
    assert "bilik.example, 10.1.2.3;" in capsys.readouterr().out
    assert main(["check", config]) == 0
    assert hosts_of(files.certificate.read_bytes()) == ["bilik.example", "10.1.2.3"]
    x509.load_pem_x509_certificate(files.certificate.read_bytes()).verify_directly_issued_by(
        x509.load_pem_x509_certificate(files.authority.read_bytes())
    )
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    assert not list(files.folder.glob("*.new"))


def test_a_certificate_is_renewed_for_other_names(tmp_path: Path) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    assert main(["renew", str(files.server_config), "--host", "moved.example"]) == 0
    assert hosts_of(files.certificate.read_bytes()) == ["moved.example"]


def test_without_the_authoritys_key_nothing_is_renewed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    before = files.certificate.read_bytes(), files.key.read_bytes()
    files.authority_key.rename(tmp_path / "safe")
    assert main(["renew", str(files.server_config)]) == 2
    error = capsys.readouterr().err
    assert "ca.key: No such file or directory; nothing was renewed" in error
    files.authority_key.write_bytes(b"no key")
    assert main(["renew", str(files.server_config)]) == 2
    assert "ca.key" in capsys.readouterr().err
    assert (files.certificate.read_bytes(), files.key.read_bytes()) == before


def age(files: BranchFiles) -> None:
    """The server's certificate as it is ten days after its end."""
    authority = Issued(files.authority.read_bytes(), files.authority_key.read_bytes())
    hosts = hosts_of(files.certificate.read_bytes())
    old = make_server_certificate(authority, hosts, days=10, ago=datetime.timedelta(days=20))
    files.certificate.write_bytes(old.certificate)
    files.key.write_bytes(old.key)


def test_check_finds_a_good_branch_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = make_branch(tmp_path / "branch", booths=2)
    assert main(["check", str(files.server_config)]) == 0
    out = capsys.readouterr().out
    assert "valid for 825 days" in out
    assert "2 booths, 1 officers" in out


def test_check_finds_a_key_of_another_certificate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = make_branch(tmp_path / "one", booths=1)
    files.key.write_bytes(make_branch(tmp_path / "two", booths=1).key.read_bytes())
    assert main(["check", str(files.server_config)]) == 2
    assert "do not belong together" in capsys.readouterr().err


def test_a_branch_of_loopback_names_listens_on_loopback_alone(tmp_path: Path) -> None:
    files = make_branch(tmp_path / "branch", booths=1, port=1234)
    assert load(ServerConfig, files.server_config).listen.address == "127.0.0.1"
    assert files.url == "wss://localhost:1234/signal"
    with pytest.raises(InitError, match="at least one host"):
        make_branch(tmp_path / "other", hosts=[])
