"""What was typed in, what the engine understands by it out: words, synonyms, spelling, hints.

Nothing here looks at documents, except to learn which words they use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from kb.index.documents import Lexicon, Need
from kb.search.spelling import Correction, Speller
from kb.text.phrase_net import NetIndex, net_from_dict, net_index
from kb.text.words import Word, fold, forms_of, terms_of, words_of

_QUOTED = re.compile('["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]+)["\u201c\u201d\u201e]')
_BEFORE_MINUS = ' \t\n"\u201c('


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

    `words` are those to look for: not those that `without` takes away, which has the stems of each
    word with a minus before it, or of each that hyphens join; `said` is the text without these.
    `phrases` has the stems of what stands in quotation marks, two words or more. `typed` maps each
    stem to how often it was typed, stop words apart; `corrections` are the spellings that were
    added for words that no document has; `needs` are those whose cues stand in the text; `covered`
    are the typed stems that stand in a cue, in the name of a concept, in a name with synonyms or in
    what tells a stage or role; `hints` maps a facet to the concepts that the text may speak of.
    `distress` says that urgent help is shown, and `urgent` that its pages come first as well.
    """

    text: str
    said: str
    words: tuple[Word, ...]
    typed: Mapping[str, int]
    without: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    corrections: tuple[Correction, ...] = ()
    expansions: tuple[Expansion, ...] = ()
    needs: tuple[tuple[str, int], ...] = ()
    covered: frozenset[str] = frozenset()
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    distress: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconKeys:
    """The phrases of a lexicon in the forms in which they are looked for in a query.

    `cues` are those of each need, `phrases` those of cues, concepts and names with synonyms;
    `synonyms` maps a name to what it means and to the others, for each group that has it; `net` is
    what follows from the net of distress, if there is one.
    """

    cues: Sequence[tuple[str, ...]]
    phrases: frozenset[str]
    synonyms: Mapping[str, Sequence[tuple[str, tuple[str, ...]]]]
    net: NetIndex | None


def lexicon_keys(lexicon: Lexicon) -> LexiconKeys:
    """The phrases of a lexicon in the forms in which they are looked for."""
    names = (name for group in lexicon.synonyms for name in group.names)
    cues = (cue for need in lexicon.needs for cue in need.cues)
    synonyms: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for group in lexicon.synonyms:
        for name in group.names:
            others = tuple(other for other in group.names if other != name)
            synonyms.setdefault(_plain_key(name), []).append((group.means, others))
    return LexiconKeys(
        cues=[_need_keys(need) for need in lexicon.needs],
        phrases=frozenset(_stem_key(text) for text in chain(cues, lexicon.concepts, names)),
        synonyms=synonyms,
        net=net_index(lexicon.distress.net) if lexicon.distress.net else None,
    )


