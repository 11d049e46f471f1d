"""How much the shop on one machine takes, measured with wrk from another process. Prints figures, judges nothing.

A cached read (a page of the site, a product), an uncached one (a list of products), an order; through the gateway, and
at the service's own task, so that the gateway's share can be told.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.end_to_end.conftest import clone_of_the_repository
from tests.end_to_end.steady_load import ORDER

SECONDS = 8
CONNECTIONS = 8
# Every order has a key of its own.
PLACES_ORDERS = """
counter = 0
request = function()
  counter = counter + 1
  local key = string.format('"%%d-%%d-%%d"', os.time(), math.random(1, 1e9), counter)
  return wrk.format("POST", "/api/orders", {["Content-Type"] = "application/json", ["Idempotency-Key"] = key}, [[%s]])
end
"""


def measured(url: str, script: Path | None = None) -> str:
    """Requests per second, median and 99th percentile, and how many answers were no success."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", url]
    command[1:1] = ["-s", str(script)] if script else []
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def found(pattern: str) -> str:
        match = re.search(pattern, text)
        return match[1] if match else "0"

    return (
        f"{float(found(r'Requests/sec: +([0-9.]+)')):9.0f} {found(r'50% +([0-9.a-z]+)'):>9}"
        f" {found(r'99% +([0-9.a-z]+)'):>9} {found(r'Non-2xx or 3xx responses: ([0-9]+)'):>7}"
    )


def main() -> None:
    """Bring the shop up and measure."""
    import json

    if shutil.which("wrk") is None:
        print("there is no wrk here: `apt-get install wrk`")
        sys.exit(0)
    with clone_of_the_repository() as clone, tempfile.TemporaryDirectory() as folder:
        clone.up()
        clone.seed()
        script = Path(folder) / "orders.lua"
        script.write_text(PLACES_ORDERS % json.dumps(ORDER))
        tasks = {name: one["tasks"][0]["address"] for name, one in clone.status()["services"].items()}
        reads = {
            "page of the site": f"{clone.gateway}/",
            "product, through the gateway": f"{clone.gateway}/api/catalog/products/teapot",
            "product, at the task": f"http://{tasks['catalog']}/api/catalog/products/teapot",
            "list of products, through the gateway": f"{clone.gateway}/api/catalog/products?limit=12",
            "list of products, at the task": f"http://{tasks['catalog']}/api/catalog/products?limit=12",
        }
        print(f"{'':40} {'requests/s':>9} {'p50':>9} {'p99':>9} {'not 2xx':>7}")
        for name, url in reads.items():
            print(f"{name:40} {measured(url)}")
        print(f"{'order, through the gateway':40} {measured(f'{clone.gateway}/', script)}")


if __name__ == "__main__":
    main()
