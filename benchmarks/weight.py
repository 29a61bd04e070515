"""A first visit: every request with its size, and the layout shift.

`python -m benchmarks.weight`; wanted on the call: at most 60 KB (61,440 bytes, headers
included), 8 requests and a shift of 0.02.
"""

from urllib.parse import urlsplit

from tests.e2e.visit import watch_shifts, weigh

from .site import measured_site, measuring_browser, say

NAMES = ("home", "call", "workplace 1", "day", "form")


def main() -> None:
    with measured_site() as site, measuring_browser() as browser:
        for name in NAMES:
            url = site.url + site.paths[name]
            visit = weigh(browser, url)
            say(f"{name}: {len(visit.loaded)} requests, {visit.size:,} bytes")
            for answer in visit.loaded:
                path = urlsplit(answer.url).path
                encoding = answer.encoding or "-"
                say(f"  {answer.size:>7,}  {encoding:<5} {answer.kind:<11} {path}")
            for width in (390, 1280):
                shifts = watch_shifts(browser, url, width=width)
                say(f"  layout shift at {width} px: {shifts.shift:.4f}")


if __name__ == "__main__":
    main()
