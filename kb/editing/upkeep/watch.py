"""Checks a content folder again at each change of it, until it is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kb.model.problems import KbError

_STEP = 200
"""Milliseconds without a change after which a burst of changes is over."""


def watch_content(
    content_dir: Path,
    check: Callable[[], None],
    *,
    report: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Call `check` at once and at each change below a folder, until `stop` or Control-C.

    A check that cannot be done is reported, and the watch goes on.
    """
    from watchfiles import watch

    def checked() -> None:
        try:
            check()
        except (KbError, OSError) as error:
            report(str(error))

    checked()
    try:
        for _ in watch(content_dir, stop_event=stop, step=_STEP):
            checked()
    except KeyboardInterrupt:
        return
