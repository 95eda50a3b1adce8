"""How well documents are found, judged and read: ``python -m tests.benchmarks.capture --json FILE``.

Responsible for: the figures of capture beside their goals. Not for: the pictures (``photographs``). By
default 400 photographs of drawn documents by seed; seeds below 200 were looked at while the detector was
made, the default ones and ``--first 50000`` were not.

``--pictures DIR`` judges the pictures of a folder instead. Its ``truth.json`` holds a list, or an object
with a list ``pictures``, of one object for each picture:

    {"file": "a.png",                     a picture in the folder
     "format": "card",                    "card" (ID-1; where it is missing), "page" (A4 upright),
                                          "page_across" (A4 whose text runs along its long side)
     "corners": [[x, y], …],              the document's four corners in pixels, in either direction from
                                          any of them; null or missing where there is none or they are
                                          not known
     "reason": null,                      null (or "good": true): the picture is good; otherwise why it is
                                          not: "dark", "nothing", "cut_off", "too_far", "turned", "glare",
                                          "blurred", "wrong_side"; also understood: "cut", "far", "blur",
                                          "too_dark"
     "side": "any",                       what is asked for: "any", "portrait", "no_portrait"
     "barcodes": ["12345678901"]}         what its codes say, also as "payloads"; may be missing

Figures:

    found_share                   of the good pictures: taken as good, and every corner within 3 % of the
                                  long side
    corner_error_median_share     of those found: mean distance of the corners, as a share of the long side
    good_refused_share            of the good pictures; and of those refused, how many are refused again
    good_refused_twice            at the next attempt (by seed: another hand, other noise; from a folder:
                                  the same picture)
    bad_refused_share             of the bad pictures: refused with the right reason
    wrong_reason_share            of the bad pictures: refused with another reason
    barcode_share                 of the codes in good pictures: read from the straightened document
    zxing_share, zbar_share       each reader alone, with the same retries
    frame_ms_p50, frame_ms_p95    of the guide at 720p, one core; pictures of other sizes are scaled
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from booth_client.capture.barcodes import by_zbar, by_zxing, read_barcodes, read_by
from booth_client.capture.guide import judge
from booth_client.capture.straighten import straighten
from booth_client.core.capture import CARD, FORMATS, Finding, Flaw, Format, Side
from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.simulated.photograph import Corners
from tests.benchmarks.photographs import sample

FIRST, COUNT = 1000, 400
CLOSE_SHARE = 0.03
BARCODE_BUDGET_S = 2.0
GOALS = {
    "found_share": ">= 0.97",
    "corner_error_median_share": "<= 0.01",
    "good_refused_twice": "== 0",
    "bad_refused_share": ">= 0.95",
    "barcode_share": ">= the better of zxing_share, zbar_share",
    "frame_ms_p50": "<= 15",
    "frame_ms_p95": "<= 15",
}
_ALSO = {"cut": "cut_off", "far": "too_far", "blur": "blurred", "too_dark": "dark"}


@dataclass(frozen=True)
class Case:
    """One picture and its truth; ``again``: the same document at the next attempt."""

    name: str
    picture: Picture
    form: Format
    side: Side
    corners: Corners | None
    flaw: Flaw | None
    payloads: tuple[str, ...]
    again: Picture | None = None


@dataclass
class Tally:
    """What is counted on the way."""

    found: list[bool] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    refused: int = 0
    refused_twice: list[str] = field(default_factory=list)
    right: int = 0
    wrong: int = 0
    bad: int = 0
    codes: int = 0
    read: Counter[str] = field(default_factory=Counter)
    frame_ms: list[float] = field(default_factory=list)
    judged: Counter[str] = field(default_factory=Counter)
    misjudged: list[str] = field(default_factory=list)


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    cases = _in_folder(asked.pictures) if asked.pictures else _by_seed(asked.first, asked.count)
    tally = Tally()
    for number, case in enumerate(cases, start=1):
        _take(tally, case)
        if number % 50 == 0:
            print(f"{number} pictures", file=sys.stderr, flush=True)
    figures = _figures(tally)
    asked.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(_told(figures))
    return 0


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.capture", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--json", type=Path, required=True, metavar="FILE", help="where the figures go")
    parser.add_argument(
        "--pictures", type=Path, metavar="DIR", help="a folder with a truth.json instead of seeds"
    )
    parser.add_argument("--first", type=int, default=FIRST, help=f"the first seed (default: {FIRST})")
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many seeds (default: {COUNT})")
    return parser.parse_args(argv)


# ---------------------------------------------------------------- pictures


def _by_seed(first: int, count: int) -> Iterator[Case]:
    for number in range(first, first + count):
        one = sample(number)
        picture, corners = one.taken()
        payloads = one.drawing.payloads if one.drawing is not None else ()
        again = one.again().taken()[0] if one.flaw is None else None
        yield Case(str(number), picture, one.form, one.side, corners, one.flaw, payloads, again)


def _in_folder(folder: Path) -> Iterator[Case]:
    read = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for entry in read["pictures"] if isinstance(read, dict) else read:
        yield _case(folder, entry)


def _case(folder: Path, entry: dict[str, Any]) -> Case:
    picture = cv2.imdecode(np.fromfile(folder / entry["file"], np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise SystemExit(f"{entry['file']} is not a picture that can be read")
    reason = entry.get("reason")
    if reason in (None, "good") and entry.get("good", True):
        flaw = None
    else:
        flaw = Flaw(_ALSO.get(str(reason), str(reason)))
    corners = np.array(entry["corners"], np.float64) if entry.get("corners") else None
    payloads = entry.get("barcodes", entry.get("payloads")) or ()
    return Case(
        entry["file"],
        np.asarray(picture, dtype=np.uint8),
        FORMATS.get(entry.get("format", "card"), CARD),
        Side(entry.get("side", "any")),
        corners,
        flaw,
        tuple(payloads),
    )


# ---------------------------------------------------------------- counting


def _take(tally: Tally, case: Case) -> None:
    found = judge(case.picture, 0.0, case.form, case.side)
    tally.frame_ms.append(_frame_ms(case))
    tally.judged[f"{case.flaw or 'good'} > {found.flaw or 'good'}"] += 1
    if found.flaw is not case.flaw:
        tally.misjudged.append(f"{case.name}: {case.flaw or 'good'} > {found.flaw or 'good'}")
    if case.flaw is not None:
        tally.bad += 1
        tally.right += found.flaw is case.flaw
        tally.wrong += found.flaw not in (None, case.flaw)
        return
    error = _error(found, case)
    tally.found.append(found.good and (error is None or error[1] <= CLOSE_SHARE))
    if found.corners is not None and error is not None and error[1] <= CLOSE_SHARE:
        tally.errors.append(error[0])
    if not found.good:
        tally.refused += 1
        again = case.picture if case.again is None else case.again
        if not judge(again, 0.0, case.form, case.side).good:
            tally.refused_twice.append(case.name)
    if case.payloads:
        _read(tally, case, found)


def _frame_ms(case: Case) -> float:
    """Of a second look, as caches are warm in a stream."""
    picture = case.picture
    if picture.shape[:2] != (720, 1280):
        picture = np.asarray(cv2.resize(picture, (1280, 720), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    began_s = time.perf_counter()
    judge(picture, 0.0, case.form, case.side)
    return (time.perf_counter() - began_s) * 1000


def _error(found: Finding, case: Case) -> tuple[float, float] | None:
    """Mean and largest distance of the corners as shares of the long side; None where the truth is not
    known.
    """
    if case.corners is None:
        return None
    if found.corners is None:
        return 1.0, 1.0
    height, width = case.picture.shape[:2]
    seen = np.array(found.corners) * [width, height]
    longest = max(float(np.linalg.norm(case.corners[k] - case.corners[k - 1])) for k in range(4))
    best = (np.inf, np.inf)
    for corners in (case.corners, case.corners[::-1]):
        for turn in range(4):
            apart = np.linalg.norm(np.roll(corners, turn, axis=0) - seen, axis=1) / longest
            best = min(best, (float(apart.mean()), float(apart.max())))
    return best


def _read(tally: Tally, case: Case, found: Finding) -> None:
    tally.codes += len(case.payloads)
    if found.corners is None:
        return
    upright = straighten(case.picture, found.corners, case.form).picture
    read = {
        "both": {one.text for one in read_barcodes(upright, BARCODE_BUDGET_S)},
        "zxing": {one.text for one in read_by((by_zxing,), upright, BARCODE_BUDGET_S)},
        "zbar": {one.text for one in read_by((by_zbar,), upright, BARCODE_BUDGET_S)},
    }
    for reader, texts in read.items():
        tally.read[reader] += sum(payload in texts for payload in case.payloads)
        tally.read[f"{reader} false"] += len(texts - set(case.payloads))


def _figures(tally: Tally) -> dict[str, Any]:
    good = len(tally.found)
    return {
        "pictures": good + tally.bad,
        "good": good,
        "bad": tally.bad,
        "found_share": _share(sum(tally.found), good),
        "corner_error_median_share": float(np.median(tally.errors)) if tally.errors else None,
        "good_refused_share": _share(tally.refused, good),
        "good_refused_twice": len(tally.refused_twice),
        "bad_refused_share": _share(tally.right, tally.bad),
        "wrong_reason_share": _share(tally.wrong, tally.bad),
        "barcode_share": _share(tally.read["both"], tally.codes),
        "zxing_share": _share(tally.read["zxing"], tally.codes),
        "zbar_share": _share(tally.read["zbar"], tally.codes),
        "barcodes_false": tally.read["both false"],
        "frame_ms_p50": float(np.percentile(tally.frame_ms, 50)),
        "frame_ms_p95": float(np.percentile(tally.frame_ms, 95)),
        "judged": dict(sorted(tally.judged.items())),
        "misjudged": tally.misjudged,
        "refused_twice": tally.refused_twice,
    }


def _share(part: float, whole: int) -> float | None:
    return part / whole if whole else None


def _told(figures: dict[str, Any]) -> str:
    lines = []
    for name, value in figures.items():
        if name in ("judged", "misjudged", "refused_twice"):
            continue
        shown = "–" if value is None else f"{value:.5g}" if isinstance(value, float) else str(value)
        lines.append(f"{name:28}{shown:>10}   {GOALS.get(name, '')}".rstrip())
    lines += [f"  {pair:32}{count:5}" for pair, count in figures["judged"].items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
