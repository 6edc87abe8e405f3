"""What a build works out of data alone, kept for the builds after it.

A result is kept under a digest of all that it was worked out from, and of the program. Nothing is
ever marked as out of date: from other data, or by another program, it is not found.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from kb.content.kept import Kept
from site_builder.model.inputs import digest_of

_R = TypeVar("_R")


class Known:
    """Results by name and by what they were worked out from; they are plain data.

    Args:
        kept: where they are kept, and how long; None keeps nothing.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept

    def of(self, name: str, given: object, make: Callable[[], _R]) -> _R:
        """What was worked out before, or is now.

        Args:
            name: what it is, another for each way of working it out.
            given: all that `make` goes by, save the program.
            make: works it out; what it gives is not changed by anyone.
        """
        key = self._key(name, given)
        if self._kept is None or not key:
            return make()
        found: _R | None = self._kept.get(key)
        if found is None:
            found = make()
            self._kept.put(key, found)
        return found

    def get(self, name: str, given: object) -> Any:
        """What was worked out before; None if nothing was."""
        key = self._key(name, given)
        return self._kept.get(key) if self._kept and key else None

    def put(self, name: str, given: object, found: object) -> None:
        """Keep a result, which is not None."""
        key = self._key(name, given)
        if self._kept and key:
            self._kept.put(key, found)

    def _key(self, name: str, given: object) -> str:
        """The key of a result; "" where nothing is kept, or what it came from has no digest."""
        if self._kept is None:
            return ""
        digest = digest_of(given)
        return self._kept.key("result", name, digest) if digest else ""
