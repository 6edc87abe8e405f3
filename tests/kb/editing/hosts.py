"""A web host on the loopback address that answers as the test says, and notes what it is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, Mapping[str, str], str]


@dataclass
class Host:
    """A host: its address, and every request it was sent, as method and path."""

    address: str
    asked: list[str] = field(default_factory=list)


@contextmanager
def host(answer: Callable[[str, str], Answer]) -> Iterator[Host]:
    """Serve answers by method and path until the block ends."""
    made = Host(address="")

    class Handler(BaseHTTPRequestHandler):
        """Answers whatever method with what the test says."""

        def handle_any(self) -> None:
            """Note the request and answer it."""
            made.asked.append(f"{self.command} {self.path}")
            code, headers, text = answer(self.command, self.path)
            self.send_response(code)
            for name, value in headers.items():
                self.send_header(name, value)
            body = text.encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = handle_any  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=60)
