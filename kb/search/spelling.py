"""Words that no document has in, the words of the content that were meant out.

A word of everyday English that the content does not use is no slip, and is left alone: such words
stand in `kb/data/words.txt`, the whole words of the vocabulary of all-MiniLM-L6-v2.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kb.data.settings import SpellingSettings
from kb.text.english import english
from kb.text.slips import slips
from kb.text.stemmer import stem
from kb.text.words import Word, terms_of

_NUMBERED = re.compile("([0-9]+)([a-z]{2,})")
_CAPITALS = re.compile("[A-Z]+")


class Words(Protocol):
    """What knows the words of the content, as `kb.index.words.KeywordIndex` does."""

    def knows_word(self, word: str) -> bool:
        """Whether some document has the word, as written."""
        ...

    def knows_term(self, term: str) -> bool:
        """Whether some document has a word of that stem."""
        ...

    def words_within(self, word: str, distance: int) -> list[tuple[str, int]]:
        """(word, documents that have it) of the words at most so many letters away."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Words as typed, with their place in the text, and the words that were taken for them.

    `stems` are those of what was typed, `terms` those of what was meant, stop words left out.
    """

    typed: str
    meant: str
    stems: tuple[str, ...]
    terms: tuple[str, ...]
    start: int
    end: int


class Speller:
    """Corrects the words that no document has."""

    def __init__(
        self,
        words: Words,
        known_terms: Container[str],
        settings: SpellingSettings,
        compounds: Iterable[str] = (),
    ) -> None:
        """`known_terms` are stems that are never corrected: those of names, cues and synonyms.

        `compounds` are pairs of words that stand together, as ``part-time``: whoever writes them
        as one is understood.
        """
        self._words = words
        self._known_terms = known_terms
        self._settings = settings
        self._compounds: Mapping[str, str] = {
            pair.replace("-", ""): pair.replace("-", " ") for pair in reversed(tuple(compounds))
        }

    def corrections(self, text: str, words: Sequence[Word]) -> Iterator[Correction]:
        """What was meant by words that need to be put right, in the order of the text.

        Letters of an acronym and halves of a word that were written apart are joined; a word that
        was written as one is parted; slips are put right; and an ending is left off. A word in
        capitals beside small letters is a name, as ADHD, and no slip.
        """
        shouted = not re.search("[a-z]", text)
        at = 0
        while at < len(words):
            word = words[at]
            meant, used = self._joined(text, words, at)
            if not meant and not word.stop:
                name = not shouted and _CAPITALS.fullmatch(text, word.start, word.end)
                meant, used = self._single(word.text, name=bool(name)), 1
            if meant:
                typed = words[at : at + used]
                yield Correction(
                    typed=" ".join(one.text for one in typed),
                    meant=meant,
                    stems=tuple(one.term for one in typed if not one.stop),
                    terms=tuple(terms_of(meant)),
                    start=typed[0].start,
                    end=typed[-1].end,
                )
            at += max(used, 1) if meant else 1

    def _joined(self, text: str, words: Sequence[Word], at: int) -> tuple[str, int]:
        """(the one word that the next ones make, how many they are); ("", 0) if they make none."""
        run = [words[at]]
        for word in words[at + 1 : at + self._settings.letters]:
            if text[run[-1].end : word.start] not in (" ", "-"):
                break
            run.append(word)
        letters = next((n for n, one in enumerate(run) if not _is_letter(one)), len(run))
        for used in range(letters, 1, -1):
            joined = "".join(one.text for one in run[:used])
            if self._words.knows_term(stem(joined)):
                return joined, used
        pair = run[:2]
        joined = "".join(one.text for one in pair)
        if len(pair) < 2 or len(joined) < self._settings.joined or all(one.stop for one in pair):
            return "", 0
        return (joined, 2) if joined.isalpha() and self._words.knows_word(joined) else ("", 0)

    def _single(self, word: str, *, name: bool) -> str:
        """What one word was written for, or ""."""
        if self._words.knows_word(word) or self._words.knows_term(stem(word)):
            return ""
        if word in self._compounds:
            return self._compounds[word]
        numbered = _NUMBERED.fullmatch(word)
        if numbered and self._words.knows_word(numbered.group(2)):
            return " ".join(numbered.groups())
        if name or not word.isalpha() or len(word) < self._settings.shortest:
            return ""
        return self.correct(word) or self._without_ending(word)

    def _without_ending(self, word: str) -> str:
        """The word that is left without an ending (retiree, retire), if the content has it."""
        ending = next((end for end in self._settings.endings if word.endswith(end)), "")
        base = word[: len(word) - len(ending)]
        if not ending or len(base) < self._settings.base:
            return ""
        return next((one for one in (base, f"{base}e") if self._words.knows_word(one)), "")

    def correct(self, word: str) -> str:
        """The nearest word of the content: by letters, then by documents, then alphabet; or "".

        A transposition counts as one slip among equals. "" also for a word that is known.
        """
        if stem(word) in self._known_terms or self._words.knows_word(word):
            return ""
        if word in english():
            return ""
        most = 2 if len(word) >= self._settings.two_slips_from else 1
        # A swap of two letters is one slip, but two changes to Whoosh, which counts no swaps.
        near = self._words.words_within(word, max(most, 2))
        ranked = sorted((slips(word, name), -documents, name) for name, documents in near)
        return ranked[0][2] if ranked and ranked[0][0] <= most else ""


def _is_letter(word: Word) -> bool:
    return len(word.text) == 1 and word.text.isalpha()
