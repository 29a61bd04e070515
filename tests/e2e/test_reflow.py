"""Pages that bend: narrow, zoomed in, with wide spacing, in forced colours, still."""

import pytest
from playwright.sync_api import Page

from .barriers import find_barriers, measure_width
from .keyboard import find_stops, press_tab
from .pages import CALL, DAYS, FORM, WORKPLACES

pytestmark = pytest.mark.looks
PATHS = ("/", CALL, WORKPLACES[2], FORM, DAYS, "/privacy/")
# Words that do not fit in the box that cuts them off; nothing to see is no words.
FIND_CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const {overflowX, overflowY, clipPath} = getComputedStyle(element);
  if (!element.textContent.trim() || element.closest("svg")) return false;
  if (!element.checkVisibility({checkVisibilityCSS: true})) return false;
  // For the ear only: one pixel, on purpose.
  if (element.clientWidth <= 1 || clipPath !== "none") return false;
  const cuts = (overflow) => ["hidden", "clip"].includes(overflow);
  return (cuts(overflowX) && element.scrollWidth > element.clientWidth + 1)
    || (cuts(overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map(({localName, className}) => `${localName}.${className}`)"""
# WCAG 1.4.12, to the letter. A sheet made by a script: the policy allows no other.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* {
    line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
  } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
FIND_MOTION = """() => document.getAnimations()
  .filter((animation) => animation.effect.getComputedTiming().duration > 10)
  .map((animation) => animation.effect.target?.className ?? "")"""


def open_page(page: Page, url: str, width: int, height: int = 900) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(url)


@pytest.mark.parametrize("path", PATHS)
def test_page_fits_at_every_width_and_with_wide_spacing(path, visitor, live_site):
    open_page(visitor, live_site.url + path, 320)
    for width in (320, 480, 768, 1024, 1440, 2560):
        visitor.set_viewport_size({"width": width, "height": 900})
        assert (width, measure_width(visitor)) == (width, width)
        assert visitor.evaluate(FIND_CUT_OFF) == [], width
    visitor.evaluate(SPACE_OUT)
    for width in (320, 1280):
        visitor.set_viewport_size({"width": width, "height": 900})
        assert (width, measure_width(visitor)) == (width, width)
        assert visitor.evaluate(FIND_CUT_OFF) == [], width


@pytest.mark.parametrize("path", ["/", CALL, FORM])
def test_page_zoomed_in_four_times_is_read_and_operated(path, visitor, live_site):
    # 1280 by 1024 at 400 %.
    visitor.emulate_media(reduced_motion="reduce")
    open_page(visitor, live_site.url + path, 320, 256)
    assert measure_width(visitor) == 320
    walk = [press_tab(visitor) for _ in find_stops(visitor)]
    assert [focus.name for focus in walk if focus.covered_by] == []


@pytest.mark.parametrize("path", ["/", CALL, FORM])
def test_page_in_forced_colours_has_no_barrier_and_shows_the_focus(
    path, visitor, live_site
):
    visitor.emulate_media(forced_colors="active", reduced_motion="reduce")
    open_page(visitor, live_site.url + path, 390)
    assert find_barriers(visitor) == []
    walk = [press_tab(visitor) for _ in find_stops(visitor)]
    assert [focus.name for focus in walk if focus.outline < 2] == []


@pytest.mark.parametrize("path", ["/", CALL, FORM])
def test_nothing_moves_for_who_asked_for_less_motion(path, visitor, live_site):
    visitor.emulate_media(reduced_motion="reduce")
    open_page(visitor, live_site.url + path, 1280)
    assert visitor.evaluate(FIND_MOTION) == []
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert visitor.evaluate(behaviour) == "auto"
