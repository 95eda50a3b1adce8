"""What goes on is said once."""

from __future__ import annotations

from channel.core.spells import SPELL_S, Spells


def test_only_what_has_stayed_away_is_news() -> None:
    spells = Spells()
    assert spells.begins(0.0)
    assert not any(spells.begins(tenth / 10) for tenth in range(1, 100)), "however long it goes on"
    assert not spells.begins(9.9 + SPELL_S - 0.1)
    assert spells.begins(9.8 + 2 * SPELL_S)
