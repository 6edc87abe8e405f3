"""Phrases that stand for many wordings in, the kinds of them that a text has out.

A phrase is a line of words as somebody would type them, in which

* `{name}` stands for any word or words of a list,
* `(a|b c)` stands for one of several wordings, `[a|b]` for one of them or for nothing,
* `word~` stands for a word with any regular ending (crash, crashes, crashed, crashing),
* `...` stands for up to three other words,
* `a & b` stands for a sentence that has both a and b, in any order, and `a unless c` for one
  that has a and no c,
* `=` at the beginning says that the words must be the whole sentence.

They are looked for in the plain words of a text (`kb.text.plain_words`). What is compiled here is
plain data, and the browser looks for it in the same way (`site_builder/static/search/help.js`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, groupby
from typing import Any

from kb.text.line_model import LineModel, model_as_dict, model_from_dict
from kb.text.plain_words import PlainWords

GAP = "(?:[a-z0-9]+ ){0,3}"
"""What `...` stands for."""
_EXCEPTED = " - "

_ELEMENT = re.compile(r"\(([^()\[\]]+)\)|\[([^()\[\]]+)\]|(\.\.\.)|(\{[a-z-]+\}|[^\s()\[\]{}|]+)")
_SOUGHT = "(?=.*"
_WORD = re.compile("[a-z0-9]+")
_LETTERS = re.compile("[a-z]+")
_NOT_WORDS = re.compile(r"\{[a-z-]+\}|\(\?[:=!]")
_NAMED = re.compile(r"\{([a-z-]+)\}")
_ENDS_IN_Y = re.compile("[^aeiou]y$")
_DOUBLES = re.compile("(?:^|[^aeiou])[aeiou][bdgklmnprt]$")
_HISSES = re.compile("(?:s|x|z|ch|sh)$")

Plain = Callable[[str], str]
"""Brings words to their plain form, between spaces."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A model of lines, and what its score decides.

    From `enough` up a text counts though it has no phrase; below `needed` it does not, whatever it
    has, save a phrase that nothing silences. From `sure` up it counts as plainly as one with a
    phrase. A sentence of `whole` words or more is scored on its own as well as the whole text; of a
    single word the phrases alone decide.
    """

    model: LineModel
    enough: float
    needed: float
    sure: float
    whole: int

    def score(self, lines: Sequence[str]) -> float:
        """The highest score of a text, given as its sentences, and of any of them."""
        long = [line for line in lines if len(line.split()) >= self.whole]
        return max(self.model.score(line) for line in ("".join(lines), *long))


Keys = Mapping[str, Sequence[int]]
"""For a word the phrases that are tried where it stands, by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetIndex:
    """What follows from the data of a net alone, for whoever keeps it.

    `words` are those of `words_of_phrases`; `always` and `other` have the keys of the phrases of
    each kind, `exceptions` those of the exceptions.
    """

    words: Sequence[str]
    always: Mapping[str, Keys]
    other: Mapping[str, Keys]
    exceptions: Keys