class Interpreter:
    """Understands queries by one lexicon and one speller; made once for an index."""

    def __init__(self, lexicon: Lexicon, speller: Speller, keys: LexiconKeys | None = None) -> None:
        """`keys` are from whoever has them already."""
        keys = lexicon_keys(lexicon) if keys is None else keys
        self._speller = speller
        self._net = net_from_dict(lexicon.distress.net, keys.net) if keys.net else None
        self._needs = list(zip(lexicon.needs, keys.cues, strict=True))
        self._hints = {
            facet: [(concept, _pattern(cues)) for concept, cues in concepts.items()]
            for facet, concepts in lexicon.hints.items()
        }
        self._phrases = keys.phrases
        self._synonyms = keys.synonyms

    def read(self, text: str) -> Query:
        """The query that was typed, understood. Text without words gives a query without words."""
        every = words_of(text)
        words, taken = _taken_away(text, every)
        said = _without(text, taken)
        typed: dict[str, int] = {}
        for word in words:
            if not word.stop:
                typed[word.term] = typed.get(word.term, 0) + 1
        plain = spaced(word.text for word in words)
        stems = spaced(word.term for word in words)
        hints, hinted = self._hints_in(said)
        distress = self._net is not None and self._net.has(text)
        return Query(
            text=text,
            said=said,
            words=words,
            typed=typed,
            without=tuple(tuple(word.term for word in group) for group in taken),
            phrases=tuple(_phrases(said)),
            corrections=tuple(self._speller.corrections(text, words)),
            expansions=tuple(self._expansions(plain, typed)),
            needs=tuple(_cues_found(self._needs, stems)),
            covered=(self._covered(stems) | hinted).intersection(typed),
            hints=hints,
            distress=distress,
            urgent=distress and self._net is not None and self._net.is_plain(text),
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

    def _hints_in(self, text: str) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
        """The concepts of each facet that the text speaks of, and the stems that speak of them."""
        folded = fold(text).replace("\u2019", "'")
        found: dict[str, tuple[str, ...]] = {}
        stems: set[str] = set()
        for facet, concepts in self._hints.items():
            for concept, pattern in concepts:
                matches = list(pattern.finditer(folded))
                if matches:
                    found[facet] = (*found.get(facet, ()), concept)
                    stems.update(term for one in matches for term in terms_of(one.group()))
        return found, frozenset(stems)


def _cues_found(
    needs: Sequence[tuple[Need, tuple[str, ...]]], stems: str
) -> Iterator[tuple[str, int]]:
    """(need, number of its cues that stand in the text), in the order of the vocabulary."""
    for need, keys in needs:
        found = sum(key in stems for key in keys)
        if found:
            yield need.id, found


def _taken_away(
    text: str, words: tuple[Word, ...]
) -> tuple[tuple[Word, ...], list[tuple[Word, ...]]]:
    """The words to look for, and those that a minus takes away, hyphened ones together.

    A minus stands before the first letter of a word and after a space or nothing. Where every word
    has one, all are looked for.
    """
    kept: list[Word] = []
    taken: list[list[Word]] = []
    last_taken: Word | None = None
    for word in words:
        before = text[word.start - 1 : word.start] if word.start else ""
        if before == "-" and (word.start == 1 or text[word.start - 2] in _BEFORE_MINUS):
            taken.append([word])
            last_taken = word
        elif last_taken is not None and text[last_taken.end : word.start] == "-":
            taken[-1].append(word)
            last_taken = word
        else:
            kept.append(word)
            last_taken = None
    if not any(not word.stop for word in kept):
        return words, []
    return tuple(kept), [tuple(group) for group in taken]


def _without(text: str, taken: Sequence[Sequence[Word]]) -> str:
    """The text without the words that are taken away, their minus included."""
    for group in reversed(taken):
        text = f"{text[: group[0].start - 1]}{text[group[-1].end :]}"
    return text


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """The stems of what stands between quotation marks, two words or more."""
    for match in _QUOTED.finditer(text):
        stems = tuple(word.term for word in words_of(match.group(1)))
        if len(stems) > 1:
            yield stems


def _need_keys(need: Need) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_stem_key, need.cues)))


def _stem_key(phrase: str) -> str:
    return spaced(term for _, term, _ in forms_of(phrase))


def _pattern(cues: Sequence[str]) -> re.Pattern[str]:
    """One expression for the cues of a concept, as whole words; one that cannot match for none."""
    joined = "|".join(f"(?:{cue})" for cue in cues)
    whole = rf"(?<!\w)(?:{joined})(?!\w)" if cues else r"(?!)"
    return re.compile(whole, re.IGNORECASE | re.ASCII)


@lru_cache(maxsize=20_000)
def _plain_key(phrase: str) -> str:
    return spaced(word for word, _, _ in forms_of(phrase))


def spaced(words: Iterable[str]) -> str:
    """Words between single spaces, with one at each end, so that whole words can be looked for."""
    return f" {' '.join(words)} "
