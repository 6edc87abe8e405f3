"""What was typed in, what the engine understands by it out: words, synonyms, spelling, hints.

Nothing here looks at documents, except to learn which words they use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from kb.index.documents import Lexicon, Need
from kb.model.corpus import Distress
from kb.search.spelling import Correction, Speller
from kb.text.words import Word, fold, terms_of, words_of

_CAPITALS = re.compile("[A-Z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """A name in the query that has other names: what was typed, and the terms those add.

    `names` are the terms of each other name, those that were typed too among them.
    """

    typed: str
    means: str
    terms: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query as the engine understands it.

    `typed` maps each stem to how often it was typed, stop words apart; `corrections` are the
    spellings that were added for words that no document has; `needs` are those whose cues stand in
    the text; `covered` are the typed stems that stand in a cue, in the name of a concept or in a
    name with synonyms; `hints` maps a facet to the concepts that the text seems to speak of.
    """

    text: str
    words: tuple[Word, ...]
    typed: Mapping[str, int]
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    needs: tuple[tuple[str, int], ...] = ()
    covered: frozenset[str] = frozenset()
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    distress: bool = False


class Interpreter:
    """Understands queries by one lexicon and one speller; made once for an index."""

    def __init__(self, lexicon: Lexicon, speller: Speller) -> None:
        self._speller = speller
        self._distress = lexicon.distress
        self._needs = [(need, _need_keys(need)) for need in lexicon.needs]
        self._hints = {
            facet: [(concept, _pattern(cues)) for concept, cues in concepts.items()]
            for facet, concepts in lexicon.hints.items()
        }
        names = (name for group in lexicon.synonyms for name in group.names)
        cues = (cue for need in lexicon.needs for cue in need.cues)
        self._phrases = {_stem_key(text) for text in chain(cues, lexicon.concepts, names)}
        self._synonyms: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for group in lexicon.synonyms:
            for name in group.names:
                others = tuple(other for other in group.names if other != name)
                self._synonyms.setdefault(_plain_key(name), []).append((group.means, others))

    def read(self, text: str) -> Query:
        """The query that was typed, understood. Text without words gives a query without words."""
        words = words_of(text)
        typed: dict[str, int] = {}
        for word in words:
            if not word.stop:
                typed[word.term] = typed.get(word.term, 0) + 1
        plain = _key(word.text for word in words)
        stems = _key(word.term for word in words)
        return Query(
            text=text,
            words=words,
            typed=typed,
            corrections=tuple(self._speller.corrections(_small_words(text, words))),
            expansions=tuple(self._expansions(plain, typed)),
            needs=tuple(_cues_found(self._needs, stems)),
            covered=self._covered(stems).intersection(typed),
            hints=self._hints_in(text),
            distress=in_distress(self._distress, plain),
        )

    def _covered(self, stems: str) -> frozenset[str]:
        return frozenset(
            stem for phrase in self._phrases if phrase in stems for stem in phrase.split()
        )

    def _expansions(self, plain: str, typed: Mapping[str, int]) -> Iterator[Expansion]:
        for key, groups in self._synonyms.items():
            if key not in plain:
                continue
            for means, others in groups:
                names = tuple(filter(None, (tuple(terms_of(other)) for other in others)))
                terms = dict.fromkeys(chain.from_iterable(names))
                added = tuple(term for term in terms if term not in typed)
                if added:
                    yield Expansion(typed=key.strip(), means=means, terms=added, names=names)

    def _hints_in(self, text: str) -> dict[str, tuple[str, ...]]:
        folded = fold(text).replace("\u2019", "'")
        found = {
            facet: tuple(concept for concept, pattern in concepts if pattern.search(folded))
            for facet, concepts in self._hints.items()
        }
        return {facet: concepts for facet, concepts in found.items() if concepts}


def in_distress(distress: Distress, plain: str) -> bool:
    """Whether a phrase of distress stands in the words, those of the exceptions taken away."""
    for phrase in distress.exceptions:
        plain = plain.replace(_plain_key(phrase), " \n ")
    return any(_plain_key(phrase) in plain for phrase in distress.phrases)


def _cues_found(
    needs: Sequence[tuple[Need, tuple[str, ...]]], stems: str
) -> Iterator[tuple[str, int]]:
    """(need, number of its cues that stand in the text), in the order of the vocabulary."""
    for need, keys in needs:
        found = sum(key in stems for key in keys)
        if found:
            yield need.id, found


def _small_words(text: str, words: Sequence[Word]) -> list[Word]:
    """The words but those in capitals beside small letters: names, as ADHD, which are no slips."""
    if not re.search("[a-z]", text):
        return list(words)
    return [word for word in words if not _CAPITALS.fullmatch(text, word.start, word.end)]


def _need_keys(need: Need) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_stem_key, need.cues)))


def _stem_key(phrase: str) -> str:
    return _key(word.term for word in words_of(phrase))


def _pattern(cues: Sequence[str]) -> re.Pattern[str]:
    """One expression for the cues of a concept, as whole words; one that cannot match for none."""
    joined = "|".join(f"(?:{cue})" for cue in cues)
    whole = rf"(?<!\w)(?:{joined})(?!\w)" if cues else r"(?!)"
    return re.compile(whole, re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=20_000)
def _plain_key(phrase: str) -> str:
    return _key(word.text for word in words_of(phrase))


def _key(words: Iterator[str]) -> str:
    """Words between single spaces, with one at each end, so that whole words can be looked for."""
    return f" {' '.join(words)} "
