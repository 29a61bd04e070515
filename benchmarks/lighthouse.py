"""Lighthouse on the main pages: `python -m benchmarks.lighthouse [PAGE …]`.

Telephone and desk, median of three, on the site as production serves it; wanted: 100
in every category. Performance depends on the machine: run it on an idle one.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.e2e.chromium import ARGUMENTS, find_whole_chromium
from tests.e2e.demo_site import ROOT

from .site import measured_site, say

PROGRAM = ROOT / "benchmarks/node_modules/.bin/lighthouse"
NAMES = ("home", "call", "workplace 1", "day", "form")
DEVICES = ("mobile", "desktop")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
# Lighthouse sometimes misses the start of a page, and says to run it again.
TRIES = 4


def measure(url: str, device: str, *options: str) -> dict[str, Any]:
    """Return Lighthouse's report of one visit."""
    for _ in range(TRIES - 1):
        try:
            return visit(url, device, *options)
        except subprocess.CalledProcessError:
            continue
    return visit(url, device, *options)


def visit(url: str, device: str, *options: str) -> dict[str, Any]:
    """Run Lighthouse once; it fails where it could not measure."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        subprocess.run(  # noqa: S603
            [
                *(PROGRAM, url, "--quiet", "--output=json", f"--output-path={file}"),
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags={' '.join(['--headless=new', *ARGUMENTS])}",
                # Nothing calls home.
                "--no-enable-error-reporting",
                *(["--preset=desktop"] if device == "desktop" else []),
                *options,
            ],
            env=os.environ | {"CHROME_PATH": find_whole_chromium(), "CI": "1"},
            check=True,
            timeout=180,
        )
        return json.loads(file.read_text())


def find_costs(report: dict[str, Any]) -> list[str]:
    """Return the audits that cost points, with what Lighthouse says about them."""
    return [
        f"{category}: {reference['id']} {audit['score']:.2f} "
        f"{audit.get('displayValue', '')} {explain(audit)}"
        for category in CATEGORIES
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"]
        and (audit := report["audits"][reference["id"]])["score"] is not None
        and audit["score"] < 1
    ]


def explain(audit: dict[str, Any]) -> str:
    """Return what an audit found first, as short as it can be."""
    items = (audit.get("details") or {}).get("items") or [{}]
    node = items[0].get("node") or items[0]
    return str(node.get("snippet") or node.get("description") or "")[:160]


def main() -> None:
    if not PROGRAM.exists():
        sys.exit("Lighthouse is not installed: npm ci --prefix benchmarks")
    if not find_whole_chromium():
        sys.exit("This needs Chromium: apt-get install chromium.")
    names = sys.argv[1:] or NAMES
    say(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    say(f"{'page':<14}{'device':<9}" + "".join(f"{name:>16}" for name in CATEGORIES))
    costs: dict[str, None] = {}
    with measured_site() as site:
        for name in names:
            for device in DEVICES:
                url = site.url + site.paths[name]
                reports = [measure(url, device) for _ in range(RUNS)]
                scores = [
                    statistics.median(
                        report["categories"][category]["score"] * 100
                        for report in reports
                    )
                    for category in CATEGORIES
                ]
                say(f"{name:<14}{device:<9}" + "".join(f"{s:>16.0f}" for s in scores))
                for report in reports:
                    for cost in find_costs(report):
                        costs[f"{name}, {device}: {cost}"] = None
    if costs:
        say("\nWhat cost points in at least one run:")
        for cost in costs:
            say(f"  {cost}")


if __name__ == "__main__":
    main()
