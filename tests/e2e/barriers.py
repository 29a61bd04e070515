"""What keeps somebody out, found by axe-core in the page as the browser shows it."""

from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

HEIGHT = 900
OPTIONS = {
    "resultTypes": ["violations"],
    # Without its own look at the style sheets: that asks for each of them again, at
    # addresses that do not exist.
    "preload": False,
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"),
        "best-practice",
    ],
    # Switched off unless asked for: targets of at least 24 by 24 pixels.
    "rules": {"target-size": {"enabled": True}},
}
RUN = """async (options) => {
  const {violations} = await axe.run(options);
  return violations.flatMap(({id, impact, nodes}) => nodes.map(({target, html, any, all, none}) =>
    `${id} (${impact}): ${target} ${html.slice(0, 160)} ${[...any, ...all, ...none][0]?.message ?? ""}`));
}"""
# A button fades from the colours of the day into those of the night: what axe has to
# judge is where it ends.
SETTLE = """() => document.getAnimations()
  .filter((one) => one instanceof CSSTransition)
  .forEach((one) => one.finish())"""
# A table that leaves the window where nobody can scroll to the rest of it, and a
# field that leaves its form.
FIND_CUT_OFF = """() => [...document.querySelectorAll("main form textarea")]
  .filter((field) => field.getBoundingClientRect().right
    > field.closest("form").getBoundingClientRect().right + 1)
  .map((field) => `cut off: ${field.name}`)
  .concat([...document.querySelectorAll("main table")]
  .filter((table) => table.getBoundingClientRect().right > innerWidth + 1)
  .filter((table) => {
    for (let box = table; box; box = box.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false;
    return true;
  })
  .map((table) => `cut off: table ${table.className}`))"""


@dataclass(frozen=True)
class View:
    """How somebody looks at a page."""

    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}"


VIEWS = tuple(
    View(width, scheme) for scheme in ("light", "dark") for width in (1280, 390, 320)
)
# Enough for a page that differs from another one in words only.
TWO_VIEWS = (View(1280, "light"), View(320, "dark"))


def find_barriers(page: Page) -> list[str]:
    """Return what axe-core finds wrong with the page, one line for each fault."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, OPTIONS)


def find_barriers_in(page: Page, views: tuple[View, ...]) -> list[str]:
    """Return the faults of the page in several views, and where it is too wide.

    The page is not loaded again: what depends on width and scheme is its style, and
    axe looks at what the style makes of it.
    """
    faults = []
    for view in views:
        page.set_viewport_size({"width": view.width, "height": HEIGHT})
        page.emulate_media(color_scheme=view.scheme, reduced_motion="reduce")
        page.evaluate(SETTLE)
        if (width := measure_width(page)) > view.width:
            faults.append(f"{view}: {width} px wide")
        faults += [f"{view}: {fault}" for fault in page.evaluate(FIND_CUT_OFF)]
        faults += [f"{view}: {fault}" for fault in find_barriers(page)]
    return faults


def measure_width(page: Page) -> int:
    """Return how wide the page is; more than its window means scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth")
