"""Names of documents in, the documents that a query names out: exact names always come first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.index.documents import IndexedDocument
from kb.text.words import name_key

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTable:
    """The documents that have a name, by its key (`key_of`), and every stem that some name has."""

    named: Mapping[str, Mapping[int, str]]
    terms: frozenset[str]


def name_table(entries: Sequence[IndexedDocument]) -> NameTable:
    """The names of documents, which are numbered in their order."""
    named: dict[str, dict[int, str]] = {}
    terms: set[str] = set()
    for number, entry in enumerate(entries):
        for name in names_of(entry):
            key = name_key(name)
            if key:
                terms.update(key.split())
                named.setdefault(squeezed(key), {}).setdefault(number, name)
    return NameTable(named=named, terms=frozenset(terms))


class Names:
    """Every name of every document; made once for an index."""

    def __init__(self, entries: Sequence[IndexedDocument], table: NameTable | None = None) -> None:
        """`table` is from whoever has it already."""
        self._table = table or name_table(entries)

    def find(self, text: str) -> Mapping[int, str]:
        """The name that stands for the whole text, of each document that has it, by number.

        Case, accents, stop words and word endings do not matter, nor do spaces, points and hyphens
        between the words.
        """
        return self.by_key(key_of(text))

    def by_key(self, key: str) -> Mapping[int, str]:
        """The name with that key (`key_of`), of each document that has one, by number."""
        return self._table.named.get(key, {})

    def terms(self) -> frozenset[str]:
        """Every stem that some name has."""
        return self._table.terms


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
