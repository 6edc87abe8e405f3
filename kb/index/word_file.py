"""The words of an index in one file that opens at once: terms and postings, none read beforehand.

Whoosh makes the postings; opening its files and asking it for the lists of one query took most of
a cold search, with all that it loads. This file holds the same: for each field its terms in
alphabetical order, one behind the other, where each ends, and the postings of each as two columns
of 32 bits. A term is looked for by halving. It is kept in the folder of Whoosh's files and is named
in the manifest of the index, as they are, so that it is known to be whole.
"""

from __future__ import annotations

import json
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.index.words import SPELLING_FIELD, Postings, StoredWords

NAME = "words.bin"
_MAGIC = b"gp-retention words 1\n"
_WIDTH = array("I").itemsize


@dataclass(frozen=True, slots=True)
class _Field:
    """The columns of one field: where each term and its postings end, documents, times, terms."""

    ends: memoryview
    posting_ends: memoryview
    documents: memoryview
    times: memoryview
    terms: bytes

    def __len__(self) -> int:
        return len(self.ends)

    def term(self, at: int) -> bytes:
        """The term of that place."""
        return self.terms[self.ends[at - 1] if at else 0 : self.ends[at]]

    def rows(self, at: int) -> slice:
        """The rows of the postings of the term of that place."""
        return slice(self.posting_ends[at - 1] if at else 0, self.posting_ends[at])

    def find(self, term: str) -> int:
        """The place of a term, or -1."""
        wanted = term.encode(errors="surrogatepass")
        at = self.first_from(wanted)
        return at if at < len(self) and self.term(at) == wanted else -1

    def first_from(self, wanted: bytes) -> int:
        """The place of the first term that is not before these bytes."""
        return bisect_left(range(len(self)), wanted, key=self.term)


class WordFile:
    """The words of an index, read from their file: `kb.index.words.StoredWords`."""

    def __init__(self, documents: int, fields: dict[str, _Field]) -> None:
        self.documents = documents
        self._fields = fields

    def has(self, field: str, term: str) -> bool:
        """Whether some document has the term in the field."""
        return self._fields[field].find(term) >= 0

    def postings(self, field: str, term: str) -> Postings:
        """(document number, times) of every document with the term in the field, in order."""
        column = self._fields[field]
        at = column.find(term)
        if at < 0:
            return ()
        rows = column.rows(at)
        return tuple(zip(column.documents[rows], map(float, column.times[rows]), strict=True))

    def terms(self, field: str) -> list[str]:
        """Every term of a field, in alphabetical order."""
        column = self._fields[field]
        return [column.term(at).decode() for at in range(len(column))]

    def holding(self, field: str, term: str) -> int:
        """How many documents have the term in the field."""
        column = self._fields[field]
        at = column.find(term)
        return 0 if at < 0 else column.rows(at).stop - column.rows(at).start

    def words_within(self, word: str, distance: int) -> list[str]:
        """The spelling words so many letters away at most, the first letter being right."""
        column = self._fields[SPELLING_FIELD]
        first = word[:1]
        found = []
        for at in range(column.first_from(first.encode(errors="surrogatepass")), len(column)):
            name = column.term(at).decode()
            if not name.startswith(first):
                break
            if _are_near(word, name, distance):
                found.append(name)
        return found


def _are_near(one: str, other: str, most: int) -> bool:
    """Whether so many letters changed, left out or put in make one word of the other."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, row[0] = row[0], at
        for place, against in enumerate(other, start=1):
            changed = before + (letter != against)
            before = row[place]
            row[place] = min(changed, before + 1, row[place - 1] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most


def write_words(folder: Path, words: StoredWords, fields: Sequence[str]) -> None:
    """Write what an index has in some fields to its file in a folder."""
    heads = []
    parts: list[bytes] = []
    for field in fields:
        terms = sorted(term.encode() for term in words.terms(field))
        found = [words.postings(field, term.decode()) for term in terms]
        documents = array("I", (number for one in found for number, _ in one))
        columns = (
            _ends(map(len, terms)),
            _ends(map(len, found)),
            documents,
            array("I", (int(times) for one in found for _, times in one)),
        )
        letters = b"".join(terms)
        heads.append([field, len(terms), len(documents), len(letters)])
        parts += [*(column.tobytes() for column in columns), letters]
        parts.append(bytes(-len(letters) % _WIDTH))
    head = json.dumps(
        {"order": sys.byteorder, "width": _WIDTH, "documents": words.documents, "fields": heads}
    ).encode()
    start = _MAGIC + head
    padding = b" " * (-(len(start) + 1) % _WIDTH) + b"\n"
    (folder / NAME).write_bytes(b"".join((start, padding, *parts)))


def _ends(sizes: Iterable[int]) -> array[int]:
    ends = array("I")
    end = 0
    for size in sizes:
        end += size
        ends.append(end)
    return ends


def read_words(folder: Path) -> WordFile | None:
    """The words of the file in a folder; None if there is none, or it is not as it was written.

    A file of a machine that writes numbers in another way is passed over.
    """
    try:
        content = (folder / NAME).read_bytes()
        start = content.index(b"\n", len(_MAGIC)) + 1
        head = json.loads(content[len(_MAGIC) : start])
        told = content.startswith(_MAGIC), head["order"], head["width"]
        if told != (True, sys.byteorder, _WIDTH):
            return None
        fields = {}
        for name, terms, postings, letters in head["fields"]:
            columns = []
            for size in (terms, terms, postings, postings):
                end = start + size * _WIDTH
                columns.append(memoryview(content)[start:end].cast("I"))
                start = end
            ends, posting_ends, documents, times = columns
            letters_of = content[start : start + letters]
            fields[name] = _Field(ends, posting_ends, documents, times, letters_of)
            start += letters + -letters % _WIDTH
        return WordFile(head["documents"], fields) if start == len(content) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
