"""The comparison of codecs compares what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.benchmarks.codecs import benchmark, median, psnr_db, table


def test_each_codec_is_measured_at_the_same_size_and_rate() -> None:
    rows = benchmark([(320, 180, 168)], seconds=2.0, runs=2)
    assert [(row.codec, row.size, row.kbps_asked) for row in rows] == [
        ("vp8", "320x180", 168),
        ("h264", "320x180", 168),
    ]
    for row in rows:
        assert row.encode_cpu > 0 < row.decode_cpu
        assert 30 < row.psnr_db < 50
        assert row.psnr_low_db <= row.psnr_db
        assert row.keyframe_bytes < row.kbps * 1000 / 8 * 2
    assert [line.split()[:2] for line in table(rows).splitlines()[1:]] == [
        ["320x180", "vp8"],
        ["320x180", "h264"],
    ]
    many = [replace(rows[0], encode_cpu=cpu) for cpu in (0.9, 0.1, 0.2)]
    assert median(many) == replace(rows[0], encode_cpu=0.2)


def test_likeness_is_in_decibels_of_full_scale() -> None:
    grey = np.full((4, 4), 100, np.uint8)
    other = grey + np.uint8(10)
    assert round(psnr_db(grey, other), 2) == 28.13
    assert psnr_db(grey, grey) > 75
