"""Where the browser is: `python -m tests.e2e.chromium` prints it, or exits with 1.

Debian's `chromium-headless-shell` is the same browser without its windows: a page
opens three times as fast. What asks for more than a page takes the whole browser.
"""

import shutil
import sys

WHOLE = ("chromium", "chromium-browser", "google-chrome")
SHELL = ("chromium-headless-shell",)
# No sandbox: in CI the browser runs as root. No calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def find_chromium() -> str:
    """Return the path of the lightest Chromium on this machine, or ""."""
    return next(filter(None, map(shutil.which, SHELL + WHOLE)), "")


def find_whole_chromium() -> str:
    """Return the path of Chromium with its settings and extensions, or ""."""
    return next(filter(None, map(shutil.which, WHOLE)), "")


if __name__ == "__main__":
    path = find_whole_chromium()
    sys.stdout.write(f"{path}\n")
    sys.exit(0 if path else 1)
