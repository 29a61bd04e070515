"""The Nu HTML checker on every page: `python -m benchmarks.html`; wanted: nothing."""

import sys

from tests.e2e.asking import ask
from tests.e2e.nu import HOW_TO_INSTALL, check_html, is_installed

from .site import measured_site, say


def main() -> None:
    if not is_installed():
        sys.exit(HOW_TO_INSTALL)
    with measured_site() as site:
        pages = {name: ask(site.url + path)[2] for name, path in site.paths.items()}
        pages["form with errors"] = ask(site.url + site.paths["form"], {})[2]
    faults = check_html(pages)
    for fault in faults:
        say(fault)
    say(f"{len(pages)} pages, {len(faults)} errors and warnings")


if __name__ == "__main__":
    main()
