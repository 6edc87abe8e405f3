"""The words of an index as the browser reads them: postings, names, and spelling help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kb.browser.coding import number_text, word_text
from kb.index.documents import IndexedDocument
from kb.index.load import KeywordData
from kb.index.words import TEXT_FIELDS
from kb.search.names import names_of, squeezed
from kb.text.english import english
from kb.text.slips import slips
from kb.text.words import name_key

_WORDS_SIZE = 24_000
"""Characters of a part of postings, about; a part holds whole terms."""
_NAMES_A_PART = 400
_FEW = 50
"""Words that may come and go before everything is compared anew."""
_last_misleading: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
"""The words of the content that was exported last and what is misleading beside them."""


def vocabulary(keyword: KeywordData) -> dict[str, set[str]]:
    """The terms of each text field."""
    return {field: set(keyword.terms(field)) for field in TEXT_FIELDS}


def word_parts(keyword: KeywordData, *, whole: bool) -> list[tuple[str, Mapping[str, str]]]:
    """(first term, part) of all terms in alphabetical order; one part if `whole`.

    For each term there is one number for the fields that have it, a bit each, then for each such
    field the number of its postings and the postings. A posting is the step from the document
    before, doubled, plus 1 if the term occurs more than once; how often it does then follows.
    """
    parts: list[tuple[str, Mapping[str, str]]] = []
    terms: list[str] = []
    texts: list[str] = []
    size = 0
    fields = vocabulary(keyword)
    for term in sorted(set().union(*fields.values())):
        having = [field for field in TEXT_FIELDS if term in fields[field]]
        text = number_text(_postings(keyword, term, having))
        if terms and not whole and size + len(text) + len(term) > _WORDS_SIZE:
            parts.append((terms[0], _part(terms, texts)))
            terms, texts, size = [], [], 0
        terms.append(term)
        texts.append(text)
        size += len(text) + len(term)
    parts.append((terms[0] if terms else "", _part(terms, texts)))
    return parts


def _part(terms: Sequence[str], texts: Sequence[str]) -> Mapping[str, str]:
    return {"terms": word_text(terms), "postings": "".join(texts)}


def _postings(keyword: KeywordData, term: str, fields: Sequence[str]) -> Iterator[int]:
    yield sum(1 << TEXT_FIELDS.index(field) for field in fields)
    for field in fields:
        found = keyword.frequencies(field, term)
        yield len(found)
        last = 0
        for document, frequency in found:
            often = int(frequency)
            yield 2 * (document - last) + (often > 1)
            if often > 1:
                yield often
            last = document


def name_parts(
    entries: Sequence[IndexedDocument], *, whole: bool
) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """Every name of every document by its squeezed key, in parts; and each part's first key.

    Under a key stand (document, name); 0 in place of a name is the document's title. A key that
    follows from its first name is 0 as well: the browser works it out.
    """
    named: dict[str, dict[int, str]] = defaultdict(dict)
    for number, entry in enumerate(entries):
        for name in names_of(entry):
            key = name_key(name)
            if key:
                named[squeezed(key)].setdefault(number, name)
    keys = sorted(named)
    size = max(len(keys), 1) if whole else _NAMES_A_PART
    found = {
        key: [[n, 0 if name == entries[n].title else name] for n, name in named[key].items()]
        for key in keys
    }
    parts: dict[str, Mapping[str, Any]] = {
        f"names-{at // size}": {
            "keys": [0 if found[key][0][1] else key for key in keys[at : at + size]],
            "documents": [found[key] for key in keys[at : at + size]],
        }
        for at in range(0, max(len(keys), 1), size)
    }
    return parts, keys[::size] or [""]


def stems_known_by_name(
    entries: Sequence[IndexedDocument], terms: Mapping[str, set[str]]
) -> list[str]:
    """The stems of names that are not among the terms of titles and other names."""
    stems = {
        stem for entry in entries for name in names_of(entry) for stem in name_key(name).split()
    }
    return sorted(stems - terms["title"] - terms["also"])


def spelling_parts(
    keyword: KeywordData, compounds: Sequence[str], *, whole: bool, two_slips_from: int
) -> dict[str, Mapping[str, str]]:
    """The words of the content with the number of documents that have each, by first letter.

    Words of `two_slips_from` letters may be two slips away from what was meant. `english` are
    the everyday words that might be corrected if they were not known to be words: the others of
    `kb/data/words.txt` are near none of the content's and make no difference. `compounds` are the
    pairs of words that are understood when they are written as one.
    """
    words = keyword.vocabulary()
    everyday = _misleading(words, two_slips_from)
    letters = sorted({word[0] for word in words})
    keys = {"all": ""} if whole else {letter: letter for letter in letters}
    return {
        key: {
            "words": word_text(word for word in sorted(words) if word.startswith(start)),
            "counts": number_text(words[word] for word in sorted(words) if word.startswith(start)),
            "english": word_text(word for word in everyday if word.startswith(start)),
            "compounds": " ".join(pair for pair in compounds if pair.startswith(start)),
        }
        for key, start in keys.items()
    }


def _misleading(words: Iterable[str], two_slips_from: int) -> list[str]:
    """The everyday words that are no words of the content but near one, in alphabetical order.

    Where few words came or went since the last time, only what is near those is looked at.
    """
    known = frozenset(words)
    before, found = _last_misleading.get(two_slips_from, (frozenset(), frozenset()))
    if len(known ^ before) > _FEW:
        found = _all_misleading(known, two_slips_from)
    elif known != before:
        looked_at = set(before - known) & english()
        for word in known ^ before:
            looked_at.update(_near(word, english(), two_slips_from))
        found = frozenset(found - looked_at - known) | {
            word
            for word in looked_at - known
            if any(_is_taken(word, other, two_slips_from) for other in known)
        }
    _last_misleading[two_slips_from] = known, found
    return sorted(found)


def _near(word: str, everyday: Iterable[str], two_slips_from: int) -> Iterator[str]:
    """The everyday words that might be taken for slips of a word."""
    return (other for other in everyday if _is_taken(other, word, two_slips_from))


def _is_taken(everyday: str, word: str, two_slips_from: int) -> bool:
    """Whether an everyday word might be taken for a slip of a word; the first letter is right."""
    most = 2 if len(everyday) >= two_slips_from else 1
    return (
        everyday[0] == word[0]
        and abs(len(everyday) - len(word)) <= most
        and slips(everyday, word) <= most
    )


def _all_misleading(known: frozenset[str], two_slips_from: int) -> frozenset[str]:
    near = {most: _by_form(known, most, two_slips_from) for most in (1, 2)}
    found = []
    for word in sorted(english() - known):
        most = 2 if len(word) >= two_slips_from else 1
        others = set().union(*(near[most].get(form, ()) for form in _shortened(word, most)))
        if any(slips(word, other) <= most for other in sorted(others)):
            found.append(word)
    return frozenset(found)


def _by_form(words: Iterable[str], most: int, two_slips_from: int) -> dict[str, set[str]]:
    near = defaultdict(set)
    for word in words:
        if most == 1 or len(word) >= two_slips_from - most:
            for form in _shortened(word, most):
                near[form].add(word)
    return near


def _shortened(word: str, most: int) -> set[str]:
    """The word with up to so many letters left out, never the first.

    Two words that are no more slips apart share one of these forms.
    """
    first, forms = word[0], {word[1:]}
    for _ in range(most):
        forms |= {form[:at] + form[at + 1 :] for form in forms for at in range(len(form))}
    return {first + form for form in forms}
