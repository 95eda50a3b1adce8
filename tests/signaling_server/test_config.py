from __future__ import annotations

from pathlib import Path

import pytest

from channel.settings.files import SettingsError, defaults, example, load
from signaling_server.config import ServerConfig


def test_every_key_can_be_left_out_and_the_example_loads_as_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "server.toml"
    path.write_text(example(ServerConfig))
    assert load(ServerConfig, path).listen == defaults(ServerConfig).listen


BOOTH = '[[booths]]\nid = "booth-{0}"\nnumber = {1}\ntoken_sha256 = "' + "0" * 64 + '"\n'


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("prot = 1", '"prot"'),
        ("[listen]\nport = 70000", "listen.port"),
        ('[listen]\ncertificate = "a.pem"', "belong together"),
        (BOOTH.format(1, 1) + BOOTH.format(1, 2), "booth id must be different"),
        (BOOTH.format(1, 1) + BOOTH.format(2, 1), "booth number must be different"),
        (BOOTH.format("A", 1), "booths"),
        ('[[officers]]\nid = "sari"\nname = "Sari"\npassword_argon2 = "secret"', "password_argon2"),
        ("[grace]\nbooth_s = 0", "grace.booth_s"),
    ],
)
def test_a_mistake_is_refused_with_file_key_and_what_is_allowed(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "server.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load(ServerConfig, path)
    assert complaint in str(caught.value)
    assert str(path) in str(caught.value)
    assert "secret" not in str(caught.value)
