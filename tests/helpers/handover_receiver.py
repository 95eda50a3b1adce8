"""The institution's end of the hand-over: a reference for whoever builds the real one.

Responsible for: taking a case once however often it comes, by its ``Idempotency-Key``, and answering 2xx
only for what it has. ``answers`` are statuses to give first, one a request; 0 hangs up without an answer.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class HandoverReceiver:
    """``cases`` by their key; ``requests`` counts all that came."""

    def __init__(self, *answers: int, token: str = "") -> None:
        self.cases: dict[str, dict[str, Any]] = {}
        self.requests = 0
        self.twice_with_another_content = 0
        self._answers = list(answers)
        self._token = token
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/bilik"

    @contextlib.contextmanager
    def running(self) -> Iterator[HandoverReceiver]:
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def take(self, key: str, authorization: str, body: bytes) -> int:
        """The status to answer with."""
        self.requests += 1
        if self._token and authorization != f"Bearer {self._token}":
            return 401
        case = json.loads(body)
        if self.cases.setdefault(key, case) != case:
            self.twice_with_another_content += 1
        return self._answers.pop(0) if self._answers else 204

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                key, authorization = self.headers["Idempotency-Key"], self.headers.get("Authorization", "")
                status = receiver.take(key, authorization, body)
                if status == 0:
                    self.close_connection = True
                    return
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Handler
