"""Editions by name in, the engine of what is live of each out; a new release is taken up by itself.

An answer comes whole from the engine that it began with, so that none is of two releases.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Protocol

from kb.index.encoder.model import Encoder
from kb.index.port import Snapshot
from kb.model.problems import KbError
from kb.search.stored import StoreEngine

LOOK_SECONDS = 1.0
"""How long an engine is used before it is asked whether something newer is live."""
MOST = 60
"""Editions that are open at a time; the one that was not asked for longest is let go."""


class Store(Protocol):
    """What keeps editions, as `kb.postgres.store.PostgresStore` does."""

    def open(self, edition: str) -> Snapshot:
        """What is live of an edition."""
        ...

    def live(self, edition: str) -> str:
        """The generation that `open` would give."""
        ...


@dataclass(slots=True)
class _Open:
    engine: StoreEngine
    generation: str
    looked: float


class Editions:
    """The engines of a store's editions."""

    def __init__(
        self,
        store: Store,
        encoder_of: Callable[[Snapshot], Encoder],
        *,
        clock: Callable[[], float] = time.monotonic,
        look: float = LOOK_SECONDS,
    ) -> None:
        """`encoder_of` gives the encoder for the queries of a snapshot."""
        self._store = store
        self._encoder_of = encoder_of
        self._clock = clock
        self._look = look
        self._open: dict[str, _Open] = {}
        self._lock = Lock()

    def engine(self, edition: str) -> StoreEngine:
        """The engine of what is live, or of what was a moment ago.

        Where the store cannot say what is live, or what is live cannot be read, the engine that is
        open goes on answering.

        Raises:
            KbError: if the edition is not open and cannot be opened.
        """
        now = self._clock()
        with self._lock:
            held = self._open.pop(edition, None)
            if held is not None:
                self._open[edition] = held  # the one asked for last stands last
                if now - held.looked < self._look:
                    return held.engine
                held.looked = now  # one caller looks, the others go on
        try:
            if held is not None and self._store.live(edition) == held.generation:
                return held.engine
            return self._take_up(edition, now)
        except KbError:
            if held is None:
                raise
            return held.engine

    def _take_up(self, edition: str, now: float) -> StoreEngine:
        snapshot = self._store.open(edition)
        engine = StoreEngine(snapshot, self._encoder_of(snapshot))
        with self._lock:
            self._open[edition] = _Open(engine, snapshot.generation, now)
            while len(self._open) > MOST:
                del self._open[next(iter(self._open))]
        return engine
