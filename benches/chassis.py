"""Requests per second of a service on the chassis and of a bare Flask app that returns the same JSON, side by side.

`benches/chassis.py [SECONDS] [CONNECTIONS...]` (default 2, and 1 8 64). Both run under gunicorn with the chassis's
settings (one process, eight threads), in turn, several rounds; each figure is the median. Processor time per request
is the server's own, so other work on the machine lengthens it less than it lowers the throughput. Load comes from wrk;
without it from Python's own client, which is slower than the servers, so that only the processor time tells something.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
PATH = "/api/cups/espresso"
APPS = {
    "bare": """
from flask import Flask, jsonify

def create_app():
    app = Flask("bare")

    @app.get("/api/cups/<name>")
    def cup(name):
        return jsonify(name=name, category="tableware", price={"amount": 1990, "currency": "EUR"}, version=3)

    return app
""",
    "chassis": """
from chassis.app import create_app as create_chassis_app
from chassis.settings import ServiceSettings, load_settings
from flask import jsonify
from pydantic import BaseModel, Field

class Which(BaseModel):
    name: str = Field(max_length=64)

def create_app():
    settings = load_settings(ServiceSettings, "cups")
    app = create_chassis_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0")

    @app.get("/api/cups/<name>")
    def cup(path: Which):
        return jsonify(name=path.name, category="tableware", price={"amount": 1990, "currency": "EUR"}, version=3)

    return app
""",
}
LISTENING = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+)")
LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)$", re.MULTILINE)
MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class Figures(NamedTuple):
    """One round."""

    per_second: float
    processor_us: float
    p50_ms: float
    p99_ms: float


class Server(NamedTuple):
    """A service under gunicorn."""

    process: psutil.Process
    port: int

    def processor_seconds(self) -> float:
        """Processor time so far, of the master and its worker."""
        times = [one.cpu_times() for one in [self.process, *self.process.children(recursive=True)]]
        return sum(one.user + one.system for one in times)


@contextmanager
def served(name: str, folder: Path) -> Iterator[Server]:
    """Run one of the apps."""
    (folder / f"bench_{name}.py").write_text(APPS[name])
    output = folder / f"{name}.log"
    variables = os.environ | {
        "PYTHONPATH": f"{folder}:{ROOT / 'apps/chassis'}",
        "SERVICE": name,
        "ENVIRONMENT": "bench",
        "BIND_ADDRESS": "127.0.0.1",
        "PORT": "0",
        "DRAIN_SECONDS": "0",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:chassis.gunicorn",
        f"bench_{name}:create_app()",
    ]
    with output.open("wb") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log, cwd=folder)
    try:
        deadline = time.monotonic() + 60
        while not ((found := LISTENING.search(output.read_text())) and answers(int(found[1]))):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{name} did not start:\n{output.read_text()}")
            time.sleep(0.05)
        yield Server(psutil.Process(process.pid), int(found[1]))
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> bool:
    """Whether there is a worker behind the port."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", PATH)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def measure(server: Server, connections: int, seconds: float) -> Figures:
    """Ask for as much as comes."""
    before = server.processor_seconds()
    wrk = shutil.which("wrk")
    if wrk:
        total, p50, p99 = by_wrk(wrk, server.port, connections, seconds)
    else:
        total, p50, p99 = by_python(server.port, connections, seconds)
    return Figures(total / seconds, (server.processor_seconds() - before) / total * 1e6, p50, p99)


def by_wrk(wrk: str, port: int, connections: int, seconds: float) -> tuple[int, float, float]:
    """Let wrk ask, with one thread: the other processor is the server's."""
    command = [
        wrk,
        "-t1",
        f"-c{connections}",
        f"-d{seconds:g}",
        "--latency",
        f"http://127.0.0.1:{port}{PATH}",
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    total = re.search(r"(\d+) requests in", text)
    if "Non-2xx" in text or not total:
        sys.exit(f"wrk did not get what it asked for:\n{text}")
    found = {name: float(value) * MILLISECONDS[unit] for name, value, unit in LATENCY.findall(text)}
    return int(total[1]), found["50"], found["99"]


def by_python(port: int, connections: int, seconds: float) -> tuple[int, float, float]:
    """Ask from threads of this process."""
    took: list[float] = []
    ends = time.monotonic() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while (began := time.monotonic()) < ends:
            connection.request("GET", PATH)
            connection.getresponse().read()
            took.append(time.monotonic() - began)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took.sort()
    return len(took), took[len(took) // 2] * 1000, took[len(took) * 99 // 100] * 1000


def median(rounds: list[Figures]) -> Figures:
    """The middle of each figure."""
    return Figures(*(statistics.median(column) for column in zip(*rounds, strict=True)))


def main() -> None:
    """Print a table per number of connections."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    loads = [int(text) for text in sys.argv[2:]] or [1, 8, 64]
    print(f"load by {'wrk' if shutil.which('wrk') else 'Python'}, {ROUNDS} rounds of {seconds:g} s, medians")
    print(f"{'connections':>11} {'':8} {'requests/s':>10} {'CPU us/request':>14} {'p50 ms':>7} {'p99 ms':>7}")
    with (
        tempfile.TemporaryDirectory() as folder,
        served("bare", Path(folder)) as bare,
        served("chassis", Path(folder)) as chassis,
    ):
        for server in (bare, chassis):
            measure(server, 8, 1)  # warm
        for connections in loads:
            rounds: dict[str, list[Figures]] = {"bare": [], "chassis": []}
            for number in range(ROUNDS):
                pairs = [("bare", bare), ("chassis", chassis)]
                for name, server in pairs if number % 2 else reversed(pairs):
                    rounds[name].append(measure(server, connections, seconds))
            middle = {name: median(figures) for name, figures in rounds.items()}
            for name, one in middle.items():
                print(
                    f"{connections:>11} {name:8} {one.per_second:>10.0f} {one.processor_us:>14.0f}"
                    f" {one.p50_ms:>7.2f} {one.p99_ms:>7.2f}"
                )
            throughput = 1 - middle["chassis"].per_second / middle["bare"].per_second
            processor = middle["chassis"].processor_us / middle["bare"].processor_us - 1
            print(
                f"{'':11} the chassis costs {throughput:.1%} of throughput, {processor:+.1%} processor time"
            )


if __name__ == "__main__":
    main()
