"""Where the browser is: `python -m tests.e2e.chromium` prints it, or exits with 1."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox: in CI the browser runs as root. No calls home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def find_chromium() -> str:
    """Return the path of Chromium on this machine, or ""."""
    return next(filter(None, map(shutil.which, NAMES)), "")


if __name__ == "__main__":
    path = find_chromium()
    sys.stdout.write(f"{path}\n")
    sys.exit(0 if path else 1)
