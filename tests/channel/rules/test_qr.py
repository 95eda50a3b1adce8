from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import zxingcpp

from channel.rules.qr import qr_modules


@pytest.mark.parametrize("text", ["JHT-4K7P-2M", "https://contoh.example/klaim?nomor=JHT-4K7P-2M", "x" * 200])
def test_the_modules_are_read_as_the_text(text: str) -> None:
    modules = np.array(qr_modules(text))
    picture = np.where(modules, 0, 255).astype(np.uint8).repeat(4, axis=0).repeat(4, axis=1)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == text
    assert modules.shape[0] == modules.shape[1]


def test_four_light_modules_are_all_around() -> None:
    modules = np.array(qr_modules("JHT-4K7P-2M"))
    inner = modules[4:-4, 4:-4]
    assert modules.sum() == inner.sum()
    assert inner[0].any()
    assert inner[:, 0].any()


def test_a_server_needs_no_numpy_for_it() -> None:
    code = (
        "import sys; from channel.rules.qr import qr_modules; qr_modules('x'); print('numpy' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout == "False\n"
