"""``python -m signaling_server``: the same as its console script."""

from __future__ import annotations

import sys

from signaling_server.app import main

sys.exit(main())
