"""The bibliography, and fingerprints of its documents that prove quotations and figures.

A fingerprint holds hashes of a document's runs of 4 and of 12 words and of its numbers with the
words near them, sorted, and not its text: enough to verify that words or a figure are in the
source, where the source itself may not be published.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from kb.model.documents import SourceId
from kb.model.number_places import NumberPlaces, places_of
from kb.model.problems import ContentError, ContentFile
from kb.text.numbers import numbers

OWN_ACCOUNT = "our-account"
"""Stands for an account of one's own until `kb import --own NAME` gives it a name."""
OTHER_DOCUMENT = "another-document"
"""Stands for a document that is not in the bibliography yet; the place names it."""
PLACEHOLDERS = frozenset({OWN_ACCOUNT, OTHER_DOCUMENT})
"""Names that the form writes; no source may have one, or a stranger's page would rest on it."""

SHORT_RUN = 4
"""Words in the runs that prove a quotation."""
LONG_RUN = 12
"""Words in the runs that count as copied."""

_HASH_DIGITS = 10  # 40 bits: among 100,000 hashes a strange run is taken for known once in 10**7
_HEADER = "fingerprint 1"
_PLACES = "numbers-near-words"
_WORD = re.compile(r"[a-z0-9£%]+(?:['’][a-z]+)?")
_FEWEST_SIGNS = 2 * LONG_RUN - 1
"""Signs of the shortest text with a long run: each word has one, and between two there is one."""
_HASHES = rf"((?:[0-9a-f]{{{_HASH_DIGITS}}}\n)*)"
_WHOLE = re.compile(
    rf"{_HEADER}\n\[runs-of-{SHORT_RUN}\]\n{_HASHES}\[runs-of-{LONG_RUN}\]\n{_HASHES}"
    rf"\[numbers\]\n{_HASHES}(?:\[{_PLACES}\]\n((?:[0-9a-f:]+\n)*))?"
)
"""A fingerprint as `Fingerprint.dumps` writes it."""


class SourceKind(StrEnum):
    """A document was published as a whole; a page was read on the web on a day.

    Both prove figures by their fingerprint. A page has none until its words were saved and read
    with `kb source add --page`.
    """

    DOCUMENT = "document"
    PAGE = "page"


class Live(StrEnum):
    """Whether an address was seen to work; one that was seen not to is printed as text."""

    TRUE = "true"
    FALSE = "false"
    UNCHECKED = "unchecked"


class Copy(StrEnum):
    """Where a page was read: on the live web, or in a stored copy."""

    LIVE = "live"
    STORED = "stored"


class PageStrength(StrEnum):
    """Who stands behind a page, strongest first."""

    OFFICIAL = "official"
    PROFESSIONAL_BODY = "professional-body"
    PRESS_OR_FIRM = "press-or-firm"


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyEntry:
    """One source: a document with a fingerprint, or a web page.

    `date` and `after` are kept as written (``2019-08``); `date` may be ``undated``. `read`,
    `copy` and `strength` are given for a page that was fingerprinted; `part` if only part of it
    was read.
    """

    id: SourceId
    title: str
    publisher: str
    kind: SourceKind
    date: str
    after: str = ""
    address: str = ""
    live: Live = Live.UNCHECKED
    read: datetime.date | None = None
    copy: Copy | None = None
    strength: PageStrength | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class ComparedWord:
    """A word of a text as compared between texts, and its offset."""

    text: str
    offset: int


def words(text: str) -> tuple[ComparedWord, ...]:
    """Return the words of `text` for comparison: lower case, straight apostrophes, no marks."""
    return tuple(
        ComparedWord(match.group().replace("’", "'"), match.start())
        for match in _WORD.finditer(text.lower())
    )


def plain_words(text: str) -> tuple[str, ...]:
    """Return `words` without their offsets."""
    return tuple(_WORD.findall(text.lower().replace("’", "'")))


