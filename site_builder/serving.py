"""Serves a built site on the loopback address and calls for a build when files change."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kb.model.problems import BuildError, KbError

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
        thread.join()


def watch(
    folders: Sequence[Path],
    build: Callable[[], None],
    *,
    report: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Calls `build` at each change below `folders` until `stop` is set or Control-C comes.

    A build that fails is reported, and the watch goes on.
    """
    from watchfiles import watch as changes

    try:
        for _ in changes(*folders, stop_event=stop, raise_interrupt=False):
            try:
                build()
            except (KbError, OSError) as error:
                report(str(error))
    except KeyboardInterrupt:
        return
