"""``python -m cso_console``: the same as its console script."""

from __future__ import annotations

import sys

from cso_console.app import main

sys.exit(main())
