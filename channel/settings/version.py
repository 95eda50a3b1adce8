"""The one version number of the project; ``pyproject.toml`` reads it from here.

Not for: the version of the wire protocol, which is ``channel.wire``'s.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.1.0"