@dataclass(frozen=True, kw_only=True)
class PhraseNet:
    """Phrases ready to be looked for, in the form that `compiled` gives.

    `lists` maps a name to its wordings, `phrases` a kind to its phrases; `always` are those of
    the phrases that no exception silences. `learnt` stands beside the phrases, where lines were
    there to learn from.
    """

    plain: PlainWords
    lists: Mapping[str, str]
    phrases: Mapping[str, Sequence[str]]
    always: Mapping[str, Sequence[str]]
    exceptions: Sequence[str] = ()
    learnt: Learnt | None = None
    index: NetIndex | None = None

    def has(self, text: str) -> bool:
        """Whether a text has a phrase of any kind, or is like the lines that were learnt."""
        lines = self.plain.sentences(text)
        if self._has_always(lines):
            return True
        if self.learnt and len("".join(lines).split()) > 1:
            score = self.learnt.score(lines)
            if not self.learnt.needed <= score < self.learnt.enough:
                return score >= self.learnt.enough
        return self._has_other(lines)

    def is_plain(self, text: str) -> bool:
        """Whether a text of which `has` is true has a phrase, or is very like the lines learnt."""
        lines = self.plain.sentences(text)
        likely = self.learnt is not None and self.learnt.score(lines) >= self.learnt.sure
        return likely or self._has_always(lines) or self._has_other(lines)

    def _has_always(self, lines: Sequence[str]) -> bool:
        return any(phrases.found(line) for line in lines for phrases in self._always.values())

    def _has_other(self, lines: Sequence[str]) -> bool:
        return any(
            phrases.found(left)
            for line in lines
            for left in [self._excepted.without(line)]
            for phrases in self._other.values()
        )

    @cached_property
    def _always(self) -> Mapping[str, _Phrases]:
        keyed = self.index.always if self.index else {}
        return {
            kind: _Phrases(self.always.get(kind, ()), self.lists, keyed.get(kind))
            for kind in self.phrases
        }

    @cached_property
    def _other(self) -> Mapping[str, _Phrases]:
        keyed = self.index.other if self.index else {}
        return {
            kind: _Phrases(phrases, self.lists, keyed.get(kind))
            for kind, phrases in self.phrases.items()
        }

    @cached_property
    def _excepted(self) -> _Phrases:
        return _Phrases(self.exceptions, self.lists, self.index.exceptions if self.index else None)


class _Phrases:
    """Compiled phrases by a word that each needs, so that few of them are tried on a line."""

    def __init__(
        self, phrases: Sequence[str], lists: Mapping[str, str], keyed: Keys | None = None
    ) -> None:
        self._phrases = phrases
        self._lists = lists
        self._patterns: dict[int, re.Pattern[str]] = {}
        self._needed: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        self._by_key = _keyed(phrases, lists) if keyed is None else keyed

    def found(self, line: str) -> bool:
        """Whether a line has one of the phrases."""
        return any(self._pattern(at).search(line) for at in self._tried(line))

    def without(self, line: str) -> str:
        """Return a line with a dash in place of each phrase, the first in order where two begin."""
        there = [at for at in self._tried(line) if self._pattern(at).search(line)]
        if not there:
            return line
        return re.sub("|".join(self._pattern(at).pattern for at in there), _EXCEPTED, line)

    def _tried(self, line: str) -> list[int]:
        words = frozenset(line.split())
        there = {at for word in words for at in self._by_key.get(word, ())}
        return sorted(at for at in there if self._may_stand(at, words))

    def _may_stand(self, at: int, words: frozenset[str]) -> bool:
        """Whether a line with these words may have a phrase; compiling it takes far longer."""
        if at not in self._needed:
            both = needed(self._phrases[at], self._lists)
            self._needed[at] = frozenset(both[0]), frozenset(both[1])
        own, choice = self._needed[at]
        return own <= words and not (choice and words.isdisjoint(choice))

    def _pattern(self, at: int) -> re.Pattern[str]:
        if at not in self._patterns:
            self._patterns[at] = _pattern_of(expanded(self._phrases[at], self._lists))
        return self._patterns[at]


