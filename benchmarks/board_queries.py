"""What the board asks of the database, for board.py: in a process of its own.

Prints for the first page of the process, the page after that, all that changes, and
one move of a card: queries, seconds, and kilobytes on the wire.
"""

import gzip
import json
import re
import sys
import time
from typing import Any

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from .site import say

Cost = tuple[int, float, float]


def ask(client: Client, method: str, url: str, **data: Any) -> tuple[str, Cost]:
    """Return what the site answers, and what that cost."""
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(url, data)
    seconds = time.perf_counter() - started
    if answer.status_code != 200:
        sys.exit(f"{url} answered {answer.status_code}.")
    is_packed = answer.headers.get("Content-Encoding") == "gzip"
    body = gzip.decompress(answer.content) if is_packed else answer.content
    cost = (len(queries), round(seconds, 2), round(len(answer.content) / 1000, 1))
    return body.decode(), cost


def main() -> None:
    django.setup()
    url, session = sys.argv[1:]
    headers = {
        "host": "127.0.0.1",
        "accept": "application/json",
        "accept-encoding": "gzip",
    }
    client = Client(headers=headers)
    client.cookies["sessionid"] = session
    costs = {}
    _page, costs["first page of a process"] = ask(client, "get", url)
    page, costs["the page again"] = ask(client, "get", url)
    changes, costs["what changes"] = ask(client, "get", f"{url}changes/")
    state = json.loads(changes)
    known = [
        mark for name in ("heads", "changes") for mark, _part in state[name].values()
    ]
    card = re.search(r'data-card="(\d+)" data-seen="0"[^>]*data-choices="(\d+)', page)
    if card is None:
        sys.exit("Nobody is undecided.")
    move = {"card": card[1], "seen": 0, "to": f"selected-{card[2]}", "known": known}
    _state, costs["one move"] = ask(client, "post", f"{url}move/", **move)
    say(json.dumps(costs))


if __name__ == "__main__":
    main()
