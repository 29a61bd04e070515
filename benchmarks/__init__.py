"""Measuring the public pages: `make benchmarks`, or one with `python -m benchmarks.NAME`."""
