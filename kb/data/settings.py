"""Everything about the search that was chosen or tuned, read from `kb/data/search.json`.

One file of plain data serves both runtimes: the Python engine reads it here, and the build hands
it on to the browser engine as it is. docs/search.md says how each value was chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.data import DATA

PATH = DATA / "search.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StemmerSettings:
    """The tables of suffixes that `kb.text.stemmer` reads."""

    step_2: Mapping[str, str]
    step_3: Mapping[str, str]
    step_4: tuple[str, ...]
    british: Mapping[str, str]
    """Stems of other spellings, with the one that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingSettings:
    """Lengths of words, in letters, that decide about corrections."""

    shortest: int
    """The shortest word that is corrected: shorter ones are acronyms as often as slips."""
    two_slips_from: int
    """From this length a word may be two slips away from its correction, rather than one."""
    shortest_offered: int
    """The shortest word that is offered as a correction."""
    joined: int
    """The shortest word that two words are read as."""
    letters: int
    """The most letters apart that are read as one acronym."""
    base: int
    """The fewest letters that are left where an ending is taken off."""
    least_said: int
    """The fewest example questions with a word that make it one which is spelt right."""
    endings: Sequence[str]
    """Endings that the stemmer leaves, each after the longer one that it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFitting:
    """How a model of lines is fitted.

    `least_seen` are the lines that must have a word or pair of words, for it to have a weight.
    `bits` is the logarithm of the number of places for weights, `levels` the steps that a weight
    has above and below nought, `least_steps` those below which it has none; `epochs` are the times
    that each line is seen, `rate` how far each moves the weights, `decay` how strongly these are
    held back from being large.
    """

    least_seen: int
    bits: int
    levels: int
    least_steps: float
    epochs: int
    rate: float
    decay: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DistressSettings:
    """How distress is noticed; `shortest` and `two_slips_from` count the letters of a word."""

    shortest: int
    """The shortest word that is put right before phrases are looked for."""
    two_slips_from: int
    """From this length a word may be two slips away from what was meant."""
    alike: str
    """Letters of which one may be a slip for the other: the vowels, the rows of the keyboard, then
    pairs that are one above the other, or sound alike. In a row only neighbours are alike."""
    fitting: LineFitting
    """How the model of its lines is fitted."""
    enough: float
    """The score of that model above which help is shown without a phrase."""
    needed: float
    """The score that a line with a phrase needs, unless the phrase is one that nothing silences."""
    sure: float
    """The score from which it counts as plainly as a phrase: the pages of help come first."""
    whole: int
    """Words from which a sentence of several is scored on its own as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetSettings:
    """How a snippet is cut; `words`, `lead` and `least_words` count words."""

    words: int
    """The most words of a snippet: about two lines on a screen."""
    lead: int
    """Words shown before the first match where no sentence begins near it, for context."""
    least_words: int
    """The fewest words of a snippet that ends with a sentence before the passage does."""
    least_share: float
    """The share of the weightiest term that a word must weigh to be marked by itself."""
    summary_share: float
    """How near the summary counts, as a share of how near the nearest passage is."""
    leaning: frozenset[str]
    """Words with which a sentence leans on the one before it: no snippet begins there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSettings:
    """What is strong enough to be given as a reason for a result."""

    most: int
    """The most reasons of one result, how sure the search is left aside."""
    words: int
    """The most words or phrases that are named."""
    longest: int
    """The most words of such a phrase."""
    common: float
    """The share of the documents above which a word is too common to be a reason, unless the
    page has it in a name."""
    likely_need: float
    """The chance from which a need is named."""
    vague: frozenset[str]
    """Words that tell nothing by themselves: no reason, and never marked in a snippet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """By which words somebody speaks of their own career, and by which of a practice or area."""

    doctor: frozenset[str]
    planner: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page of the site about the site itself, and how people ask for it.

    `id` is its folder. A query asks for it that has one of the `phrases`, every word counted, or
    that is nothing but one of the words `alone`, stop words left aside.
    """

    id: str
    title: str
    phrases: tuple[str, ...]
    alone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values of the data file that the engine computes with.

    `fields` weighs the BM25 score of each field of a page in the part "words"; `parts` weighs the
    parts of a score, `plain_parts` those of an index without situations and needs.
    """

    stop_words: frozenset[str]
    weak_words: frozenset[str]
    """Words that count, and yet say nothing as a reason: they are neither marked nor named."""
    stemmer: StemmerSettings
    longest_query: int
    """Characters of a query that are read; the rest is ignored."""
    spelling: SpellingSettings
    distress: DistressSettings
    text_fields: tuple[str, ...]
    """The fields whose words are scored, each on its own."""
    name_fields: tuple[str, ...]
    """The fields of text that hold a document's names."""
    k1: float
    b: float
    fields: Mapping[str, float]
    corrected: float
    """What a term counts that was corrected, beside 1 for one that was typed."""
    synonym: float
    """What a term counts that only another name of something typed has."""
    whole_share: float
    """Of the likeness in meaning: the whole document's share, beside its best passage's.

    At 1 no vector of a passage is used, nor sent to a browser.
    """
    near: float
    """The likeness from which a passage is near the query in meaning."""
    best_situations: int
    """How many of a page's situations count, the likeliest ones."""
    cue_count: float
    """How much a word of a cue counts beside one of a situation, for needs by words."""
    asked_count: float
    """How much a word of what is asked counts beside one of a situation, for needs by words."""
    asked_sharpness: float
    """The inverse temperature of the votes of what is asked, on the scale of BM25."""
    asked_meaning_sharpness: float
    """The same for votes by likeness in meaning."""
    asked_nearest: int
    """Example questions, the nearest in meaning, whose mean likeness speaks for an answer."""
    asked_least: int
    """Example questions that there must be for that; of fewer the situations speak."""
    together_first: int
    """The documents, best first, whose companions in what is asked gain."""
    together_share: float
    """How much they gain, beside a score of 1."""
    need_smoothing: float
    """Words added to each need, spread as in all, for needs by words."""
    need_sharpness: float
    """The inverse temperature of needs by meaning."""
    page_sharpness: float
    """The inverse temperature of pages by meaning."""
    parts: Mapping[str, float]
    modes: Mapping[str, tuple[str, ...]]
    """The parts that each mode adds up."""
    plain_parts: Mapping[str, float]
    titled: float
    """Added to the score of a document whose names have every word of the query: whoever types
    part of a name wants that page."""
    for_others: float
    """Added where a document is for other roles alone than the one spoken of; below 0."""
    spotted: float
    """Added where a short query, or one that names a place or an organisation, points to few."""
    spot_terms: int
    """Words that a query has at most, the weak ones left aside, to point to few documents."""
    spot_documents: int
    """Documents that are few."""
    reader_terms: frozenset[str]
    """What those call themselves whom the content is for."""
    beside_readers: int
    """Words beside these that a query of theirs has at most, the weak ones left aside."""
    readers_foreign: float
    """How much those words may speak of what lies elsewhere, by their log odds."""
    closed: float
    """Added where the offer that a document is about cannot be taken up; below 0."""
    named: float
    """Added to the score of a document whose name the query is, so that it comes first."""
    help: float
    """Added to the score of urgent help, and more for what stands first in the list of help."""
    kept: float
    """The share of the best score that a document must reach to be among the results."""
    always_counted: int
    """Results that count because they are the nearest."""
    word_share: float
    """The share of a query's words, by rarity, that a document has at least to have the words."""
    sure_likely: float
    """How far the first score lies above the fourth where the first results are likely right."""
    sure_look: float
    """The same where they are worth a look."""
    sure_first: int
    """The results that sureness speaks of: the first ones."""
    topics: int
    """Needs, turns of a career, and pages of the site's own, that are shown at most."""
    site_pages: tuple[SitePage, ...]
    shown: int
    """Results that are returned unless a number is given."""
    nearest: int
    """Needs that are named, and documents that are shown, where nothing fits."""
    precision: int
    """Decimals to which scores are compared, so that the sums of both runtimes order alike."""
    digits: int
    """Decimals of the scores in an answer."""
    snippet: SnippetSettings
    reasons: ReasonSettings
    voice: VoiceSettings
    neighbours: int
    """How many of a document's nearest ones say how close it is to all documents."""
    most_words: float
    """The ceiling of the signals of words: above it a name was typed, and more adds nothing."""
    abstain: Mapping[str, Mapping[str, float]]
    """For each mode what each signal counts, and the threshold (`kb.search.abstain`)."""
    raw: Mapping[str, Any]
    """The file as it stands, for the browser."""

    @property
    def uses_passages(self) -> bool:
        """Whether the likeness of single passages counts."""
        return self.whole_share < 1