def may_hold_long_run(text: str) -> bool:
    """Whether a text is long enough for `LONG_RUN` words; most fields are not."""
    return len(text.lower()) >= _FEWEST_SIGNS  # a few letters become two in small letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is known of a source's wording without its text."""

    short_runs: frozenset[str]
    long_runs: frozenset[str]
    numbers: frozenset[str]
    places: NumberPlaces | None = None
    """Where the numbers stand; None in a fingerprint that was made before these were kept."""

    @classmethod
    def of(cls, text: str) -> Fingerprint:
        """Return the fingerprint of a text."""
        plain = plain_words(text)
        return cls(
            short_runs=frozenset(_hash(run) for run in _runs(plain, SHORT_RUN)),
            long_runs=frozenset(_hash(run) for run in _runs(plain, LONG_RUN)),
            numbers=frozenset(_hash([number.normal]) for number in numbers(text)),
            places=NumberPlaces.of((hashed(number), near) for number, near in places_of(text)),
        )

    def has_words(self, run: Sequence[str]) -> bool:
        """Whether a run of at least `SHORT_RUN` words stands in the source.

        Shorter runs cannot be verified and give False. Longer ones are proved by all the runs
        within them; the long ones are absent where a contributor's own account may be copied.
        """
        if len(run) < SHORT_RUN:
            return False
        return all(_hash(part) in self.short_runs for part in _runs(run, SHORT_RUN)) and (
            not self.long_runs
            or all(_hash(part) in self.long_runs for part in _runs(run, LONG_RUN))
        )

    def has_number(self, normal: str) -> bool:
        """Whether a number, in the form of `kb.text.numbers.normal`, stands in the source."""
        return hashed(normal) in self.numbers

    def shared_near(self, near: frozenset[str]) -> Mapping[str, int] | None:
        """Return how many of the words `near` a number each number has near it, at its best place.

        Numbers are in the form of `hashed`; those that share none are left out. None if it is not
        known where the numbers of this source stand.
        """
        return None if self.places is None else self.places.shared(near)

    def copied(self, run: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield (first word, number of words) of each longest copied run of `run`."""
        known = [_hash(part) in self.long_runs for part in _runs(run, LONG_RUN)]
        at = 0
        while at < len(known):
            end = at
            while end < len(known) and known[end]:
                end += 1
            if end > at:
                yield at, end - at + LONG_RUN - 1
                at = end + LONG_RUN
            else:
                at += 1

    def dumps(self) -> str:
        """Return the fingerprint as text, the same for the same source."""
        lines = [_HEADER]
        for name, hashes in (
            (f"runs-of-{SHORT_RUN}", self.short_runs),
            (f"runs-of-{LONG_RUN}", self.long_runs),
            ("numbers", self.numbers),
        ):
            lines += [f"[{name}]", *sorted(hashes)]
        if self.places is not None:
            lines += [f"[{_PLACES}]", *self.places.dumps()]
        return "\n".join(lines) + "\n"

    @classmethod
    def loads(cls, text: str) -> Fingerprint:
        """Return the fingerprint that `dumps` wrote.

        Raises:
            ValueError: the text is not one, or is cut short.
        """
        if whole := _WHOLE.fullmatch(text):
            short, long, figures = (frozenset(whole[at].split()) for at in (1, 2, 3))
            near = None if whole[4] is None else NumberPlaces.loads(whole[4].split())
            return cls(short_runs=short, long_runs=long, numbers=figures, places=near)
        header, *lines = text.split("\n")
        if header != _HEADER or not text.endswith("\n"):
            raise ValueError(f'it does not begin with "{_HEADER}" or is cut short')
        parts: dict[str, set[str]] = {}
        current: set[str] = set()
        name = ""
        for line in lines[:-1]:
            if line.startswith("["):
                name = line.strip("[]")
                current = parts.setdefault(name, set())
            elif name == _PLACES or re.fullmatch(rf"[0-9a-f]{{{_HASH_DIGITS}}}", line):
                current.add(line)
            else:
                raise ValueError(f'"{line[:20]}" is not a hash of {_HASH_DIGITS} digits')
        wanted = [f"runs-of-{SHORT_RUN}", f"runs-of-{LONG_RUN}", "numbers"]
        if list(parts) not in (wanted, [*wanted, _PLACES]):
            raise ValueError(f"it has the parts {', '.join(parts)} and not {', '.join(wanted)}")
        short, long, figures = (frozenset(parts[name]) for name in wanted)
        places = NumberPlaces.loads(sorted(parts[_PLACES])) if _PLACES in parts else None
        return cls(short_runs=short, long_runs=long, numbers=figures, places=places)


def read_fingerprint(path: Path, shown: str) -> Fingerprint:
    """Return the fingerprint of a file; `shown` is its path as a problem names it.

    Raises:
        ContentError: it is missing or damaged.
    """
    try:
        return Fingerprint.loads(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        problem = ContentFile(path=shown).problem(
            "missing-fingerprint" if missing else "damaged-fingerprint",
            found="no such file" if missing else str(error),
            allowed="a file that kb source add wrote",
            remedy=f"run kb source add FILE --id {path.name}",
        )
        raise ContentError([problem]) from error


@lru_cache(maxsize=4096)
def hashed(number: str) -> str:
    """Return a number, in the form of `kb.text.numbers.normal`, as a fingerprint keeps it."""
    return _hash([number])


def _runs(plain: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (plain[at : at + size] for at in range(len(plain) - size + 1))


def _hash(parts: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:_HASH_DIGITS]
