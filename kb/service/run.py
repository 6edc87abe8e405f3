"""An application in, a server that runs until it is told to stop out; it logs no request."""

from __future__ import annotations

import uvicorn
from starlette.applications import Starlette

GRACE_SECONDS = 10
"""How long searches that have begun may go on once the server is told to stop."""


def serve(app: Starlette, *, host: str, port: int) -> None:
    """Serve until a signal comes; then answer what has begun, and stop."""
    uvicorn.run(
        app,
        host=host,
        port=port,
        access_log=False,
        log_level="critical",
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE_SECONDS,
        limit_concurrency=256,
        h11_max_incomplete_event_size=16_384,
    )
