from __future__ import annotations

import pytest

from hardware import registry
from hardware.devices import Camera, Condition, Microphone, Printer, Speaker
from hardware.registry import SpecError
from tests.hardware.virtual import Seen

# Qt says so when its module is first loaded.
pytestmark = pytest.mark.qt_log_ignore(r"pipewire-0\.3 (library|symbols)$", extend=True)


def camera(spec: str) -> Camera:
    return registry.camera(spec, width=320, height=180, fps=25)


@pytest.mark.parametrize(
    "spec",
    [
        "simulated:booth,booth=1", "simulated:booth,booth=9,people=3", "simulated:officer", "simulated:card",
        "simulated:card,booth=2,fault=missing@1-2", "simulated:documents", "file:clip, with comma.mp4",
        "simulated:documents,script=ktp@1-2+kk.blur@3-,show=/nowhere,person=2,seed=3", "device:default",
        "device:/dev/video0", "none",
    ],
)  # fmt: skip
def test_cameras_are_built(spec: str) -> None:
    assert callable(camera(spec).start)


@pytest.mark.parametrize(
    "spec",
    [
        "simulated:tone,hz=437", "simulated:tone,hz=437.5,dbfs=-20", "simulated:silence",
        "simulated:clicks,booth=1", "simulated:clicks,booth=0,tone_hz=437,dbfs=-12",
        "simulated:clicks,booth=1,leak_hz=613,leak_dbfs=-82,leak_while=/nowhere",
        "simulated:speech,path=x.wav", "file:x.wav", "device:default", "none",
    ],
)  # fmt: skip
def test_microphones_are_built(spec: str) -> None:
    built: Microphone = registry.microphone(spec)
    assert callable(built.start)


@pytest.mark.parametrize(
    "spec", ["simulated:record,path=x.wav", "simulated:discard", "file:x.wav", "device:x", "none"]
)
@pytest.mark.parametrize("channels", [1, 2])
def test_speakers_are_built_with_their_channels(spec: str, channels: int) -> None:
    built: Speaker = registry.speaker(spec, channels)
    assert built.channels == channels


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("", "device:NAME, file:PATH, simulated:KIND or none"),
        ("webcam", "device:NAME, file:PATH, simulated:KIND or none"),
        ("usb:1", "device:NAME, file:PATH, simulated:KIND or none"),
        ("device:", "device:NAME, file:PATH, simulated:KIND or none"),
        ("simulated:both", "booth, card, documents, officer"),
        ("simulated:booth", "needs booth="),
        ("simulated:booth,booth=x", "a whole number from 0 to 255"),
        ("simulated:officer,grain=41", "a whole number from 0 to 40"),
        (
            "simulated:booth,booth=1,colour=red",
            "unknown option 'colour'; allowed are: booth, fault, grain, people",
        ),
        ("simulated:booth,booth=1,booth=2", "stands twice"),
        ("simulated:booth,booth", "not a key=value"),
        ("simulated:card,fault=gone@1-2", "missing"),
    ],
)
def test_a_wrong_camera_is_refused_with_what_is_allowed(spec: str, says: str) -> None:
    with pytest.raises(SpecError) as caught:
        camera(spec)
    assert says in str(caught.value)
    assert repr(spec) in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("simulated:hum", "clicks, silence, speech, tone"),
        ("simulated:tone", "needs hz="),
        ("simulated:tone,hz=5", "20 to 20000"),
        ("simulated:tone,hz=nan", "20 to 20000"),
        ("simulated:tone,hz=437,dbfs=3", "-120 to 0"),
        ("simulated:clicks,booth=1,dbfs=-12", "needs tone_hz="),
        ("simulated:clicks,booth=1,leak_while=/nowhere", "needs leak_hz="),
        ("simulated:silence,level=2", "allowed are: fault"),
        ("simulated:speech", "needs path="),
    ],
)
def test_a_wrong_microphone_is_refused_with_what_is_allowed(spec: str, says: str) -> None:
    with pytest.raises(SpecError, match="simulated") as caught:
        registry.microphone(spec)
    assert says in str(caught.value)


def test_a_wrong_speaker_is_refused_with_what_is_allowed() -> None:
    with pytest.raises(SpecError, match="discard, record"):
        registry.speaker("simulated:booth,booth=1")
    with pytest.raises(SpecError, match="1 or 2 channels"):
        registry.speaker("none", 6)


@pytest.mark.parametrize(
    "spec",
    [
        "simulated:printer,path=x", "simulated:printer,path=x,paper=3,fault=missing@1-2", "file:x", "none",
        "device:default", "device:/dev/usb/lp0", "device:tcp://printer.example", "device:tcp://[::1]:9101",
    ],
)  # fmt: skip
def test_printers_are_built(spec: str) -> None:
    built: Printer = registry.printer(spec, columns=48)
    assert callable(built.print_out)


@pytest.mark.parametrize(
    ("spec", "says"),
    [
        ("simulated:typewriter", "allowed are: printer"),
        ("simulated:printer", "needs path="),
        ("simulated:printer,path=x,paper=-1", "a whole number from 0 to 10000"),
        ("device:tcp://", "tcp://HOST:9100"),
        ("device:tcp://host:99999", "tcp://HOST:9100"),
        ("device:tcp://host/queue", "tcp://HOST:9100"),
        ("lp0", "device:NAME, file:PATH, simulated:KIND or none"),
    ],
)
def test_a_wrong_printer_is_refused_with_what_is_allowed(spec: str, says: str) -> None:
    with pytest.raises(SpecError) as caught:
        registry.printer(spec, columns=48)
    assert says in str(caught.value)
    assert repr(spec) in str(caught.value)


def test_paper_of_another_width_is_refused() -> None:
    with pytest.raises(SpecError, match="32, 42, 48"):
        registry.printer("none", columns=40)


def test_an_impossible_picture_size_is_refused() -> None:
    with pytest.raises(SpecError, match="16 to 4096"):
        registry.camera("none", width=0, height=360, fps=25)


@pytest.mark.parametrize("kind", ["camera", "microphone", "printer", "speaker"])
def test_what_is_configured_away_is_missing_and_stops(kind: str) -> None:
    seen = Seen()
    match kind:
        case "camera":
            absent = camera("none")
            absent.start(seen.on_frame, seen.on_status)
            absent.stop()
        case "microphone":
            silent = registry.microphone("none")
            silent.start(seen.on_block, seen.on_status)
            silent.stop()
        case "printer":
            told: list[bool] = []
            paperless = registry.printer("none", columns=48)
            paperless.start(seen.on_status)
            paperless.print_out((), told.append)
            paperless.stop()
            assert told == [False]
        case _:
            mute = registry.speaker("none")
            mute.start(lambda: pytest.fail("nothing may be asked for"), seen.on_status)
            mute.stop()
    assert seen.conditions == [Condition.MISSING, Condition.STOPPED]
    assert seen.statuses[0].text == f"No {kind} is configured."
