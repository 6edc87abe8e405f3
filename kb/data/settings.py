"""Everything about the search that was chosen or tuned, read from `kb/data/search.json`.

One file of plain data serves both runtimes: the Python engine reads it here, and the build hands
it on to the browser engine as it is. docs/search.md tells how each value was come by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.data import DATA

PATH = DATA / "search.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The values of the data file that the engine computes with.

    `fields` weighs the BM25 score of each field of a page in the part "words"; `parts` weighs the
    parts of a score, `plain_parts` those of an index without situations and needs.
    """

    stop_words: frozenset[str]
    weak_words: frozenset[str]
    """Words that count, and yet say nothing as a reason: they are neither marked nor named."""
    k1: float
    b: float
    fields: Mapping[str, float]
    corrected: float
    """What a term counts that was corrected, beside 1 for one that was typed."""
    synonym: float
    """What a term counts that only another name of something typed has."""
    whole_share: float
    """Of the likeness in meaning: the whole document's share, beside its best passage's."""
    best_situations: int
    """How many of a page's situations count, the likeliest ones."""
    cue_count: float
    """How much a word of a cue counts beside one of a situation, for needs by words."""
    asked_count: float
    """How much a word of what is asked counts beside one of a situation, for needs by words."""
    asked_sharpness: float
    """The inverse temperature of the votes of what is asked, on the scale of BM25."""
    need_smoothing: float
    """Words added to each need, spread as in all, for needs by words."""
    need_sharpness: float
    """The inverse temperature of needs by meaning."""
    page_sharpness: float
    """The inverse temperature of pages by meaning."""
    parts: Mapping[str, float]
    plain_parts: Mapping[str, float]
    titled: float
    """Added to the score of a document whose names have every word of the query: who types part of
    a name wants what bears it."""
    for_others: float
    """Added where a document is for other roles alone than the one spoken of; below 0."""
    kept: float
    """The share of the best score that a document must reach to be among the results."""
    abstain: Mapping[str, Mapping[str, float]]
    """For each mode what each signal counts, and the threshold (`kb.search.abstain`)."""
    raw: Mapping[str, Any]
    """The file as it stands, for the browser."""


@cache
def load_settings() -> Settings:
    """The settings that ship with the package."""
    return settings_from(json.loads(PATH.read_text(encoding="utf-8")))


def settings_from(raw: Mapping[str, Any]) -> Settings:
    """The settings of a data file that has been read. A missing value raises `KeyError`."""
    return Settings(
        stop_words=frozenset(raw["stop_words"].split()),
        weak_words=frozenset(raw["weak_words"].split()),
        k1=raw["bm25"]["k1"],
        b=raw["bm25"]["b"],
        fields=raw["fields"],
        corrected=raw["terms"]["corrected"],
        synonym=raw["terms"]["synonym"],
        whole_share=raw["meaning"]["whole_share"],
        best_situations=raw["situations"]["best"],
        cue_count=raw["needs"]["cue_count"],
        asked_count=raw["needs"]["asked_count"],
        asked_sharpness=raw["asked"]["sharpness"],
        need_smoothing=raw["needs"]["smoothing"],
        need_sharpness=raw["needs"]["sharpness"],
        page_sharpness=raw["pages"]["sharpness"],
        parts=raw["parts"],
        plain_parts=raw["plain_parts"],
        titled=raw["lifts"]["titled"],
        for_others=raw["lifts"]["for_others"],
        kept=raw["kept"],
        abstain=raw["abstain"],
        raw=raw,
    )
