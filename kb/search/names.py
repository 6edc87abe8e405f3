"""Names of documents in, the documents that a query names out: exact names always come first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.index.documents import IndexedDocument
from kb.text.words import name_key

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


class Names:
    """Every name of every document; made once for an index."""

    def __init__(self, entries: Sequence[IndexedDocument]) -> None:
        self._named: dict[str, dict[int, str]] = {}
        self._terms: set[str] = set()
        for number, entry in enumerate(entries):
            for name in names_of(entry):
                key = name_key(name)
                if key:
                    self._terms.update(key.split())
                    self._named.setdefault(squeezed(key), {}).setdefault(number, name)

    def find(self, text: str) -> dict[int, str]:
        """The name that stands for the whole text, of each document that has it, by number.

        Case, accents, stop words and word endings do not matter, nor do spaces, points and hyphens
        between the words.
        """
        return self.by_key(key_of(text))

    def by_key(self, key: str) -> dict[int, str]:
        """The name with that key (`key_of`), of each document that has one, by number."""
        return self._named.get(key, {})

    def terms(self) -> frozenset[str]:
        """Every stem that some name has."""
        return frozenset(self._terms)


def key_of(name: str) -> str:
    """What all ways of writing a name have in common."""
    return squeezed(name_key(name))


def squeezed(key: str) -> str:
    """A name's key without its spaces, so that GPSPIN and GP Spin are one."""
    return key.replace(" ", "")


def names_of(entry: IndexedDocument) -> Iterator[str]:
    """The title, whole, without what it has in brackets, and that alone; and all other names."""
    yield entry.title
    inside = _IN_BRACKETS.findall(entry.title)
    if inside:
        yield _IN_BRACKETS.sub(" ", entry.title)
        yield from inside
    yield from entry.also
    yield entry.id
    yield entry.id.rpartition("/")[2]
