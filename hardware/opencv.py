"""OpenCV, made safe beside Qt.

Responsible for: importing ``cv2`` without leaving its mark in the environment, nor threads of its own. Import
it from here.
"""

from __future__ import annotations

import os

import cv2 as cv2

# The wheel points Qt at its own plug-ins and fonts, and every child process would inherit that.
for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)

# Jobs here take well below a millisecond: waking other threads for a share of them costs more than they gain.
cv2.setNumThreads(1)
