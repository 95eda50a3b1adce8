"""Reading settings files: what is right is read, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from channel.settings import files
from tests.channel.settings.structs import Booth, Branch, Camera, Side

URL = 'url = "wss://server"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "branch.toml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    """The error about this file, without the file's name, which stands in front of each."""
    path = written(folder, text)
    with pytest.raises(files.SettingsError) as caught:
        files.load(Branch, path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}: ")
    return sentence.removeprefix(f"{path}: ")


def test_what_is_not_in_the_file_has_its_default(tmp_path: Path) -> None:
    expected = Branch(url="wss://server", log_folder=tmp_path / "log")
    assert files.load(Branch, written(tmp_path, URL)) == expected


def test_every_kind_of_value_is_read(tmp_path: Path) -> None:
    text = (
        URL
        + """
        language = "en"
        turns = ["a", "b"]
        retry = 5
        [camera]
        width_px = 320
        gain = 2
        side = "right"
        [spare_camera]
        mirrored = false
        [[booths]]
        number = 1
        [[booths]]
        number = 2
        note = "by the door"
        [named.east]
        number = 3
        """
    )
    assert files.load(Branch, written(tmp_path, text)) == Branch(
        url="wss://server",
        language="en",
        turns=("a", "b"),
        retry=5,
        camera=Camera(width_px=320, gain=2.0, side=Side.RIGHT),
        spare_camera=Camera(mirrored=False),
        log_folder=tmp_path / "log",
        booths=(Booth(number=1), Booth(number=2, note="by the door")),
        named={"east": Booth(number=3)},
    )


def test_a_relative_path_is_meant_from_the_files_folder(tmp_path: Path) -> None:
    settings = files.load(
        Branch, written(tmp_path, URL + 'authority = "tls/authority.pem"\nlog_folder = "/var/log"')
    )
    assert settings.authority == tmp_path / "tls" / "authority.pem"
    assert settings.log_folder == Path("/var/log")


