"""A text in, its plain words out, in which phrases are looked for.

Plain words are folded, without apostrophes, fillers ("really", "the") and letters held down, with
shortened and dialect words written out ("dont", "cannae"), words that were run together parted and
slips of the keyboard put right. The browser does the same with the same data
(`site_builder/static/search/help.js`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from kb.text.slips import Pairs, pairs_of, slips
from kb.text.words import fold

_APOSTROPHE = re.compile("[\u2018\u2019\u02bc`\u00b4]")
_HAVE = re.compile("([a-z])'ve(?![a-z])")
_ENDING = re.compile("([a-z])'(?:s|m|re|ll|d)(?![a-z])")
_HELD = re.compile("([a-z])\\1\\1+")
_WORD = re.compile(r"[a-z0-9]+|[.!?;:\n]+")
_STOPS = re.compile(r"(?: \.)+ ")
_WORDS = 4096
_LONG = 4
_BEFORE = frozenset({"i", "im", "my", "dont", "cant", "wont"})
_BEHIND = frozenset({"i", "it", "me", "my", "to"})


@dataclass(frozen=True, kw_only=True)
class PlainWords:
    """How a text is brought to its plain words.

    `fillers` are left out; `same` maps one or more words to those that they stand for; `targets`
    are the words that slips are put right to, the likelier first; `right` are words near those
    that are spelt as they should be; `short` are words that may be run together with others. Words
    of fewer letters than `shortest` are left as they are; from `two_slips_from` letters on a word
    may be two slips away from what was meant. A letter is a slip for those that are `alike`, as
    `kb.text.slips.pairs_of` reads it.
    """

    fillers: frozenset[str] = frozenset()
    same: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    shortest: int
    two_slips_from: int
    alike: str = ""

    def text(self, text: str) -> str:
        """Return the plain words between single spaces, with a space at each end."""
        return self._line(meant for word in words_of(text) for meant in self._meant(word))

    def unspelt(self, text: str) -> str:
        """Return what `text` does, without putting slips right: for what editors wrote."""
        return self._line(words_of(text))

    def sentences(self, text: str) -> list[str]:
        """Return the plain words of each sentence that has any, as `text` gives them."""
        return [f" {line.strip()} " for line in _STOPS.split(self.text(text)) if line.strip(" .")]

    def _line(self, words: Iterable[str]) -> str:
        line = " " + "".join(f"{word} " for word in words if word not in self.fillers)
        return self._same.sub(lambda found: " " + self.same[found.group()[1:]], line)

    @cached_property
    def _same(self) -> re.Pattern[str]:
        longest_first = sorted(self.same, key=lambda words: (-len(words), words))
        return re.compile(f" (?:{'|'.join(longest_first)})(?= )" if longest_first else "(?!)")

    @cached_property
    def _known(self) -> frozenset[str]:
        return self.right.union(self.targets, self.fillers)

    @cached_property
    def _alike(self) -> Pairs:
        return pairs_of(self.alike)

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.targets:
            found.setdefault(word[0], []).append(word)
        return found

    def _meant(self, word: str) -> Sequence[str]:
        """What a slip was meant to be: another word, or two; the word itself if it is none."""
        if len(word) < self.shortest or word in self._known or not word.isalpha():
            return (word,)
        return self._put_right(word)

    @cached_property
    def _put_right(self) -> Callable[[str], Sequence[str]]:
        """`_nearest` with the words kept that were asked for last: most stand in many lines."""
        return lru_cache(maxsize=_WORDS)(self._nearest)

    def _nearest(self, word: str) -> Sequence[str]:
        most = 2 if len(word) >= self.two_slips_from else 1
        best, least = "", most + 1
        for target in self._by_first.get(word[0], ()):
            if abs(len(target) - len(word)) > most:
                continue
            if (away := slips(word, target, self._alike)) < least:
                best, least = target, away
            if least == 1:  # nearer is only the word itself, which is no target
                break
        return (best,) if best else self._parted(word)

    def falls_apart(self, word: str) -> bool:
        """Whether a word would be taken for two that were run together."""
        return len(word) >= self.shortest and len(self._parted(word)) > 1

    def _parted(self, word: str) -> Sequence[str]:
        """Two words that were run together, the first as long as may be, or the word itself.

        Each has four letters at least, unless it is often run together (`_BEFORE`, `_BEHIND`), so
        that few words that are right fall apart.
        """
        for at in range(len(word) - 1, 0, -1):
            one, other = word[:at], word[at:]
            if (
                (len(one) >= _LONG or one in _BEFORE)
                and (len(other) >= _LONG or other in _BEHIND)
                and self._is_word(one)
                and self._is_word(other)
            ):
                return (one, other)
        return (word,)

    def _is_word(self, word: str) -> bool:
        return word in self.short or word in self._known


def words_of(text: str) -> list[str]:
    """Return the words of a text: folded, endings such as 's off, letters held down let go.

    What ends a sentence is a dot of its own.
    """
    folded = _APOSTROPHE.sub("'", fold(text))
    folded = _ENDING.sub(r"\1", _HAVE.sub(r"\1 have", folded)).replace("'", "")
    found = _WORD.findall(_HELD.sub(r"\1", folded))
    return [word if word.isalnum() else "." for word in found]


def near(
    targets: Iterable[str],
    right: Iterable[str],
    *,
    shortest: int,
    two_slips_from: int,
    alike: str,
) -> tuple[str, ...]:
    """Return the words spelt as they should be that would otherwise be taken for slips."""
    return tuple(
        filter(
            _slips_near(tuple(targets), shortest, two_slips_from, alike),
            dict.fromkeys(right),
        )
    )


@lru_cache(maxsize=2)
def _slips_near(
    targets: tuple[str, ...], shortest: int, two_slips_from: int, alike: str
) -> Callable[[str], bool]:
    """Return what says of a word whether it would be taken for a slip, and keeps its answers."""
    pairs = pairs_of(alike)
    known = frozenset(targets)
    short_of: dict[str, set[str]] = {}
    for target in known:
        for form in _shortened(target, 2):
            short_of.setdefault(form, set()).add(target)

    @cache
    def would_be_taken(word: str) -> bool:
        if len(word) < shortest or word in known:
            return False
        most = 2 if len(word) >= two_slips_from else 1
        others: set[str] = set()
        for form in _shortened(word, most):
            others |= short_of.get(form, set())
        return any(other[0] == word[0] and slips(word, other, pairs) <= most for other in others)

    return would_be_taken


def _shortened(word: str, most: int) -> set[str]:
    """The word with up to so many letters left out: words a slip apart share such a form."""
    forms = {word}
    last = forms
    for _ in range(most):
        last = {form[:at] + form[at + 1 :] for form in last for at in range(len(form))}
        forms = forms | last
    return forms
