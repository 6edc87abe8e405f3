"""Serves a built site on the loopback address."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.model.problems import BuildError

STOP_SECONDS = 10
"""How long the server may take to end."""
LOOPBACK = "127.0.0.1"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files of one folder, never cached, without a line for each request."""

    def end_headers(self) -> None:
        """Adds the header by which a browser asks again after a rebuild."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@contextmanager
def serve_site(folder: Path, port: int) -> Iterator[str]:
    """Serves `folder` to this machine alone while the block runs; gives the address.

    Raises:
        BuildError: The port is taken.
    """
    handler = functools.partial(_Handler, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer((LOOPBACK, port), handler)
    except OSError as error:
        raise BuildError(
            f"--port: found {port}, which cannot be used ({error.strerror}); "
            "choose another, or 0 for a free one"
        ) from error
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=STOP_SECONDS)
