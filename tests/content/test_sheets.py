"""Sheets from the real content: for every answer, and the same in the browser."""

from __future__ import annotations

import gzip
import itertools

import pytest

from kb.content.read import Reading
from site_builder.model.site_content import SiteContent
from site_builder.tools.browser_data import tools_data
from site_builder.tools.guide import Guide
from site_builder.tools.guide_reading import read_guide
from site_builder.tools.sheet_rule import Situation, choose
from tests.site_builder.scripts import run_scripts, static
from tests.site_builder.tools.test_sheet_rule import CHOOSE, answers, told

DATA_BUDGET = 30_000
"""Bytes, compressed, of each data file of the tools."""


@pytest.fixture(scope="module")
def real(reading: Reading) -> SiteContent:
    """The real content."""
    assert reading.corpus is not None
    return SiteContent(reading.corpus)


@pytest.fixture(scope="module")
def found(real: SiteContent) -> Guide:
    """The guide of the real content."""
    return read_guide(real)


def test_the_browser_chooses_the_same_for_every_combination(
    real: SiteContent, found: Guide
) -> None:
    """Every role, stage, turn and need, none included."""
    asked = [[*answer, [], []] for answer in itertools.product(*answers(found))]
    here = [
        told(choose(found, Situation(role=role, stage=stage, moment=moment, needs=tuple(needs))))
        for role, stage, moment, needs, _, _ in asked
    ]
    scripts = [
        tools_data(real)["guide-data.js"].decode(),
        static("fragment.js"),
        static("sheet_rule.js"),
    ]
    assert run_scripts(scripts, CHOOSE, asked) == here


NO_STORY_MOMENTS = {
    "training-placement",
    "exam-trouble",
    "time-away",
    "adjustments-at-work",
    "unfair-treatment",
    "complaint-or-investigation",
}
NO_STORY_NEEDS = {"visa-and-sponsorship", "health-and-adjustments"}
"""Turns and needs that are a matter of rights and services: no case study here is about them."""


def test_every_stop_gives_a_sheet_of_use(found: Guide) -> None:
    """Two options or more, none closed, and a story wherever a case study has to do with it."""
    thin, without_story = [], []
    for stop in found.stops:
        for need in ("", *stop.needs):
            sheet = choose(
                found, Situation(role=stop.role, moment=stop.moment, needs=(need,) if need else ())
            )
            assert all(offer.option.status != "closed" for offer in sheet.offers)
            if len(sheet.offers) < 2:
                thin.append((stop.role, stop.moment, need))
            if not sheet.stories:
                without_story.append((stop.moment, need))
    assert thin == []
    assert [
        (moment, need)
        for moment, need in without_story
        if moment not in NO_STORY_MOMENTS and need not in NO_STORY_NEEDS
    ] == []


def test_distress_leads_to_urgent_help_at_every_stop(found: Guide) -> None:
    """The need that leads there is offered everywhere, and its sheet gives it."""
    for stop in found.stops:
        assert "burnout-and-distress" in stop.needs
        asked = Situation(role=stop.role, moment=stop.moment, needs=("burnout-and-distress",))
        assert found.urgent[0] in [offer.option.id for offer in choose(found, asked).offers]


def test_the_data_stay_small(real: SiteContent) -> None:
    """Exact sizes, so no matter of timing."""
    for name, script in tools_data(real).items():
        assert len(gzip.compress(script, mtime=0)) <= DATA_BUDGET, name
