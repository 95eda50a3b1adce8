"""The Opus library itself, for what PyAV does not offer: loss concealment, in-band redundancy, settings that
change while the encoder runs.

Responsible for: finding the library (the one that PyAV brings along, else the system's) and declaring the
few functions used (opus-codec.org, API 1.4 or later). Not for: what they are used for (``opus``).

Each encoder and decoder belongs to one thread at a time. Encoding releases the interpreter's lock; decoding
takes some 30 µs and keeps it (``brief_calls`` says why).
"""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

import av

OK = 0
APPLICATION = {"voip": 2048, "audio": 2049}
SET_BITRATE = 4002
SET_COMPLEXITY = 4010
SET_INBAND_FEC = 4012
SET_PACKET_LOSS_PERC = 4014

Samples = ctypes.POINTER(ctypes.c_int16)


@cache
def library() -> ctypes.CDLL | None:
    """The library with its functions declared; None where there is none, or one that is too old."""
    for name in _candidates():
        try:
            return _declared(ctypes.CDLL(name), ctypes.PyDLL(name))
        except (OSError, AttributeError):
            continue
    return None


def _candidates() -> list[str]:
    package = Path(av.__file__).parent
    brought = sorted(package.parent.glob("av.libs/libopus[-.]*")) + sorted(package.glob(".dylibs/libopus.*"))
    found = ctypes.util.find_library("opus")
    return [str(path) for path in brought] + ([found] if found else [])


def _declared(opus: ctypes.CDLL, brief: ctypes.PyDLL) -> ctypes.CDLL:
    """With ``AttributeError`` where a function is missing."""
    for name in ("opus_decode", "opus_packet_has_lbrr"):
        setattr(opus, name, getattr(brief, name))
    number, pointer, data = ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p
    error = ctypes.POINTER(number)
    for name, result, arguments in (
        ("opus_encoder_create", pointer, [ctypes.c_int32, number, number, error]),
        ("opus_encode", ctypes.c_int32, [pointer, Samples, number, pointer, ctypes.c_int32]),
        ("opus_decoder_create", pointer, [ctypes.c_int32, number, error]),
        ("opus_decode", number, [pointer, data, ctypes.c_int32, Samples, number, number]),
        ("opus_packet_has_lbrr", number, [data, ctypes.c_int32]),
        ("opus_encoder_destroy", None, [pointer]),
        ("opus_decoder_destroy", None, [pointer]),
    ):
        function = getattr(opus, name)
        function.restype = result
        function.argtypes = arguments
    # Takes what the request asks for: only what comes before that is the same for all.
    opus.opus_encoder_ctl.restype = number
    opus.opus_encoder_ctl.argtypes = [pointer, number]
    return opus
