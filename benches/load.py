"""How much the shop on one machine takes, measured with wrk from another process. Prints figures, judges nothing.

A cached read (a page of the site, a product, a list), an uncached one (a category that nobody asked for before, so that
DynamoDB is asked each time: here moto), an order; through the gateway, and at the service's own task, so that the
gateway's share can be told. Shed is what was refused with 429 or 503 and
Retry-After, as a service does that has more to do than it can; failed is every other answer from 400 on.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.end_to_end.conftest import clone_of_the_repository
from tests.end_to_end.steady_load import ORDER

SECONDS = 8
CONNECTIONS = 8
# How answers are told apart: refused in good order, to come back later, or anything else that is no success.
COUNTS_ANSWERS = """
local threads = {}
function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
  thread:set("shed", 0)
  thread:set("failed", "")
end
function response(status, headers, body)
  if status >= 400 then
    if (status == 429 or status == 503) and (headers["Retry-After"] or headers["retry-after"]) then
      shed = shed + 1
    else
      failed = failed .. " " .. status
    end
  end
end
function done()
  local refused, others = 0, ""
  for _, thread in ipairs(threads) do
    refused = refused + thread:get("shed")
    others = others .. thread:get("failed")
  end
  io.write("shed: " .. refused .. "\\nfailed:" .. others .. "\\n")
end
"""
# No two requests are for the same category.
READS_ANEW = """
counter = 0
request = function()
  counter = counter + 1
  return wrk.format("GET", string.format("/api/catalog/products?category=c%d-%d-%d", os.time(), number, counter))
end
"""
# Every order has a key of its own. wrk's threads count alike and draw the same random numbers: their number is in it.
PLACES_ORDERS = """
counter = 0
request = function()
  counter = counter + 1
  local key = string.format('"%%d-%%d-%%d"', os.time(), number, counter)
  return wrk.format("POST", "/api/orders", {["Content-Type"] = "application/json", ["Idempotency-Key"] = key}, [[%s]])
end
"""


def measured(url: str, script: Path) -> str:
    """Requests per second, median and 99th percentile, how many were told to come back, and how many failed."""
    command = ["wrk", "-s", str(script), "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", url]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def found(pattern: str) -> str:
        match = re.search(pattern, text)
        return match[1] if match else "0"

    failed = Counter(found(r"failed:([0-9 ]*)").split())
    return (
        f"{float(found(r'Requests/sec: +([0-9.]+)')):9.0f} {found(r'50% +([0-9.a-z]+)'):>9}"
        f" {found(r'99% +([0-9.a-z]+)'):>9} {found(r'shed: ([0-9]+)'):>6} {failed.total():>6}"
        + "".join(f" {count} with {status}" for status, count in sorted(failed.items()))
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
        counts, orders, anew = (Path(folder) / f"{name}.lua" for name in ("counts", "orders", "anew"))
        counts.write_text(COUNTS_ANSWERS)
        orders.write_text(COUNTS_ANSWERS + PLACES_ORDERS % json.dumps(ORDER))
        anew.write_text(COUNTS_ANSWERS + READS_ANEW)
        tasks = {name: one["tasks"][0]["address"] for name, one in clone.status()["services"].items()}
        reads = {
            "page of the site": f"{clone.gateway}/",
            "product, through the gateway": f"{clone.gateway}/api/catalog/products/teapot",
            "product, at the task": f"http://{tasks['catalog']}/api/catalog/products/teapot",
            "list of products, through the gateway": f"{clone.gateway}/api/catalog/products?limit=12",
            "list of products, at the task": f"http://{tasks['catalog']}/api/catalog/products?limit=12",
        }
        print(f"{'':40} {'requests/s':>9} {'p50':>9} {'p99':>9} {'shed':>6} {'failed':>6}")
        for name, url in reads.items():
            print(f"{name:40} {measured(url, counts)}")
        for place, address in (
            ("through the gateway", clone.gateway),
            ("at the task", f"http://{tasks['catalog']}"),
        ):
            print(f"{f'uncached list, {place}':40} {measured(f'{address}/', anew)}")
        print(f"{'order, through the gateway':40} {measured(f'{clone.gateway}/', orders)}")


if __name__ == "__main__":
    main()
