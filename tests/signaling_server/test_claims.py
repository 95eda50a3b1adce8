"""The claim files of a branch: laid out, checked, edited, and refused when they are broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from channel.rules.claims import ClaimKind
from channel.settings.files import load
from signaling_server import app
from signaling_server.claims import ClaimsError, load_claims, look_over, shipped_claims
from signaling_server.config import ServerConfig
from signaling_server.init import make_branch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files."""
    return Path(shutil.copytree(shipped_claims(), tmp_path / "claims"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_new_branch_has_the_shipped_files_to_edit(tmp_path: Path) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    config = load(ServerConfig, files.server_config)
    assert config.claims == files.claims
    assert load_claims(config.claims) == load_claims(None)
    change(files.claims / "jht.toml", "Saya berhenti bekerja", "Saya tidak bekerja lagi")
    edited = load_claims(config.claims).claim(ClaimKind.JHT)
    assert edited is not None
    assert edited.sentence.id == "Saya tidak bekerja lagi"


def test_check_claims_says_ok_for_each_file_and_what_is_in_force(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.main(["check-claims", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "documents.toml: OK" in lines
    assert "jht.toml: OK" in lines
    assert any(line.startswith("Today for JHT: JHT 2024-01-01 ") for line in lines)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("jht.toml", "kind =", "knid =", 'jht.toml: there is no key "knid"; allowed here: kind,'),
        (
            "jht.toml",
            '"JHT"',
            '"JTH"',
            'jht.toml: "kind" must be one of "JHT", "JKK", "JKM", "JP", "question".',
        ),
        (
            "jkk.toml",
            ', en = "Yes" }',
            " }",
            'jkk.toml: the key "questions.traffic.answers.yes.en" is missing;',
        ),
        (
            "jkk.toml",
            "2020-01-01",
            '"soon"',
            'jkk.toml: "rules[1].valid_from" must be a date such as 2024-01-31.',
        ),
        ("jkk.toml", "2020-01-01", "2020-13-01", "jkk.toml: is not TOML:"),
        ("jkk.toml", 'need = "mandatory"', 'need = "yes"', '"rules[1].documents[1].need" must be one of'),
        ("jkk.toml", '"Public lists of requirements, without a date"', '""', '"rules[1]": source is empty'),
        (
            "jp.toml",
            '"marriage_book"',
            '"marriage"',
            'jp.toml: "rules[1].documents[9]": there is no document',
        ),
        (
            "documents.toml",
            'form = "card"',
            'form = "A5"',
            '"documents.member_card.form" must be one of "card",',
        ),
        ("documents.toml", 'en = "Membership card"', 'en = ""', '"documents.member_card.name": the text is'),
    ],
)
def test_check_claims_names_file_key_and_what_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, complaint: str
) -> None:
    change(folder / file, old, new)
    assert app.main(["check-claims", str(folder)]) == 2
    told = capsys.readouterr()
    assert complaint in told.out
    wrong = 6 if file == "documents.toml" else 1
    assert f"bilik-server check-claims: {folder}: {wrong} of 6 files cannot be used." in told.err
    assert told.out.count(": OK") == 6 - wrong


def test_check_claims_tells_the_mistakes_of_all_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder / "jp.toml", '"marriage_book"', '"marriage"')
    change(folder / "jkm.toml", '"marriage_book"', '"marriage"')
    change(folder / "jkm.toml", '"death_certificate"', '"death"')
    (folder / "jkk.toml").write_text("kind =", encoding="utf-8")
    assert app.main(["check-claims", str(folder)]) == 2
    told = capsys.readouterr()
    assert told.out.count("there is no document") == 3
    assert "jkk.toml: is not TOML" in told.out
    assert "3 of 6 files" in told.err


def test_a_missing_file_of_documents_and_a_missing_directory_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "documents.toml").unlink()
    assert app.main(["check-claims", str(folder)]) == 2
    assert "documents.toml: there is no such file." in capsys.readouterr().out
    assert app.main(["check-claims", str(folder / "nowhere")]) == 2
    assert "the claim files cannot be read: No such file or directory." in capsys.readouterr().err


def test_other_files_beside_them_do_not_matter(folder: Path) -> None:
    (folder / "jht.toml.orig").write_text("not TOML", encoding="utf-8")
    (folder / "README.md").write_text("# ours", encoding="utf-8")
    assert len(look_over(folder).complaints) == 6


def test_a_claim_that_a_branch_does_not_serve_can_be_left_out(folder: Path) -> None:
    (folder / "jkk.toml").unlink()
    assert load_claims(folder).claim(ClaimKind.JKK) is None


def test_check_and_the_server_refuse_broken_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = make_branch(tmp_path / "branch", booths=1)
    assert app.main(["check", str(files.server_config)]) == 0
    change(files.claims / "jp.toml", '"marriage_book"', '"marriage"')
    capsys.readouterr()
    assert app.main(["check", str(files.server_config)]) == 2
    complaint = f'{files.claims / "jp.toml"}: "rules[1].documents[9]": there is no document "marriage" in'
    assert complaint in capsys.readouterr().err
    assert app.main(["--config", str(files.server_config)]) == 1
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith(f"bilik-server: {complaint}")
    assert told.endswith(f"See: bilik-server check-claims {files.claims}")


def test_several_mistakes_are_one_line_at_the_start(folder: Path) -> None:
    change(folder / "jkm.toml", '"marriage_book"', '"marriage"')
    change(folder / "jkm.toml", '"death_certificate"', '"death"')
    with pytest.raises(ClaimsError, match=r'jkm\.toml: .*"death" in documents\.toml\. And 1 more\. See: '):
        load_claims(folder)
