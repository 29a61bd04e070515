"""What a visit leaves behind and what it costs: nothing, and little."""

import pytest

from .live_site import STATUS
from .visit import watch_shifts, weigh

pytestmark = pytest.mark.looks
MOST_BYTES = 60 * 1024
MOST_REQUESTS = 8
MOST_SHIFT = 0.02


def test_visits_leave_no_trace_and_ask_no_one_else(visitor, live_site):
    context = visitor.context
    requested: list[str] = []
    complaints: list[str] = []
    visitor.on("request", lambda request: requested.append(request.url))
    visitor.on("console", lambda message: complaints.append(message.text))
    visitor.on("pageerror", lambda error: complaints.append(str(error)))

    for name, path in live_site.paths.items():
        complaints.clear()
        status = STATUS.get(name, 200)
        answer = visitor.goto(live_site.url + path)
        # That an error page has the status of an error, the browser says itself.
        told = [text for text in complaints if f"status of {status}" not in text]
        assert (name, answer.status, told) == (name, status, [])

    assert context.cookies() == []
    assert context.storage_state()["origins"] == []
    assert [url for url in requested if not url.startswith(live_site.url)] == []


def test_first_visit_to_the_call_is_light(chromium, live_site):
    visit = weigh(chromium, live_site.url + live_site.paths["call"])

    assert [answer for answer in visit.loaded if answer.status != 200] == []
    kinds = {answer.kind for answer in visit.loaded}
    assert {"Document", "Stylesheet", "Font"} <= kinds
    # What can be compressed, is.
    text = [answer for answer in visit.loaded if answer.kind != "Font"]
    assert {answer.encoding for answer in text if answer.size > 1000} == {"br"}
    assert len(visit.loaded) <= MOST_REQUESTS, visit.loaded
    assert visit.size <= MOST_BYTES, visit.loaded


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["home", "call", "form"])
def test_page_holds_its_shape_while_it_loads(name, width, chromium, live_site):
    visit = watch_shifts(chromium, live_site.url + live_site.paths[name], width=width)
    assert visit.shift < MOST_SHIFT, visit.shifts