@cache
def load_settings() -> Settings:
    """The settings that ship with the package."""
    return settings_from(json.loads(PATH.read_text(encoding="utf-8")))


def settings_from(raw: Mapping[str, Any]) -> Settings:
    """The settings of a data file that has been read. A missing value raises `KeyError`."""
    return Settings(
        stop_words=frozenset(raw["stop_words"].split()),
        weak_words=frozenset(raw["weak_words"].split()),
        stemmer=StemmerSettings(
            step_2=raw["stemmer"]["step_2"],
            step_3=raw["stemmer"]["step_3"],
            step_4=tuple(raw["stemmer"]["step_4"].split()),
            british=raw["stemmer"]["british"],
        ),
        longest_query=raw["query"]["longest"],
        spelling=SpellingSettings(**raw["spelling"]),
        distress=DistressSettings(
            **raw["distress"] | {"fitting": LineFitting(**raw["distress"]["fitting"])}
        ),
        text_fields=tuple(raw["text_fields"]),
        name_fields=tuple(raw["name_fields"]),
        k1=raw["bm25"]["k1"],
        b=raw["bm25"]["b"],
        fields=raw["fields"],
        corrected=raw["terms"]["corrected"],
        synonym=raw["terms"]["synonym"],
        whole_share=raw["meaning"]["whole_share"],
        near=raw["meaning"]["near"],
        best_situations=raw["situations"]["best"],
        cue_count=raw["needs"]["cue_count"],
        asked_count=raw["needs"]["asked_count"],
        asked_sharpness=raw["asked"]["sharpness"],
        asked_nearest=raw["asked"]["nearest"],
        asked_least=raw["asked"]["least"],
        asked_meaning_sharpness=raw["asked"]["meaning_sharpness"],
        together_first=raw["asked"]["together_first"],
        together_share=raw["asked"]["together_share"],
        need_smoothing=raw["needs"]["smoothing"],
        need_sharpness=raw["needs"]["sharpness"],
        page_sharpness=raw["pages"]["sharpness"],
        parts=raw["parts"],
        modes={mode: tuple(parts) for mode, parts in raw["modes"].items()},
        plain_parts=raw["plain_parts"],
        titled=raw["lifts"]["titled"],
        for_others=raw["lifts"]["for_others"],
        spotted=raw["lifts"]["spotted"],
        spot_terms=raw["spots"]["terms"],
        spot_documents=raw["spots"]["documents"],
        reader_terms=frozenset(raw["readers"]["terms"]),
        beside_readers=raw["readers"]["beside"],
        readers_foreign=raw["readers"]["foreign"],
        closed=raw["lifts"]["closed"],
        named=raw["lifts"]["named"],
        help=raw["lifts"]["help"],
        kept=raw["kept"],
        always_counted=raw["counting"]["always"],
        word_share=raw["counting"]["word_share"],
        sure_likely=raw["sureness"]["likely"],
        sure_look=raw["sureness"]["look"],
        sure_first=raw["sureness"]["first"],
        topics=raw["topics"],
        site_pages=tuple(_site_page(*page) for page in raw["site_pages"]),
        **raw["results"],
        snippet=SnippetSettings(**_with_words(raw["snippet"], "leaning")),
        reasons=ReasonSettings(**_with_words(raw["reasons"], "vague")),
        voice=VoiceSettings(**_with_words(raw["voice"], "doctor", "planner")),
        neighbours=raw["related"]["neighbours"],
        most_words=raw["most_words"],
        abstain=raw["abstain"],
        raw=raw,
    )


def _site_page(page_id: str, title: str, phrases: str, alone: str) -> SitePage:
    return SitePage(
        id=page_id, title=title, phrases=tuple(phrases.split("; ")), alone=tuple(alone.split("; "))
    )


def _with_words(raw: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """A part of the file in which the lists of words, written as one text, are sets."""
    return {**raw, **{name: frozenset(raw[name].split()) for name in names}}