def _keyed(phrases: Sequence[str], lists: Mapping[str, str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, phrase in enumerate(phrases):
        for key in keys(phrase, lists):
            found.setdefault(key, []).append(at)
    return found


@lru_cache(maxsize=8192)
def _pattern_of(expression: str) -> re.Pattern[str]:
    """Compile an expression; every net of a process has most of them, and re keeps only 512."""
    return re.compile(expression)


def net_as_dict(net: PhraseNet) -> dict[str, Any]:
    """Return a net as plain data, in which words and phrases are joined to lines of text."""
    plain = net.plain
    return {
        "fillers": " ".join(sorted(plain.fillers)),
        "same": dict(plain.same),
        "right": " ".join(sorted(plain.right)),
        "shortest": plain.shortest,
        "two_slips_from": plain.two_slips_from,
        "alike": plain.alike,
        "lists": dict(net.lists),
        "kinds": [
            [kind, "\n".join(net.always.get(kind, ())), "\n".join(phrases)]
            for kind, phrases in net.phrases.items()
        ],
        "exceptions": "\n".join(net.exceptions),
        "learnt": net.learnt and _learnt_as_dict(net.learnt),
    }


def _learnt_as_dict(learnt: Learnt) -> dict[str, Any]:
    limits = {"enough": learnt.enough, "needed": learnt.needed, "sure": learnt.sure}
    limits["whole"] = learnt.whole
    return limits | {"model": model_as_dict(learnt.model)}


def net_index(raw: Mapping[str, Any]) -> NetIndex:
    """Return what follows from the data of a net, as `net_as_dict` gives them."""
    lists, exceptions = raw["lists"], raw["exceptions"].splitlines()
    phrases = {kind: phrases.splitlines() for kind, _, phrases in raw["kinds"]}
    always = {kind: always.splitlines() for kind, always, _ in raw["kinds"]}
    more = (*raw["same"], *raw["fillers"].split())
    return NetIndex(
        words=words_of_phrases(lists, phrases, always, more),
        always={kind: _keyed(found, lists) for kind, found in always.items()},
        other={kind: _keyed(found, lists) for kind, found in phrases.items()},
        exceptions=_keyed(exceptions, lists),
    )


def net_from_dict(raw: Mapping[str, Any], index: NetIndex | None = None) -> PhraseNet:
    """Return the net that `net_as_dict` was given. A missing key raises `KeyError`.

    `index` is what `net_index` gives for it, from whoever has it already.
    """
    phrases = {kind: phrases.splitlines() for kind, _, phrases in raw["kinds"]}
    always = {kind: always.splitlines() for kind, always, _ in raw["kinds"]}
    fillers, shortest = raw["fillers"].split(), raw["shortest"]
    if index:
        words = index.words
    else:
        words = words_of_phrases(raw["lists"], phrases, always, (*raw["same"], *fillers))
    return PhraseNet(
        plain=PlainWords(
            fillers=frozenset(fillers),
            same=raw["same"],
            targets=tuple(word for word in words if len(word) >= shortest),
            right=frozenset(raw["right"].split()),
            short=frozenset(word for word in words if len(word) < shortest),
            shortest=shortest,
            two_slips_from=raw["two_slips_from"],
            alike=raw["alike"],
        ),
        lists=raw["lists"],
        phrases=phrases,
        always=always,
        exceptions=raw["exceptions"].splitlines(),
        learnt=raw["learnt"] and _learnt_from_dict(raw["learnt"]),
        index=index,
    )


def _learnt_from_dict(raw: Mapping[str, Any]) -> Learnt:
    return Learnt(**{**raw, "model": model_from_dict(raw["model"])})


def words_of_phrases(
    lists: Mapping[str, str],
    phrases: Mapping[str, Sequence[str]],
    always: Mapping[str, Sequence[str]],
    more: Iterable[str],
) -> tuple[str, ...]:
    """Return every word of lists and phrases, once, then those of more lines of words.

    They are what slips are put right to, in this order: the first of two that are as near wins.
    """
    every = chain(lists.values(), *phrases.values(), *always.values())
    found = chain.from_iterable(_LETTERS.findall(_NOT_WORDS.sub(" ", one)) for one in every)
    return tuple(dict.fromkeys(chain(found, *map(str.split, more))))


def compiled(phrase: str, plain: Plain, lists: Container[str]) -> str:
    """Return a phrase as a regular expression in which lists are named and gaps are dots.

    Args:
        phrase: as an editor wrote it.
        plain: brings words to their plain form, between spaces.
        lists: the names of those that the phrase may name.

    Raises:
        PhraseError: if a bracket is not closed, a list is unknown, or no word is left.
    """
    wanted, _, unless = phrase.partition(" unless ")
    if unless or " & " in wanted:
        sought = "".join(f"(?=.*{_run(part, plain, lists)})" for part in wanted.split(" & "))
        barred = f"(?!.*{_run(unless, plain, lists)})" if unless else ""
        return f"^{sought}{barred}"
    if phrase.startswith("="):
        return f"^{_run(phrase.removeprefix('='), plain, lists)}$"
    return _run(phrase, plain, lists)


def keys(phrase: str, lists: Mapping[str, str]) -> tuple[str, ...]:
    """Return words of which every text with a compiled phrase has one.

    The longest word that the phrase cannot do without; where it has none of its own, those of its
    first choice.
    """
    words, choice = needed(phrase, lists)
    return (max(words, key=len),) if words else choice


def needed(phrase: str, lists: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that every text with a compiled phrase has, and those of which it has one.

    These are the phrase's own, and those of its first choice; there may be none of either.
    """
    start = phrase.index(_SOUGHT) + len(_SOUGHT) if _SOUGHT in phrase else 0
    depth, opened, own, choice = 0, 0, "", ""
    for at in range(start, len(phrase)):
        sign = phrase[at]
        if sign in "({":
            opened = at if depth == 0 else opened
            depth += 1
        elif sign in ")}":
            depth -= 1
            if depth < 0:
                break
            if depth == 0 and not choice and phrase[at + 1 : at + 2] != "?":
                inside = phrase[opened : at + 1]
                choice = lists[inside[1:-1]] if sign == "}" else expanded(inside, lists)
        elif depth == 0:
            own += sign
    return tuple(_WORD.findall(own)), tuple(_WORD.findall(choice))


def expanded(phrase: str, lists: Mapping[str, str]) -> str:
    """Return the regular expression of a phrase that `compiled` gave."""
    named = _NAMED.sub(lambda found: f"(?:{lists[found[1]]})", phrase)
    return named.replace("...", GAP)


def wordings(words: Iterable[str], plain: Plain, lists: Container[str] = ()) -> str:
    """Return words or phrases as the alternatives of a regular expression; "" if none is left.

    Raises:
        PhraseError: if one names a list that is not among `lists`.
    """
    found = ("".join(_words(line.split(), plain, lists)).strip() for line in words)
    return "|".join(dict.fromkeys(filter(None, found)))


def forms(word: str) -> tuple[str, ...]:
    """Return a word with each of its regular endings."""
    if word.endswith("e"):
        return (word, f"{word}s", f"{word}d", f"{word[:-1]}ing")
    if _ENDS_IN_Y.search(word):
        return (word, f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    stem = word + word[-1] if _DOUBLES.search(word) else word
    plural = f"{word}es" if _HISSES.search(word) else f"{word}s"
    return (word, plural, f"{stem}ed", f"{stem}ing")


def _run(phrase: str, plain: Plain, lists: Container[str]) -> str:
    """Return words that stand one behind the other, with a space before them."""
    if _ELEMENT.sub("", phrase).strip():
        raise PhraseError("a bracket without its other half")
    made = list(_elements(phrase, plain, lists))
    words = "".join(made)
    # A run of nothing but choices that may be left out is found in every text.
    if words.startswith("...") or all(part.endswith(")?") for part in made if part):
        raise PhraseError("no word to begin with")
    return f" {words}"


def _elements(phrase: str, plain: Plain, lists: Container[str]) -> Iterator[str]:
    run: list[str] = []
    for match in chain(_ELEMENT.finditer(phrase), [None]):
        one_of, maybe, gap, word = match.groups() if match else (None,) * 4
        if word is not None:
            run.append(word)
            continue
        yield from _words(run, plain, lists)
        run = []
        if gap is not None:
            yield "..."
        elif one_of is not None:
            if not (found := wordings(one_of.split("|"), plain, lists)):
                raise PhraseError("a choice of fillers alone")
            yield f"(?:{found}) "
        elif maybe is not None and (found := wordings(maybe.split("|"), plain, lists)):
            yield f"(?:(?:{found}) )?"


def _words(words: Sequence[str], plain: Plain, lists: Container[str]) -> Iterator[str]:
    """Yield words in their plain form, each with a space behind it; `word~` in all its forms."""
    for special, group in groupby(words, key=lambda word: word[-1:] in ("~", "}")):
        if not special:
            yield plain(" ".join(group))[1:]
            continue
        for word in group:
            if word.endswith("~"):
                yield f"(?:{'|'.join(forms(word[:-1]))}) "
            elif word[1:-1] in lists:
                yield f"{word} "
            else:
                raise PhraseError(f"no list has the name {word[1:-1]}")
