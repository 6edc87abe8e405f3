"""What is newly live is taken up by itself, and what is open goes on where the store fails."""

from __future__ import annotations

import pytest

from kb.index.load import LoadedIndex
from kb.model.problems import KbError
from kb.search.embedded import EmbeddedSnapshot
from kb.service.editions import MOST, Editions
from tests.hashes import HashEncoder


class Named(EmbeddedSnapshot):
    """An index under a generation's name."""

    def __init__(self, index: LoadedIndex, name: str) -> None:
        super().__init__(index)
        self._name = name

    @property
    def generation(self) -> str:
        """The name."""
        return self._name


class Changing:
    """A store whose live generation is set by the test; counts what is opened."""

    def __init__(self, index: LoadedIndex) -> None:
        self._index = index
        self.now = "one"
        self.opened: list[str] = []
        self.down = False

    def open(self, edition: str) -> Named:
        """What is live."""
        self.live(edition)
        self.opened.append(edition)
        return Named(self._index, self.now)

    def live(self, edition: str) -> str:
        """The name of what is live."""
        del edition
        if self.down:
            raise KbError("down")
        return self.now


@pytest.fixture
def store(index: LoadedIndex) -> Changing:
    """A store of the invented content."""
    return Changing(index)


def test_a_new_release_is_taken_up_within_a_second(store: Changing) -> None:
    """Not before it is looked for, and once."""
    clock = [100.0]
    editions = Editions(store, lambda _: HashEncoder(), clock=lambda: clock[0])
    first = editions.engine("nation")
    store.now = "two"
    assert editions.engine("nation") is first
    clock[0] += 1.01
    second = editions.engine("nation")
    assert second is not first
    clock[0] += 1.01
    assert editions.engine("nation") is second
    assert store.opened == ["nation", "nation"]


def test_what_is_open_goes_on_while_the_store_is_down(store: Changing) -> None:
    """An edition that is not open cannot be had."""
    clock = [0.0]
    editions = Editions(store, lambda _: HashEncoder(), clock=lambda: clock[0])
    first = editions.engine("nation")
    store.down = True
    clock[0] += 5
    assert editions.engine("nation") is first
    with pytest.raises(KbError):
        editions.engine("board")


def test_the_edition_not_asked_for_longest_is_let_go(
    store: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When too many are open."""
    assert MOST >= 42
    monkeypatch.setattr("kb.service.editions.MOST", 2)
    editions = Editions(store, lambda _: HashEncoder(), clock=lambda: 0.0)
    for edition in ("a", "b", "a", "c", "a", "b"):
        editions.engine(edition)
    assert store.opened == ["a", "b", "c", "b"]
