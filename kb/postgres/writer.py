"""A connection for whoever writes: long work may take long, an answer and a commit may not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kb.postgres.connections import Bounded

ANSWER_SECONDS = 30.0
"""How long a server may take to answer, where nothing says otherwise."""
COMMIT_SECONDS = 10.0
"""How long a commit may take: the standby must have it too."""


class Writer(Bounded):
    """A connection that writes whole transactions."""

    seconds = ANSWER_SECONDS
    commit_seconds: float = COMMIT_SECONDS

    @contextmanager
    def whole(self) -> Iterator[None]:
        """One transaction, whose commit has a deadline of its own.

        Raises:
            LateError: if the server does not answer in time. If that was the commit, nobody knows
                whether it was done: publishing the same again settles it.
            NotReplicatedError: if the commit is on one server alone.
        """
        usual = self.seconds
        try:
            with self.transaction():
                yield
                self.seconds = self.commit_seconds
        finally:
            self.seconds = usual

    @contextmanager
    def patient(self, more: float) -> Iterator[None]:
        """Wait so many seconds longer for what is asked in here."""
        usual, self.seconds = self.seconds, self.seconds + more
        try:
            yield
        finally:
            self.seconds = usual
