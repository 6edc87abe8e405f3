"""Which web addresses of the content are dead, moved or blocked, from a cache where it is fresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.editing.webstate import LinkFound, LinkState, read_cache, write_cache

FRESH_DAYS = 14
"""Days for which an address that worked is not asked again."""
RETRY_DAYS = 1
"""The same for one that did not."""

Visit = Callable[[Iterable[str]], Iterator[LinkFound]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """Every address with what is known of it and the places it stands in; `new` were asked now."""

    found: Mapping[str, LinkFound]
    places: Mapping[str, tuple[str, ...]]
    new: int

    def in_state(self, *states: LinkState) -> tuple[LinkFound, ...]:
        """Return the addresses in any of these states, in order of address."""
        return tuple(
            self.found[address]
            for address in sorted(self.found)
            if self.found[address].state in states
        )

    def as_dict(self) -> dict[str, object]:
        """The object of ``kb links --json``."""
        return {
            "asked": self.new,
            "counts": {state.value: len(self.in_state(state)) for state in LinkState},
            "links": [
                {**self.found[address].as_dict(), "places": list(self.places[address])}
                for address in sorted(self.found)
            ],
        }


def check_links(
    places: Mapping[str, tuple[str, ...]],
    *,
    cache: Path,
    today: date,
    visit: Visit | None,
    limit: int = 0,
) -> LinkReport:
    """Return what is known of addresses, asking for those that the cache does not know freshly.

    The cache is written after each answer, so that a stop half way loses nothing.

    Args:
        places: every address with the places it stands in.
        cache: the file of earlier findings; made if there is none.
        today: the day of the visit.
        visit: asks for addresses; None asks for none, and tells what the cache holds.
        limit: the most addresses to ask for; 0 for all.

    Raises:
        KbError: the cache is damaged.
    """
    known = read_cache(cache)
    due = [address for address in places if not _is_fresh(known.get(address), today)]
    due = due[:limit] if limit else due
    new = 0
    if visit is not None:
        for found in visit(_by_turns(due)):
            known[found.address] = found
            new += 1
            write_cache(cache, known)
    return LinkReport(
        found={address: known[address] for address in places if address in known},
        places=places,
        new=new,
    )


def _is_fresh(found: LinkFound | None, today: date) -> bool:
    if found is None:
        return False
    days = FRESH_DAYS if found.state in {LinkState.OK, LinkState.MOVED} else RETRY_DAYS
    return 0 <= (today - found.checked).days < days


def _by_turns(addresses: Iterable[str]) -> list[str]:
    """Return addresses with the hosts taking turns, so that pauses cost little time."""
    queues: dict[str, list[str]] = {}
    for address in addresses:
        queues.setdefault(address.split("/")[2] if "//" in address else "", []).append(address)
    found: list[str] = []
    while queues:
        for host in list(queues):
            found.append(queues[host].pop(0))
            if not queues[host]:
                del queues[host]
    return found
