"""A small service to run: `http.server` with a few paths, in one file, without dependencies.

`/`: its pid and environment. `/echo`: the request as it came. `/slow`: after a second. `/break`: half an answer.
`/sick`: turns `/health` to 500.
"""

from __future__ import annotations

import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SICK = Path("sick")  # in the task's working folder


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/health":
            self._send(500 if SICK.exists() else 200, {})
        elif path == "/break":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half")
            self.close_connection = True
        elif path == "/slow":
            time.sleep(1)
            self._send(200, {"pid": os.getpid()})
        elif path == "/echo":
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode() if length else self._chunks()
            headers = [[name, value] for name, value in self.headers.items()]
            self._send(200, {"path": self.path, "method": self.command, "headers": headers, "body": body})
        else:
            self._send(200, {"pid": os.getpid(), "environment": dict(os.environ)})

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - the names that http.server calls

    def _chunks(self) -> str:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return ""
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body.decode()

    def _send(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Keep-Alive", "timeout=5")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


if __name__ == "__main__":
    print("hello from", os.getpid(), flush=True)
    print("to standard error", file=sys.stderr, flush=True)
    address = (os.environ["BIND_ADDRESS"], int(os.environ["PORT"]))
    ThreadingHTTPServer(address, Handler).serve_forever()
