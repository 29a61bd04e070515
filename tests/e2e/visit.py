"""What one visit to a page costs: requests, bytes over the wire, layout shift."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page, Route

FONT = "**/*.woff2"
# Chrome's own "Slow 4G" (Lighthouse's too): milliseconds, bytes a second.
SLOW_4G = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 750e3 / 8,
}
FONT_DELAY_IN_SECONDS = 0.6
ADD_UP_SHIFTS = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (entry.hadRecentInput) continue;
      const names = entry.sources.map(({node}) => node?.className || node?.nodeName);
      window.shifts.push([entry.value, names.join(", ")]);
    }
  }).observe({type: "layout-shift", buffered: true});
"""
SCROLL_THROUGH = """async () => {
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({top: y, behavior: "instant"});
    await wait(20);
  }
  await wait(100);
}"""


@dataclass(frozen=True)
class Loaded:
    """One answer as it came over the wire: headers and encoded body."""

    url: str
    kind: str
    status: int
    encoding: str
    size: int


@dataclass
class Visit:
    """Everything that a first visit to a page asked for."""

    loaded: list[Loaded] = field(default_factory=list)
    # Each shift with the names of what moved.
    shifts: list[tuple[float, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        return sum(answer.size for answer in self.loaded)

    @property
    def shift(self) -> float:
        """All shifts added up: stricter than CLS, which takes the worst window."""
        return sum(value for value, _names in self.shifts)


@contextmanager
def fresh_page(browser: Browser, *, width: int) -> Iterator[Page]:
    """Yield a page with nothing in its cache."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    try:
        yield context.new_page()
    finally:
        context.close()


def weigh(browser: Browser, url: str, *, width: int = 390) -> Visit:
    """Visit a page for the first time and count what comes over the wire."""
    visit = Visit()
    with fresh_page(browser, width=width) as page:
        session = page.context.new_cdp_session(page)
        answers: dict[str, dict[str, Any]] = {}

        def finish(event: dict[str, Any]) -> None:
            answer = answers[event["requestId"]]
            headers = {
                name.lower(): value
                for name, value in answer["response"]["headers"].items()
            }
            visit.loaded.append(
                Loaded(
                    url=answer["response"]["url"],
                    kind=answer["type"],
                    status=answer["response"]["status"],
                    encoding=headers.get("content-encoding", ""),
                    size=int(event["encodedDataLength"]),
                )
            )

        session.on(
            "Network.responseReceived",
            lambda event: answers.__setitem__(event["requestId"], event),
        )
        session.on("Network.loadingFinished", finish)
        session.send("Network.enable")
        page.goto(url)
        page.evaluate(SCROLL_THROUGH)
        page.wait_for_load_state("networkidle")
    # Parts of the document itself are no requests.
    visit.loaded = [part for part in visit.loaded if not part.url.startswith("data:")]
    return visit


def watch_shifts(browser: Browser, url: str, *, width: int) -> Visit:
    """Visit a page on a slow line, with its font late, and scroll through it."""
    visit = Visit()

    def delay(route: Route) -> None:
        time.sleep(FONT_DELAY_IN_SECONDS)
        route.continue_()

    with fresh_page(browser, width=width) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        page.route(FONT, delay)
        page.add_init_script(ADD_UP_SHIFTS)
        page.goto(url)
        page.evaluate("document.fonts.ready.then(() => {})")
        page.evaluate(SCROLL_THROUGH)
        page.wait_for_load_state("networkidle")
        visit.shifts = [tuple(shift) for shift in page.evaluate("window.shifts")]
    return visit
