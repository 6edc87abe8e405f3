"""An open index in, the browser's search data out: named parts in classic scripts.

A script may be opened from a folder, where a page can fetch nothing else. Each registers its
parts with the digest of the build and a checksum, so that a file which is missing, cut short or
of another build is found out. docs/search-browser.md describes every part; the engine that reads
them is `site_builder/static/search/engine.js`.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from kb.browser.coding import (
    adler,
    base64_text,
    code_text,
    number_text,
    packed,
    shortest,
    word_text,
)
from kb.browser.words import (
    name_parts,
    spelling_parts,
    stems_known_by_name,
    vocabulary,
    word_parts,
)
from kb.data.settings import Settings, load_settings
from kb.index.encoder.table import MAX_WORD, Student
from kb.index.load import IndexData
from kb.index.vectors import FULL_BITS

FORMAT = 9
FIRST_FILE = "core.js"
"""The file to load first; it names the file of every other part."""
WHOLE = 400
"""Documents up to which the words, names and titles of an index stand in the first file."""
_DOCUMENTS_A_PART = 8
"""Documents of a larger index whose titles and texts stand in one file: about 10 kB."""
_SETTINGS = (
    "stop_words",
    "weak_words",
    "stemmer",
    "query",
    "spelling",
    "distress",
    "text_fields",
    "name_fields",
    "bm25",
    "fields",
    "terms",
    "meaning",
    "situations",
    "asked",
    "needs",
    "pages",
    "parts",
    "modes",
    "plain_parts",
    "lifts",
    "spots",
    "readers",
    "kept",
    "counting",
    "topics",
    "site_pages",
    "results",
    "snippet",
    "reasons",
    "voice",
    "most_words",
    "sureness",
    "abstain",
)

_NEEDS_NOTHING = "distress"
"""The part that urgent help reads without any other script."""
_FITTING = ("ridge", "situation_count", "shortest_offered")

Parts = dict[str, Any]
"""Part by name, as JSON can hold it."""


def search_data(
    index: IndexData, student: Student, *, settings: Settings | None = None, whole: int = WHOLE
) -> dict[str, bytes]:
    """Return every data script of the browser's search, by file name.

    Args:
        index: what is searched.
        student: encodes the queries; its vectors have the dimensions of the index.
        settings: those of the engine; the package's own by default.
        whole: the most documents of an index that is not split.
    """
    settings = settings or load_settings()
    small = len(index.entries) <= whole
    words = word_parts(index.keyword, whole=small)
    names, name_keys = name_parts(index.entries, whole=small)
    spelling = spelling_parts(
        index.keyword,
        index.lexicon.compounds,
        whole=small,
        two_slips_from=settings.spelling.two_slips_from,
    )
    titles, texts = _document_parts(index, small)
    core = _core(index, settings) | {
        "shards": {
            "words": [first for first, _ in words],
            "names": name_keys,
            "spelling": sorted(spelling),
            "documents": len(index.entries) if small else _DOCUMENTS_A_PART,
        },
    }
    named = {f"words-{number}": part for number, (_, part) in enumerate(words)}
    first = {"core": core}
    if small:
        first |= named | names | titles
        bundles = {
            "text": {**texts, **{f"spelling-{key}": part for key, part in spelling.items()}},
        }
    else:
        bundles = {name: {name: part} for name, part in {**named, **names, **titles}.items()}
        bundles |= {name: {name: part} for name, part in texts.items()}
        bundles |= {f"spelling-{key}": {f"spelling-{key}": part} for key, part in spelling.items()}
    bundles |= {
        "distress": {"distress": index.lexicon.distress.net},
        "meaning": {
            "asked": _asked(index),
            "table": _table(student),
            "vectors": _vectors(index, settings),
        },
    }
    return _files(first, bundles)


def _files(first: Parts, bundles: Mapping[str, Parts]) -> dict[str, bytes]:
    """Write the scripts; the first one knows the file of each part that has not its own name."""
    texts = {
        file: {name: _written(name, part) for name, part in parts.items()}
        for file, parts in bundles.items()
    }
    first["core"]["files"] = {
        part: f"{file}.js"
        for file, parts in sorted(bundles.items())
        for part in parts
        if part != file
    }
    opening = {name: _json(part) for name, part in first.items()}
    digest = hashlib.sha256()
    for file in (opening, *(texts[name] for name in sorted(texts))):
        for name, text in file.items():
            digest.update(f"{name}\n{text}\n".encode())
    build = digest.hexdigest()[:16]
    scripts = {FIRST_FILE: _script(build, opening)}
    scripts |= {f"{file}.js": _script(build, parts) for file, parts in sorted(texts.items())}
    return scripts


def _script(build: str, parts: Mapping[str, str]) -> bytes:
    """A classic script that adds parts to the list which the engine is made from."""
    lines = ["globalThis.kbSearchData = globalThis.kbSearchData || [];"]
    for name, text in parts.items():
        quoted = text.replace("\\", "\\\\").replace("'", "\\'")
        lines.append(f"kbSearchData.push(['{name}','{build}',{adler(text)},'{quoted}']);")
    return ("\n".join(lines) + "\n").encode()


def _written(name: str, part: Any) -> str:
    """A part outside the first file: packed where that is shorter, unless it must need no script.

    The parts of the first file have much in common, so that gzip does as well with them together.
    """
    return _json(part) if name == _NEEDS_NOTHING else shortest(_json(part))


def _json(part: Any) -> str:
    """Plain data as one line of JSON without control characters."""
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))


def _core(index: IndexData, settings: Settings) -> Parts:
    """What every search needs: settings, facets, needs, hints, synonyms, distress, lengths."""
    lexicon = index.lexicon
    numbers = {entry.id: number for number, entry in enumerate(index.entries)}
    return {
        "format": FORMAT,
        "documents": len(index.entries),
        "settings": {name: _for_searching(settings.raw[name]) for name in _SETTINGS},
        "plain": not lexicon.needs and not any(entry.situations for entry in index.entries),
        "facets": [
            [
                facet,
                [[choice.id, choice.label] for choice in choices],
                {name: _gaps(found) for name, found in index.keyword.concepts(facet).items()},
            ]
            for facet, choices in lexicon.facets.items()
        ],
        "needs": [
            [
                need.id,
                need.label,
                need.cues,
                [[numbers[page], weight] for page, weight in need.pages],
                len(need.example_questions),
            ]
            for need in lexicon.needs
        ],
        "hints": [
            [facet, [[concept, list(cues)] for concept, cues in concepts.items()]]
            for facet, concepts in lexicon.hints.items()
        ],
        "synonyms": [[group.means, group.names] for group in lexicon.synonyms],
        "concepts": lexicon.concepts,
        "turns": [[turn.id, turn.label, turn.about, turn.names] for turn in lexicon.turns],
        "distress": {"help": [numbers[page] for page in lexicon.distress.help]},
        "known": stems_known_by_name(index.entries, vocabulary(index.keyword)),
        "lengths": {field: number_text(column) for field, column in index.keyword.lengths.items()},
        "closed": _gaps([number for number, entry in enumerate(index.entries) if entry.closed]),
        "idle": _gaps([number for number, entry in enumerate(index.entries) if not entry.running]),
        "passages": number_text(len(entry.passages) for entry in index.entries),
        "situations": number_text(len(entry.situations) for entry in index.entries),
    }


def _for_searching(setting: Any) -> Any:
    """A setting without what only building an index needs."""
    if not isinstance(setting, Mapping):
        return setting
    return {name: value for name, value in setting.items() if name not in _FITTING}


def _asked(index: IndexData) -> Parts:
    """What people say, here and elsewhere, and what the needs are about.

    Each line of what is asked, and its pages; the situations of each document, where the browser
    makes their vectors; the lines of what lies elsewhere; what each need is about.
    """
    lexicon = index.lexicon
    asked = [one for need in lexicon.needs for one in need.example_questions]
    return {
        "lines": [one.say for one in asked],
        "situations": [e.situations for e in index.entries] if _tells(index) else None,
        "pages": number_text(_pages_of_lines(index)),
        "elsewhere": lexicon.elsewhere,
        "abouts": [need.about for need in lexicon.needs],
    }


def _pages_of_lines(index: IndexData) -> Iterator[int]:
    """The pages of every line of what is asked, as small numbers.

    Of each need first its pages, those first that most of its lines lead to: how many, and the
    number of each. Then of each line, for each weight from 1 to the greatest, how many pages have
    it, and the steps between their places among the pages of the need. The greatest weight comes
    before all.
    """
    numbers = {entry.id: number for number, entry in enumerate(index.entries)}
    needs = [
        [
            [(numbers[page], weight) for page, weight in one.leads_to]
            for one in need.example_questions
        ]
        for need in index.lexicon.needs
    ]
    greatest = max((w for lines in needs for pages in lines for _, w in pages), default=0)
    yield greatest
    for lines in needs:
        often = Counter(page for pages in lines for page, _ in pages)
        order = sorted(often, key=lambda page: (-often[page], page))
        yield len(order)
        yield from order
        place = {page: at for at, page in enumerate(order)}
        for pages in lines:
            for weight in range(1, greatest + 1):
                places = sorted(place[page] for page, own in pages if own == weight)
                yield len(places)
                yield from _steps(places)


def _tells(index: IndexData) -> bool:
    """Whether the browser makes the vectors of situations, from their texts."""
    return index.vectors.situations.bits == FULL_BITS


def _document_parts(index: IndexData, small: bool) -> tuple[Parts, Parts]:
    """Titles and texts of the documents, so many to a part."""
    size = max(len(index.entries), 1) if small else _DOCUMENTS_A_PART
    titles, texts = {}, {}
    for at, start in enumerate(range(0, len(index.entries), size)):
        entries = index.entries[start : start + size]
        titles[f"documents-{at}"] = {
            "ids": [entry.id for entry in entries],
            "kinds": [entry.kind for entry in entries],
            "titles": [entry.title for entry in entries],
            "summaries": [entry.summary for entry in entries],
            "places": [entry.places for entry in entries],
            "urls": ["" if e.url == f"/{e.id}/" else e.url or "-" for e in entries],
        }
        texts[f"text-{at}"] = {
            "passages": [
                [[piece.heading, piece.anchor, piece.text] for piece in entry.passages]
                for entry in entries
            ],
            "situations": [] if _tells(index) else [entry.situations for entry in entries],
        }
    return titles, texts


def _table(student: Student) -> Parts:
    """The table, its codes column by column: those of one dimension are alike."""
    sizes = np.unique(student.scales)
    return {
        "dimensions": student.dims,
        "levels": student.levels,
        "longest_word": MAX_WORD,
        "pieces": word_text(student.pieces),
        "codes": code_text(student.codes.T.ravel(), student.levels),
        "sizes": base64_text(sizes.astype("<f2")),
        "scales": number_text(np.searchsorted(sizes, student.scales).tolist()),
    }


def _vectors(index: IndexData, settings: Settings) -> Parts:
    """The codes of the index, from level 0 up, and their scales: those that a search needs."""
    vectors = index.vectors
    parts: Parts = {
        "dimensions": int(vectors.documents.rows.shape[1]),
        "offsets": base64_text(vectors.need_offsets.astype("<f4")),
        "situation_of": _counts(vectors.situation_of, len(index.entries)),
        "passage_of": _counts(vectors.passage_of, len(index.entries)),
    }
    for name in ("documents", "passages", "situations", "needs", "pages"):
        codes = getattr(vectors, name)
        if name == "situations" and _tells(index):
            continue
        if name == "passages" and not settings.uses_passages:
            continue
        levels = codes.rows.astype(np.int16)
        unsigned = (levels + 3) // 2 if codes.bits == 2 else levels + 2 ** (codes.bits - 1)
        parts[name] = {
            "bits": codes.bits,
            "codes": base64_text(packed(unsigned.astype(np.uint8), codes.bits)),
            "scales": base64_text(codes.scales.astype("<f2")),
        }
    return parts


def _counts(owners: Any, documents: int) -> str:
    """How many rows each document has; rows of one owner stand together, in order."""
    return number_text(np.bincount(owners, minlength=documents).tolist())


def _gaps(numbers: Sequence[int]) -> str:
    """Rising numbers as the steps between them, the first from 0."""
    return number_text(_steps(numbers))


def _steps(numbers: Sequence[int]) -> Iterator[int]:
    last = 0
    for number in numbers:
        yield number - last
        last = number
