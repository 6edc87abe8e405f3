"""The words of distress as editors wrote them in, a net of phrases ready to be looked for out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from kb.data.settings import DistressSettings
from kb.model.distress import Distress
from kb.text.line_model import fit_lines
from kb.text.phrase_net import (
    Learnt,
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
    distress: Distress,
    right: Collection[str],
    settings: DistressSettings,
    ordinary: Iterable[str] = (),
) -> PhraseNet:
    """Return the net of phrases, with what its lines teach.

    Args:
        distress: the words, each phrase without a fault.
        right: words that are spelt as they should be.
        ordinary: more lines that need no urgent help.
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
        learnt=_learnt(distress.lines, (*distress.ordinary, *ordinary), plain, settings),
    )


def _learnt(
    lines: Iterable[str], others: Iterable[str], plain: PlainWords, settings: DistressSettings
) -> Learnt | None:
    """What lines teach; slips stay in them, since to put them right takes long and helps little."""

    def words(texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(plain.unspelt(text).replace(" .", "") for text in texts)

    model = fit_lines(words(lines), words(others), settings.fitting)
    if model is None:
        return None
    return Learnt(
        model=model,
        enough=settings.enough,
        needed=settings.needed,
        sure=settings.sure,
        whole=settings.whole,
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
