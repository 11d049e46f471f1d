"""The shop's page with made-up services behind it, on loopback: each can be stale, slow or away.

Files are answered as the edge does it: a name with a dot is a file, any other path is the page. Answers hold what
apps/web/contract.json declares and nothing else: a page that came to read more would break here.
"""

from __future__ import annotations

import fnmatch
import json
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ruamel.yaml import YAML

WEB = Path(__file__).parents[2] / "apps" / "web"
TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
TAX_PERCENT = 23
SHIPPING = 690


@dataclass
class Shop:
    """What the services behind the page do. A test changes it while the page is open.

    away: path prefix -> status that is answered instead, 0 for a connection that breaks off. slow: path prefix ->
    seconds before the answer. stale: the catalogue serves from memory. pending: orders wait for their price.
    receipts: whether receipts get written. orders: by id; keys: Idempotency-Key -> id of its order.
    """

    products: list[dict[str, Any]]
    away: dict[str, int] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    stale: bool = False
    pending: bool = False
    receipts: bool = True
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    address: str = ""

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        """Serve one request to a service: status and what goes out as JSON."""
        match method, path.strip("/").split("/")[1:]:
            case "GET", ["catalog", "products"]:
                return 200, {"items": self.products, "next_cursor": None, "stale": self.stale}
            case "POST", ["quotes"]:
                prices = [item["unit_price"]["amount"] * item["quantity"] for item in body["items"]]
                return 201, quote(sum(prices), body["items"][0]["unit_price"]["currency"])
            case "POST", ["orders"]:
                return 201, self._order(headers["idempotency-key"], body)
            case "GET", ["orders", order_id] if order_id in self.orders:
                return 200, self.orders[order_id]
            case "GET", ["receipts", order_id] if self._has_receipt(order_id):
                return 200, {"receipt_number": "R-2026-0042", "issued_at": "2026-03-01T12:00:00Z"}
            case _:
                return 404, {"title": "Not Found", "status": 404, "detail": "There is no such thing."}

    def confirm(self) -> None:
        """Let every order have its price."""
        self.pending = False
        for order in self.orders.values():
            prices = [item["unit_price"]["amount"] * item["quantity"] for item in order["items"]]
            order |= {"status": "confirmed", "total": quote(sum(prices), "EUR")["total"], "degraded": []}

    def reject(self, reason: str) -> None:
        """Let every order turn out not to be possible."""
        for order in self.orders.values():
            order |= {"status": "rejected", "degraded": [reason]}

    def _order(self, key: str, body: Any) -> dict[str, Any]:
        known = {product["id"]: product for product in self.products}
        order_id = self.keys.setdefault(key, str(uuid.uuid4()))
        items = [
            {
                **item,
                "name": known[item["product_id"]]["name"],
                "unit_price": known[item["product_id"]]["price"],
            }
            for item in body["items"]
        ]
        order = {
            "order_id": order_id,
            "status": "pending",
            "items": items,
            "total": None,
            "degraded": ["quotes"],
        }
        self.orders.setdefault(order_id, order)
        if not self.pending:
            self.confirm()
        return self.orders[order_id]

    def _has_receipt(self, order_id: str) -> bool:
        return self.receipts and self.orders.get(order_id, {}).get("status") == "confirmed"


def quote(goods: int, currency: str) -> dict[str, Any]:
    """Price goods as `quotes` would."""
    tax = (goods + SHIPPING) * TAX_PERCENT // 100
    amounts = {"subtotal": goods, "shipping": SHIPPING, "tax": tax, "total": goods + SHIPPING + tax}
    money = {name: {"amount": amount, "currency": currency} for name, amount in amounts.items()}
    return {"quote_id": str(uuid.uuid4()), "valid_until": "2099-01-01T00:00:00Z", **money}


def declared(method: str, path: str, status: int, answer: Any) -> Any:
    """Keep of an answer what the page declares to read of it; answers of other statuses are problems, whole."""
    for use in json.loads((WEB / "contract.json").read_text())["uses"]:
        pattern = "/".join("*" if part.startswith("{") else part for part in use["path"].split("/"))
        if use["method"] == method and fnmatch.fnmatch(path, pattern) and str(status) in use["reads"]:
            return _keep(answer, [field.split(".") for field in use["reads"][str(status)]])
    return answer


def _keep(answer: Any, fields: list[list[str]]) -> Any:
    if answer is None or [] in fields:
        return answer
    kept = {}
    for name in {steps[0] for steps in fields}:
        plain = name.removesuffix("[]")
        inner = [steps[1:] for steps in fields if steps[0] == name]
        if plain in answer:
            value = answer[plain]
            kept[plain] = [_keep(one, inner) for one in value] if name.endswith("[]") else _keep(value, inner)
    return kept


def make_handler(shop: Shop, site: Path) -> type[BaseHTTPRequestHandler]:
    manifest = YAML(typ="safe").load((WEB / "service.yaml").read_text())
    policy = str(manifest["static"]["content_security_policy"])

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _serve(self) -> None:
            path = urlsplit(self.path).path
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if not path.startswith("/api/"):
                self._file(path)
                return
            shop.asked.append((self.command, path))
            time.sleep(next((wait for prefix, wait in shop.slow.items() if path.startswith(prefix)), 0))
            status = next((found for prefix, found in shop.away.items() if path.startswith(prefix)), None)
            if status == 0:
                self.close_connection = True
                return
            if status:
                self._json(
                    status, {"title": "Away", "status": status, "detail": "Made up.", "request_id": "abc123"}
                )
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            if path.endswith(".html"):
                self._send(200, "text/html", b"<!doctype html><title>Receipt</title><h1>Receipt</h1>")
                return
            status, answer = shop.answer(
                self.command, path, headers, json.loads(content) if content else None
            )
            self._json(status, declared(self.command, path, status, answer))

        def _file(self, path: str) -> None:
            found = site / path.lstrip("/") if "." in path.rsplit("/", 1)[-1] else site / "index.html"
            if not found.is_file():
                self._send(404, "text/plain", b"")
                return
            self._send(
                200,
                TYPES.get(found.suffix, "font/woff2"),
                found.read_bytes(),
                {"Content-Security-Policy": policy},
            )

        def _json(self, status: int, body: Any) -> None:
            retry = {"Retry-After": "30"} if status == 503 else {}
            self._send(status, "application/json", json.dumps(body).encode(), retry)

        def _send(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                **(headers or {}),
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


class Server(ThreadingHTTPServer):
    """A browser that leaves before its answer is no error: it would be printed into the next test's output."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve_shop(site: Path) -> Iterator[Shop]:
    """Serve the built page in `site` with services that work, until a test says otherwise."""
    shop = Shop(json.loads((WEB / "demo" / "products.json").read_text()))
    server = Server(("127.0.0.1", 0), make_handler(shop, site))
    shop.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
