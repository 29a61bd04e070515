"""The website of a partner: another host, a page with the lines that they copied."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import BrowserContext, BrowserType

from .chromium import ARGUMENTS, find_whole_chromium

# What a browser may refuse: cookies of others in a frame, or all cookies and storage.
BLOCKED = {
    "third-party": {"profile": {"cookie_controls_mode": 1}},
    "all": {"profile": {"default_content_setting_values": {"cookies": 2}}},
}
PAGE = """<!doctype html>
<html lang="nl">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Huis van een partner</title>
  </head>
  <body>
    <main>
      <h1>Huis van een partner</h1>
      <p>{words}</p>
      {lines}
      <p>Tot daar.</p>
    </main>
  </body>
</html>"""


@contextmanager
def run_browser(
    kind: BrowserType, folder: Path, *, blocked: str, **options: object
) -> Iterator[BrowserContext]:
    """Run Chromium as somebody set it who wants no cookies (a key of BLOCKED)."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps(BLOCKED[blocked]))
    context = kind.launch_persistent_context(
        folder, executable_path=find_whole_chromium(), args=ARGUMENTS, **options
    )
    try:
        yield context
    finally:
        context.close()


def write_lines(url: str, *, title: str = "Schrijf je in", script: bool = True) -> str:
    """Return the lines for the partner, as the editor copies them (frame_panel.py)."""
    origin = "/".join(url.split("/")[:3])
    frame = f'<iframe src="{escape(url)}" title="{title}" width="100%" height="1000"'
    lines = f'{frame} style="border: 0" loading="lazy"></iframe>'
    return lines + (f'<script src="{origin}/insluiten.js" async></script>' * script)


@contextmanager
def run_partner(**pages: str) -> Iterator[str]:
    """Serve a page for each name, with its lines; yield the address before the names."""
    bodies = {
        f"/{name}": PAGE.format(words="Lees dit eerst. " * 40, lines=lines).encode()
        for name, lines in pages.items()
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            # A browser asks for an icon as well.
            self.send_response(200 if self.path in bodies else 204)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(bodies.get(self.path, b""))

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
