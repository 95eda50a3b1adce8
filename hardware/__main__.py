"""``python -m hardware``: the same as ``bilik-probe``."""

from __future__ import annotations

import sys

from hardware.probe import main

sys.exit(main())
