"""The words of distress as editors wrote them in, a net of phrases ready to be looked for out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from kb.data.settings import DistressSettings
from kb.model.distress import Distress
from kb.text.phrase_net import (
    PhraseError,
    PhraseNet,
    compiled,
    wordings,
    words_of_phrases,
)
from kb.text.plain_words import PlainWords, near


def faults(distress: Distress, settings: DistressSettings) -> Iterator[tuple[str, str, str]]:
    """Yield (field, phrase, what is wrong with it) of each phrase that cannot be read."""
    plain = _plain(distress, settings)
    for field, phrases in _phrases(distress):
        for at, phrase in enumerate(phrases):
            try:
                compiled(phrase, plain.unspelt, distress.lists)
            except PhraseError as error:
                yield f"{field}[{at}]", phrase, str(error)


def compile_net(
    distress: Distress, right: Collection[str], settings: DistressSettings
) -> PhraseNet:
    """Return the net of phrases.

    Args:
        distress: the words, each phrase without a fault.
        right: words that are spelt as they should be.
        settings: the lengths that decide about slips.

    Raises:
        PhraseError: if a phrase cannot be read.
    """
    plain = _plain(distress, settings)
    lists = {name: wordings(words, plain.unspelt) for name, words in distress.lists.items()}

    def made(phrases: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(compiled(one, plain.unspelt, lists) for one in phrases))

    phrases = {kind: made(one.phrases) for kind, one in distress.kinds.items()}
    always = {kind: made(one.always) for kind, one in distress.kinds.items()}
    exceptions = made(distress.exceptions)
    same_and_fillers = (*plain.same, *sorted(plain.fillers))
    words = words_of_phrases(lists, phrases, always, same_and_fillers)
    targets = tuple(word for word in words if len(word) >= settings.shortest)
    right_words = near(
        targets,
        right,
        shortest=settings.shortest,
        two_slips_from=settings.two_slips_from,
        alike=settings.alike,
    )
    plain = replace(
        plain,
        targets=targets,
        right=frozenset(right_words),
        short=frozenset(word for word in words if len(word) < settings.shortest),
    )
    whole = frozenset(word for word in right if plain.falls_apart(word))
    return PhraseNet(
        plain=replace(plain, right=plain.right | whole),
        lists=lists,
        phrases=phrases,
        always=always,
        exceptions=exceptions,
    )


def _phrases(distress: Distress) -> Iterator[tuple[str, Sequence[str]]]:
    for kind, one in distress.kinds.items():
        yield f"kinds.{kind}.always", one.always
        yield f"kinds.{kind}.phrases", one.phrases
    yield "not", distress.exceptions


def _plain(distress: Distress, settings: DistressSettings) -> PlainWords:
    """What brings the words of phrases to their plain form."""
    first = PlainWords(
        fillers=frozenset(distress.fillers),
        shortest=settings.shortest,
        two_slips_from=settings.two_slips_from,
        alike=settings.alike,
    )
    same: dict[str, str] = {}
    for meant, ways in distress.same.items():
        for way in ways:
            key = first.unspelt(way).strip()
            if key and key != meant:
                same.setdefault(key, meant)
    return replace(first, same=same)
