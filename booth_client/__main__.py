"""``python -m booth_client``: the same as its console script."""

from __future__ import annotations

import sys

from booth_client.app import main

sys.exit(main())
