"""An English word in, its stem out: the algorithm of Porter, "An algorithm for suffix
stripping" (Program 14.3, 1980), with the two later changes of its author (bli, logi).

It stands here because the browser engine stems with the same rules, which mean the same in both
languages, and because `whoosh.lang.porter` leaves out part of step 1b: it never finds a doubled
consonant or a missing e, so that "isolated" and "isolation", "planned" and "planning", part ways.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kb.data.settings import load_settings

_CONSONANTS = "[^aeiouy]+"
_VOWELS = "[aeiou]+"
_SYLLABLE = f"^(?:{_CONSONANTS})?{_VOWELS}{_CONSONANTS}"
_MEASURE_OVER_0 = re.compile(_SYLLABLE)
_MEASURE_IS_1 = re.compile(f"{_SYLLABLE}(?:{_VOWELS})?$")
_MEASURE_OVER_1 = re.compile(f"{_SYLLABLE}{_VOWELS}{_CONSONANTS}")
_HAS_VOWEL = re.compile(f"^(?:{_CONSONANTS})?[aeiouy]")
_SHORT_SYLLABLE = re.compile(f"^{_CONSONANTS}[aeiouy][^aeiouwxy]$")
_DOUBLED = re.compile(r"([^aeiouylsz])\1$")

_VOWEL = re.compile("[aeiouy]")
_ZED = re.compile("[iy]z(?=(?:e|es|ed|ing|er|ers|able|ation|ations|ational|ationally)$)")
"""Endings that are written with z or s, where a vowel stands before, as it does not in "prize"."""


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one lower-case word, as ``mentor`` of ``mentoring``; shorter than 3: itself."""
    if len(word) < 3:
        return word
    initial_y = word[0] == "y"
    if initial_y:  # at the start of a word y is a consonant, and "Y" is none of the vowels above
        word = "Y" + word[1:]
    zed = _ZED.search(word)
    if zed and _VOWEL.search(word, 0, zed.start()):
        word = f"{word[: zed.end() - 1]}s{word[zed.end() :]}"
    for step in (_plurals, _past_and_gerund, _final_y, _long_suffixes, _last_suffix, _final_e):
        word = step(word)
    word = "y" + word[1:] if initial_y else word
    return load_settings().stemmer.british.get(word, word)


def _plurals(word: str) -> str:
    """Step 1a: caresses, ponies, cats."""
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and word[-2] != "s":
        return word[:-1]
    return word


def _past_and_gerund(word: str) -> str:
    """Step 1b: agreed, plastered, motoring."""
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_OVER_0.match(word[:-3]) else word
    for suffix in ("ed", "ing"):
        if word.endswith(suffix):
            base = word[: -len(suffix)]
            if not _HAS_VOWEL.match(base):
                return word
            if base.endswith(("at", "bl", "iz")):
                return base + "e"
            if _DOUBLED.search(base):
                return base[:-1]
            return base + "e" if _SHORT_SYLLABLE.match(base) else base
    return word


def _final_y(word: str) -> str:
    """Step 1c: happy."""
    return word[:-1] + "i" if word.endswith("y") and _HAS_VOWEL.match(word[:-1]) else word


def _long_suffixes(word: str) -> str:
    """Steps 2 and 3: the longest suffix of each table, where a syllable stands before it."""
    tables = load_settings().stemmer
    for table in (tables.step_2, tables.step_3):
        suffix = _longest_suffix(word, tuple(table))
        base = word[: len(word) - len(suffix)]
        if suffix and _MEASURE_OVER_0.match(base):
            word = base + table[suffix]
    return word


def _last_suffix(word: str) -> str:
    """Step 4: the last suffix, where two syllables stand before it."""
    suffix = _longest_suffix(word, load_settings().stemmer.step_4)
    if not suffix and len(word) > 4 and word.endswith(("sion", "tion")):
        suffix = "ion"
    base = word[: len(word) - len(suffix)]
    return base if suffix and _MEASURE_OVER_1.match(base) else word


def _final_e(word: str) -> str:
    """Step 5: probate, rate, controll."""
    if word.endswith("e") and len(word) > 1:
        base = word[:-1]
        short = _MEASURE_IS_1.match(base) and not _SHORT_SYLLABLE.match(base)
        if _MEASURE_OVER_1.match(base) or short:
            word = base
    return word[:-1] if word.endswith("ll") and _MEASURE_OVER_1.match(word) else word


def _longest_suffix(word: str, suffixes: tuple[str, ...]) -> str:
    """The longest of the suffixes that the word ends in with a letter before it, else ""."""
    if not word.endswith(suffixes):
        return ""  # as with most words
    found = [end for end in suffixes if word.endswith(end) and len(word) > len(end)]
    return max(found, key=len, default="")
