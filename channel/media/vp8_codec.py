"""VP8 with the settings that a channel needs.

Responsible for: these settings. Not for: what every codec does (``picture_codec``).
"""

from __future__ import annotations

from channel.media.picture_codec import BASE, LayerPlace, PictureDecoder, PictureEncoder

VP8_SPEED = -8
"""libvpx ``cpu-used`` in real time; -6 costs a seventh more and shows no difference at this size."""
KEYFRAME_MOST_PERCENT = 300
"""Of what a picture of the lowest layer takes on average. A key frame of 640×360 at 600 kbit/s then has 5 to
11 kB, and 1 to 3.5 kB of 320×180 at 45: a thin link carries it in a quarter of a second."""
QUANTIZER_LEAST = 16
"""Of 63. What is finer is not seen (47 dB), and the two pictures after a key frame, which make up for its
coarseness, would be twice as large."""
RATE_BUFFER_S = 0.6

_PATTERNS: dict[int, tuple[LayerPlace, ...]] = {
    1: (BASE,),
    2: (BASE, LayerPlace(1)),
    3: (BASE, LayerPlace(2), LayerPlace(1), LayerPlace(2, on_base=False)),
}
"""By number of layers: ``ts_layering_mode`` 2 and 3 of FFmpeg's libvpxenc.c, which begins anew at each key
frame that is asked for."""


class Vp8Encoder(PictureEncoder):
    """One stream of pictures, each ``width`` × ``height``. The rate is constant, no frame is reordered.

    ``layer_kbps``: one to three rates: of the lowest temporal layer, of the lowest two, of all. Each layer
    doubles the frame rate, and the lower ones decode alone, exactly as among all.
    """

    def __init__(self, width: int, height: int, fps: float, *layer_kbps: int) -> None:
        rate = layer_kbps[-1] * 1000
        options = {
            "qmin": str(QUANTIZER_LEAST),
            "qmax": "60",
            "deadline": "realtime",
            "cpu-used": str(VP8_SPEED),
            "lag-in-frames": "0",
            "auto-alt-ref": "0",
            "minrate": str(rate),
            "maxrate": str(rate),
            "bufsize": str(int(rate * RATE_BUFFER_S)),
            "undershoot-pct": "100",
            "overshoot-pct": "15",
            "static-thresh": "1",
            "max-intra-rate": str(KEYFRAME_MOST_PERCENT),
            # Else upper layers change the probabilities with which lower ones are decoded, and these turn to
            # noise when the upper ones are missing.
            "error-resilient": "default",
        } | _layering(layer_kbps)
        pattern = _PATTERNS[len(layer_kbps)]
        super().__init__("libvpx", width, height, fps, layer_kbps[-1], options, pattern)


def _layering(layer_kbps: tuple[int, ...]) -> dict[str, str]:
    layers = len(layer_kbps)
    if layers == 1:
        return {}
    rates = ",".join(str(kbps) for kbps in layer_kbps)
    return {"ts-parameters": f"ts_target_bitrate={rates}:ts_layering_mode={layers}"}


class Vp8Decoder(PictureDecoder):
    """VP8, by FFmpeg's own decoder: the pictures of libvpx to the bit, but not copied once more. With six
    channels it takes an eighth less time than libvpx, though alone on a machine it takes the same."""

    def __init__(self) -> None:
        super().__init__("vp8")