def test_a_relative_default_is_meant_from_the_files_folder_too_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "branch").mkdir()
    path = written(Path("branch"), URL + 'authority = "authority.pem"')
    settings = files.load(Branch, path)
    assert settings.log_folder == Path("branch/log")
    assert settings.authority == Path("branch/authority.pem")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", 'the key "url" is missing; it must be text.'),
        ("url = 5", '"url" must be text.'),
        (URL + "language = 'fr'", '"language" must be one of "en", "id".'),
        (URL + "since = 'May'", '"since" must be a date such as 2024-01-31.'),
        (URL + "since = 2026-05-04T10:00:00", '"since" must be a date such as 2024-01-31.'),
        (URL + "authority = 5", '"authority" must be the path of a file or folder.'),
        (URL + "turns = 'a'", '"turns" must be a list of at most 2 entries, each entry text.'),
        (URL + "turns = [1]", '"turns" must be a list of at most 2 entries, each entry text.'),
        (URL + "retry = 'soon'", '"retry" must be a whole number or one of "never".'),
        (URL + "camera = 5", '"camera" must be a table.'),
        (
            URL + "[camera]\nwidth_px = 9000",
            '"camera.width_px" must be a whole number from 160 to 1920, not 9000.',
        ),
        (URL + "[camera]\nwidth_px = '640'", '"camera.width_px" must be a whole number from 160 to 1920.'),
        (
            URL + "[camera]\nwidth_px = true",
            '"camera.width_px" must be a whole number from 160 to 1920, not true.',
        ),
        (URL + "[camera]\ngain = 0", '"camera.gain" must be a number, more than 0, not 0.'),
        (URL + "[camera]\ngain = nan", '"camera.gain" must be a number, more than 0, not nan.'),
        (URL + "[camera]\ngain = inf", '"camera.gain" must be a number, more than 0, not inf.'),
        (URL + "[camera]\nmirrored = 1", '"camera.mirrored" must be true or false.'),
        (URL + "[camera]\nside = 'top'", '"camera.side" must be one of "left", "right".'),
        (
            URL + "[spare_camera]\nwidth_px = 1",
            '"spare_camera.width_px" must be a whole number from 160 to 1920, not 1.',
        ),
        (
            URL + "[[booths]]\nnumber=1\n[[booths]]",
            'the key "booths[2].number" is missing; it must be a whole number from 1 to 99.',
        ),
        (URL + "[named.east]\nnumber = 0", '"named.east.number" must be a whole number from 1 to 99, not 0.'),
        (
            URL + f"[[booths]]\nnumber=1\nnote='{'x' * 21}'",
            '"booths[1].note" must be text of at most 20 characters.',
        ),
        (
            URL + "".join(f"[[booths]]\nnumber={n}\n" for n in range(1, 5)),
            '"booths" must be a list of at most 3 entries, each entry a table.',
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(tmp_path: Path, text: str, sentence: str) -> None:
    assert complaint(tmp_path, text) == sentence


def test_an_unknown_key_is_named_with_the_allowed_ones_the_nearest_first(tmp_path: Path) -> None:
    assert complaint(tmp_path, URL + "[camera]\nmirored = true") == (
        'there is no key "camera.mirored"; allowed here: mirrored, side, width_px, gain.'
    )
    assert complaint(tmp_path, 'ulr = "wss://server"').startswith(
        'there is no key "ulr"; allowed here: url, '
    )


def test_a_rule_of_the_programs_own_is_told_in_its_own_words(tmp_path: Path) -> None:
    twice = URL + "[[booths]]\nnumber = 1\n" * 2
    assert complaint(tmp_path, twice) == "two booths have the same number."


def test_a_rule_of_an_entrys_own_is_told_with_its_place(tmp_path: Path) -> None:
    second = URL + "[[booths]]\nnumber = 1\n[[booths]]\nnumber = 2\nnote = ' '"
    assert complaint(tmp_path, second) == '"booths[2]": note has nothing but spaces.'


def test_a_text_value_is_never_repeated(tmp_path: Path) -> None:
    assert "hunter2" not in complaint(tmp_path, URL + "language = 'hunter2'")
    assert "1234" not in complaint(tmp_path, "url = 1234")


def test_what_is_not_toml_is_named_with_its_place(tmp_path: Path) -> None:
    assert complaint(tmp_path, "url =").startswith("is not TOML: ")
    assert "line 2" in complaint(tmp_path, URL + "= 5")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(files.SettingsError, match=r"nowhere\.toml: there is no such file\."):
        files.load(Branch, tmp_path / "nowhere.toml")
    with pytest.raises(files.SettingsError, match=r"cannot be read \(Is a directory\)\."):
        files.load(Branch, tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes('url = "é"'.encode("latin-1"))
    with pytest.raises(files.SettingsError, match="is not text in UTF-8"):
        files.load(Branch, latin)


def test_without_a_file_the_defaults_hold_as_far_as_there_are_any() -> None:
    assert files.defaults(Camera) == Camera()
    with pytest.raises(files.SettingsError, match='no --config FILE was given: the key "url" is missing'):
        files.defaults(Branch)


def test_a_text_is_read_as_the_file_that_it_would_be(tmp_path: Path) -> None:
    settings = files.loads(Branch, URL, source="here", folder=tmp_path)
    assert settings.log_folder == tmp_path / "log"
    with pytest.raises(files.SettingsError, match=r'^here: there is no key "urk"'):
        files.loads(Branch, 'urk = "x"', source="here", folder=tmp_path)


def test_a_secret_is_what_its_file_holds_without_the_line_end(tmp_path: Path) -> None:
    path = tmp_path / "booth-1.token"
    path.write_text("s3cr3t\n")
    assert files.read_secret(path) == "s3cr3t"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "there is no such file."), (b"", "is empty"), (b" \n", "is empty"), (b"s3\xff\n", "is not text")],
)
def test_a_secret_that_cannot_be_read_is_told_without_repeating_it(
    tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "booth-1.token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(files.SettingsError) as caught:
        files.read_secret(path)
    assert str(caught.value).startswith(f"{path}: {sentence}")
    assert "s3" not in str(caught.value)
