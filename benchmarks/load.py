"""Load from a second process: wrk where it is installed, else a client of our own."""

import asyncio
import re
import shutil
import subprocess
import sys
import time

CONNECTIONS = 8
ACCEPTED = "br"


def measure_throughput(port: int, path: str, *, seconds: float) -> float:
    """Return how many whole answers per second a page gives, over open connections."""
    url = f"http://127.0.0.1:{port}{path}"
    if wrk := shutil.which("wrk"):
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s"]
        command += ["-H", f"Accept-Encoding: {ACCEPTED}", url]
    else:
        command = [sys.executable, "-m", "benchmarks.load", str(port), path]
        command += [str(seconds)]
    # Our own arguments, nothing from outside.
    told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    if "Non-2xx" in told.stdout:
        raise RuntimeError(f"{url} does not answer 200:\n{told.stdout}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", told.stdout)[1])


async def _ask_until(end: float, port: int, request: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.perf_counter() < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        await reader.readexactly(int(re.search(rb"(?i)content-length: (\d+)", head)[1]))
        count += 1
    writer.close()
    return count


async def _load(port: int, path: str, seconds: float) -> float:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Accept-Encoding: {ACCEPTED}\r\n\r\n"
    ).encode()
    start = time.perf_counter()
    end = start + seconds
    asked = [_ask_until(end, port, request) for _ in range(CONNECTIONS)]
    return sum(await asyncio.gather(*asked)) / (time.perf_counter() - start)


if __name__ == "__main__":
    found = asyncio.run(_load(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
    sys.stdout.write(f"Requests/sec: {found:.2f}\n")
