"""What follows from an index alone, worked out when it is made and read where a search begins.

A cold search spent half its time on stemming the lexicon and on looking through the phrases of
distress. All of it is data: `kb index` writes it into the index, whose manifest seals it. It is
told by which files of the program it was worked out; by others it is worked out anew.

The file is read with `marshal`, which makes numbers, texts, tuples, lists and dicts and nothing
else; it is bound to one version of Python, which is part of what it is told by.
"""

from __future__ import annotations

import hashlib
import marshal
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from kb.data.code import version_of
from kb.data.settings import Settings, load_settings
from kb.index.documents import (
    IndexedDocument,
    Lexicon,
    lexicon_as_dict,
    lexicon_from_dict,
)
from kb.search.example_questions import Votes
from kb.search.names import NameTable, name_table
from kb.search.parts import LexiconTerms, lexicon_terms
from kb.search.query import LexiconKeys, lexicon_keys
from kb.search.reasons import telling_alone
from kb.text.phrase_net import NetIndex
from kb.text.words import terms_of

NAME = "ready.bin"
_DIGEST = 32
_PLAIN = 2
"""The version of marshal's form in which the same data always give the same bytes."""
_PROGRAM = ("kb/data/search.json", "kb/data/settings.py", "kb/text", "kb/index", "kb/search")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What follows from the documents and the lexicon of an index.

    `known` are the stems that the lexicon has spelt right (`terms_of_lexicon`), `terms` what terms
    weigh, `keys` the lexicon's phrases as they are looked for, `alone` the terms that tell
    something by themselves, and `names` those of the documents. `lexicon` is that of the index
    without example questions, of which nothing else is asked.
    """

    known: frozenset[str]
    terms: LexiconTerms
    keys: LexiconKeys
    alone: frozenset[str]
    names: NameTable
    lexicon: Lexicon


def ready_of_lexicon(lexicon: Lexicon, settings: Settings, names: NameTable) -> Ready:
    """What follows from a lexicon; `names` are those of the documents, if any are at hand."""
    return Ready(
        known=terms_of_lexicon(lexicon, settings.spelling.least_said),
        terms=lexicon_terms(lexicon, settings),
        keys=lexicon_keys(lexicon),
        alone=telling_alone(lexicon),
        names=names,
        lexicon=_without_questions(lexicon),
    )


def _without_questions(lexicon: Lexicon) -> Lexicon:
    needs = tuple(replace(need, example_questions=()) for need in lexicon.needs)
    return replace(lexicon, needs=needs)


def terms_of_lexicon(lexicon: Lexicon, least_said: int) -> frozenset[str]:
    """The stems of everything that the lexicon knows by name: words that are spelt right.

    Example questions are written as people type, slips and all, so that a word counts from as many
    of them as `least_said` alone.
    """
    texts = chain(
        (cue for need in lexicon.needs for cue in need.cues),
        (name for group in lexicon.synonyms for name in group.names),
    )
    lines = (one.say for need in lexicon.needs for one in need.example_questions)
    said = Counter(chain.from_iterable(frozenset(terms_of(line)) for line in lines))
    often = (term for term, count in said.items() if count >= least_said)
    return frozenset(chain((term for text in texts for term in terms_of(text)), often))


def write_ready(folder: Path, entries: Sequence[IndexedDocument], lexicon: Lexicon) -> None:
    """Write what follows from the documents and the lexicon of an index into its folder."""
    ready = ready_of_lexicon(lexicon, load_settings(), name_table(entries))
    content = marshal.dumps(_as_data(ready), _PLAIN)
    (folder / NAME).write_bytes(_version() + content)


def read_ready(folder: Path) -> Ready | None:
    """What `write_ready` wrote into a folder; None if there is nothing, or of another program.

    The folder must be one whose manifest was found right: the file is not checked again, and one
    that the manifest does not name is refused there.
    """
    try:
        content = (folder / NAME).read_bytes()
        if content[:_DIGEST] != _version():
            return None
        return _from_data(marshal.loads(memoryview(content)[_DIGEST:]))
    except (OSError, ValueError, EOFError, KeyError, TypeError):
        return None


@cache
def _version() -> bytes:
    return hashlib.sha256(version_of(*_PROGRAM).encode()).digest()


def _as_data(ready: Ready) -> dict[str, Any]:
    keys, votes = ready.keys, ready.terms.votes
    return {
        "known": sorted(ready.known),
        "needs": [dict(words) for words in ready.terms.needs],
        "elsewhere": dict(ready.terms.elsewhere),
        "lines": dict(ready.terms.lines),
        "pages": list(ready.terms.pages),
        "votes": [
            votes.lines.astype("<i8").tobytes(),
            votes.pages.astype("<i8").tobytes(),
            votes.weights.astype("<f8").tobytes(),
        ],
        "cues": list(keys.cues),
        "phrases": sorted(keys.phrases),
        "synonyms": {name: list(groups) for name, groups in keys.synonyms.items()},
        "net": keys.net and asdict(keys.net),
        "alone": sorted(ready.alone),
        "named": {key: dict(found) for key, found in ready.names.named.items()},
        "name_terms": sorted(ready.names.terms),
        "lexicon": lexicon_as_dict(ready.lexicon),
    }


def _from_data(raw: Mapping[str, Any]) -> Ready:
    lines, pages, weights = raw["votes"]
    votes = Votes(
        lines=np.frombuffer(lines, "<i8").astype(np.intp),
        pages=np.frombuffer(pages, "<i8").astype(np.intp),
        weights=np.frombuffer(weights, "<f8").astype(np.float64),
    )
    return Ready(
        known=frozenset(raw["known"]),
        terms=LexiconTerms(
            needs=raw["needs"],
            elsewhere=raw["elsewhere"],
            lines=raw["lines"],
            pages=tuple(raw["pages"]),
            votes=votes,
        ),
        keys=LexiconKeys(
            cues=raw["cues"],
            phrases=frozenset(raw["phrases"]),
            synonyms=raw["synonyms"],
            net=NetIndex(**raw["net"]) if raw["net"] else None,
        ),
        alone=frozenset(raw["alone"]),
        names=NameTable(named=raw["named"], terms=frozenset(raw["name_terms"])),
        lexicon=lexicon_from_dict(raw["lexicon"]),
    )
