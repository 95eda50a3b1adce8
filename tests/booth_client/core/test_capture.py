from __future__ import annotations

import pytest

from booth_client.core.capture import BOOKLET, CARD, FORMATS, PAGE, PAGE_ACROSS, Flaw, Format, Guide


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (640, 480), (720, 1280)])
@pytest.mark.parametrize("across", [True, False])
def test_the_guide_lies_in_the_picture_and_has_the_shape_of_the_document(
    form: Format, size: tuple[int, int], across: bool
) -> None:
    guide = Guide.of(form, *size, across=across)
    assert 0 < guide.left < guide.left + guide.width < 1
    assert guide.left == pytest.approx(1 - guide.left - guide.width)
    assert guide.top == pytest.approx(1 - guide.top - guide.height)
    ratio = guide.width * size[0] / (guide.height * size[1])
    assert ratio == pytest.approx(form.ratio if across else 1 / form.ratio)


def test_a_card_in_the_guide_of_a_4k_camera_has_more_than_its_target_resolution() -> None:
    guide = Guide.of(CARD, 3840, 2160)
    assert guide.width * 3840 / (CARD.width_mm / 25.4) > CARD.target_dpi


def test_a_page_across_in_the_guide_of_a_4k_camera_is_above_its_warning() -> None:
    guide = Guide.of(PAGE, 3840, 2160)
    assert guide.width * 3840 / (PAGE.long_mm / 25.4) > PAGE.warn_dpi


def test_formats_are_known_by_their_names() -> None:
    assert {form.name: form for form in (CARD, PAGE, PAGE_ACROSS, BOOKLET)} == FORMATS


def test_what_hides_everything_else_is_mended_first() -> None:
    order = list(Flaw)
    assert order[0] is Flaw.DARK
    assert order.index(Flaw.CUT_OFF) < order.index(Flaw.TOO_FAR) < order.index(Flaw.BLURRED)
