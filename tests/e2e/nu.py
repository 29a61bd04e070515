"""The Nu HTML checker (validator.w3.org/nu) on this machine: no text leaves it.

`python -m tests.e2e.nu` says how to install it when it is absent, and exits with 1.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .demo_site import ROOT

JAR = ROOT / "benchmarks/node_modules/vnu-jar/build/dist/vnu.jar"
HOW_TO_INSTALL = (
    "The Nu HTML checker was not found, so the HTML is not checked. To install it: "
    "apt-get install default-jre-headless npm, then npm ci --prefix benchmarks"
)


def is_installed() -> bool:
    return JAR.exists() and shutil.which("java") is not None


def check_html(pages: dict[str, str]) -> list[str]:
    """Return every error and warning of the checker, with the name of its page.

    One run for all pages: most of its time goes to starting.
    """
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, text) in enumerate(pages.items()):
            file = Path(folder, f"{number}.html")
            file.write_text(text)
            names[file.as_uri()] = name
        result = subprocess.run(
            [
                *("java", "-Xss2m", "-jar", JAR, "--stdout", "--exit-zero-always"),
                *("--format", "json", folder),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
    return [
        f"{names[message['url'].replace('file:/', 'file:///', 1).replace('////', '//')]}, "
        f"line {message.get('lastLine')}: {message['message']} "
        f"{message.get('extract', '').strip()!r}"
        for message in json.loads(result.stdout)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


if __name__ == "__main__" and not is_installed():
    sys.stdout.write(f"{HOW_TO_INSTALL}\n")
    sys.exit(1)
