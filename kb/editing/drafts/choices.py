"""Several choices in one answer, as the concepts of a vocabulary.

A form joins what was ticked with commas, and labels have commas and brackets of their own. So
whole labels are looked for first, the longest first; only what is left is split at commas. What is
nearly a name of the vocabulary, or a name that several concepts go by, is taken with a to-do: a
wrong tag looks like a right one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kb.model.vocabulary import Taxonomy, nearest

LEAST_FOR_NEAR = 5
"""Letters that a word must have to be taken for another by its spelling: "GP" is near to much."""
LONGEST_ANSWER = 4_000
"""Characters of an answer; all labels of the largest vocabulary have fewer."""

_SEPARATOR = re.compile(r"\s{0,2}(?:[,;\n]|/|\s(?:and|&)\s)\s{0,2}(?:(?:and|&)\s)?")
_CHUNK_END = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Choices:
    """The concepts that an answer names, and (what was said, label) of each taken as near."""

    concepts: tuple[str, ...]
    near: tuple[tuple[str, str], ...] = ()


def read_choices(text: str, taxonomy: Taxonomy) -> Choices | None:
    """Return the concepts that an answer names; None if any part of it names none."""
    plain = _folded(text).strip(" ,;\n.")
    if not plain or len(plain) > LONGEST_ANSWER:
        return None
    names, shared = _names(taxonomy)
    chunks = _chunks(plain, sorted(names, key=lambda name: (-len(name), name)))
    labels = {str(concept.id): concept.label for concept in taxonomy}
    concepts: list[str] = []
    near: list[tuple[str, str]] = []
    for chunk in chunks:
        concept = names.get(chunk)
        if concept is None:
            found = nearest(chunk, names) if len(chunk) >= LEAST_FOR_NEAR else ""
            if not found:
                return None
            concept = names[found]
        if chunk not in names or chunk in shared:
            near.append((chunk, labels[concept]))
        concepts.append(concept)
    return Choices(tuple(dict.fromkeys(concepts)), tuple(near)) if concepts else None


def _folded(text: str) -> str:
    plain = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    lines = (" ".join(line.split()) for line in plain.casefold().split("\n"))
    return "\n".join(line for line in lines if line)


def _names(taxonomy: Taxonomy) -> tuple[Mapping[str, str], frozenset[str]]:
    """Return every name of a vocabulary, and which of them several concepts go by.

    Labels and identifiers come before other words, which the first concept that has them gets.
    """
    names: dict[str, str] = {}
    shared: set[str] = set()
    for concept in taxonomy:
        names.setdefault(_folded(concept.label), concept.id)
    for concept in taxonomy:
        names.setdefault(concept.id, concept.id)
        names.setdefault(concept.id.replace("-", " "), concept.id)
    own = frozenset(names)
    for concept in taxonomy:
        for name in map(_folded, concept.also):
            if names.setdefault(name, concept.id) != concept.id and name not in own:
                shared.add(name)
    return names, frozenset(shared)


def _chunks(text: str, names: list[str]) -> list[str]:
    """Return a text cut at separators so that the fewest of its parts are no name.

    Worked out from the end: `best[at]` holds how many parts from there on are none, and the end of
    the first part.
    """
    best: dict[int, tuple[int, int]] = {len(text): (0, len(text))}
    starts = sorted({0, *(match.end() for match in _SEPARATOR.finditer(text))}, reverse=True)
    for at in starts:
        if at >= len(text):
            continue
        options = []
        for name in names:
            end = at + len(name)
            if text.startswith(name, at) and (after := _after(text, end)) in best:
                options.append((best[after][0], end))
        match = _CHUNK_END.search(text, at)
        end = match.start() if match else len(text)
        after = _after(text, end)
        options.append((best.get(after, (0, 0))[0] + 1, end))
        # The longest of the options that leave the fewest parts unknown.
        best[at] = min(options, key=lambda option: (option[0], -option[1]))
    found, at = [], 0
    while at < len(text):
        end = best[at][1] if at in best else len(text)
        if part := text[at:end].strip(" ,;.\n"):
            found.append(part)
        at = max(_after(text, end), at + 1)
    return found


def _after(text: str, end: int) -> int:
    """Return where the next part starts behind one that ends here; -1 if it cannot end here."""
    if end >= len(text):
        return len(text)
    match = _SEPARATOR.match(text, end)
    return match.end() if match else -1
