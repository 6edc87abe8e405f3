"""Which options and which story a sheet gives."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.corpus import Corpus
from site_builder.model.site_content import SiteContent
from site_builder.tools.browser_data import tools_data
from site_builder.tools.guide import Guide
from site_builder.tools.guide_reading import read_guide
from site_builder.tools.sheet_rule import OPTION_LIMIT, STORY_LIMIT, Sheet, Situation, choose
from tests.site_builder.guides import choice, guide, option, stop, story
from tests.site_builder.scripts import run_scripts, static

CHOOSE = """
return given.map(([role, stage, moment, needs, add, without]) => {
    const asked = {role, stage, moment, needs, add, without};
    const sheet = kbSheet.choose(kbGuide, asked);
    return [
        sheet.offers.map((o) => [o.option.id, o.score, o.because, o.instead_of]),
        sheet.stories.map((s) => s.id),
        sheet.reading,
        sheet.ask.map((o) => o.id),
        sheet.stop ? sheet.stop.url : null,
        sheet.left_over,
        sheet.fitting,
        sheet.taken_off,
    ];
});
"""


def titles(sheet: Sheet) -> list[str]:
    """Return the options of a sheet by title, in order."""
    return [offer.option.title for offer in sheet.offers]


def told(sheet: Sheet) -> list[object]:
    """Return all of a sheet that the two runtimes must agree on."""
    return [
        [[o.option.id, o.score, list(o.because), o.instead_of] for o in sheet.offers],
        [s.id for s in sheet.stories],
        list(sheet.reading),
        [o.id for o in sheet.ask],
        sheet.stop.url if sheet.stop else None,
        sheet.left_over,
        sheet.fitting,
        sheet.taken_off,
    ]


def test_what_the_need_leads_to_comes_by_its_weight() -> None:
    """A page that only carries the need comes after those it leads to."""
    lonely = choice("lonely", circle=1, mentor=3)
    found = guide(
        option("circle"), option("line", needs=("lonely",)), option("mentor"), needs=(lonely,)
    )
    sheet = choose(found, Situation(needs=("lonely",)))
    assert [(o.option.title, o.score) for o in sheet.offers] == [
        ("Mentor", 9),
        ("Circle", 3),
        ("Line", 2),
    ]
    assert {o.because for o in sheet.offers} == {("need",)}


def test_what_helps_with_several_needs_comes_first() -> None:
    """By the sum of what it is worth to each; a fourth need no longer counts, and a story may be
    about any."""
    lonely, tired = choice("lonely", circle=3, line=2), choice("tired", line=2, case_rest=1)
    found = guide(
        option("circle"),
        option("line"),
        option("late"),
        needs=(lonely, tired, choice("leaving"), choice("fourth", late=3)),
        stories=(story("rest"),),
    )
    sheet = choose(found, Situation(needs=("lonely", "tired", "leaving", "fourth")))
    assert [(o.option.title, o.score) for o in sheet.offers] == [("Line", 12), ("Circle", 9)]
    assert [entry.title for entry in sheet.stories] == ["Rest"]


def test_what_is_not_confirmed_comes_after_what_runs() -> None:
    """However well it fits."""
    tired = choice("tired", old=3, fresh=1)
    found = guide(
        option("old", status="unknown"), option("fresh", status="changed"), needs=(tired,)
    )
    assert titles(choose(found, Situation(needs=("tired",)))) == ["Fresh", "Old"]


def test_a_closed_option_is_never_offered_but_what_is_there_instead_is() -> None:
    """With the name of what closed; one that has closed too is left out."""
    tired = choice("tired", gone=3)
    found = guide(
        option("gone", status="closed", instead=("signposting/hub", "signposting/lost")),
        option("hub"),
        option("lost", status="closed"),
        needs=(tired,),
    )
    sheet = choose(found, Situation(needs=("tired",)))
    assert [(o.option.title, o.instead_of, o.score) for o in sheet.offers] == [("Hub", "Gone", 8)]
    assert titles(choose(found, Situation(add=("signposting/gone",)))) == ["Hub"]


@pytest.mark.parametrize(
    ("situation", "fits"),
    [
        (Situation(needs=("tired",)), True),
        (Situation(needs=("tired",), stage="new"), True),
        (Situation(needs=("tired",), stage="late"), False),
        (Situation(needs=("tired",), role="locum"), True),
        (Situation(needs=("tired",), role="partner"), False),
    ],
)
def test_an_option_is_for_those_its_terms_name(situation: Situation, fits: bool) -> None:
    """A stage not given may be any of the role's; partners are never new here."""
    found = guide(option("start", stages=("new",)), needs=(choice("tired", start=3),))
    assert titles(choose(found, situation)) == (["Start"] if fits else [])


def test_an_editor_who_leads_there_from_a_stop_overrules_the_terms() -> None:
    """But not that an option is not for GPs, nor that nobody can say how to start."""
    found = guide(
        option("bank", roles=("locum",)),
        option("lost", startable=False),
        option("practices", for_gps=False),
        stops=(
            stop(
                "partner",
                "strain",
                "signposting/bank",
                "signposting/lost",
                "signposting/practices",
            ),
        ),
    )
    assert titles(choose(found, Situation(role="partner", moment="strain"))) == ["Bank"]
    assert titles(choose(found, Situation(role="partner", moment="back"))) == []


def test_an_option_for_another_turn_needs_a_ground_of_its_own() -> None:
    """The need leads to it, though it is meant for coming back."""
    back = option("course", moments=("back",))
    tired = choice("tired", course=1)
    assert titles(choose(guide(back), Situation(moment="strain", role="locum"))) == []
    sheet = choose(guide(back, needs=(tired,)), Situation(moment="strain", needs=("tired",)))
    assert titles(sheet) == ["Course"]


def test_where_little_fits_the_sheet_adds_whom_to_ask_and_says_that_nothing_fits() -> None:
    """Those who do not fit are told apart from those who do."""
    found = guide(
        option("hub"), option("committee"), ask=("signposting/hub", "signposting/committee")
    )
    sheet = choose(found, Situation(moment="strain"))
    assert titles(sheet) == ["Hub", "Committee"]
    assert sheet.fitting == 0
    assert sheet.ask == ()
    without = choose(found, Situation(moment="strain", without=("signposting/hub",)))
    assert titles(without) == ["Committee"]
    assert [entry.title for entry in without.ask] == ["Hub"]


def test_role_and_stage_alone_give_what_is_open_to_them() -> None:
    """What names them comes first."""
    found = guide(option("all"), option("late", stages=("late",)), option("new", stages=("new",)))
    sheet = choose(found, Situation(role="partner", stage="late"))
    assert titles(sheet) == ["Late", "All"]
    assert choose(found, Situation()).offers == ()


def test_what_is_put_on_by_hand_comes_first_and_what_is_taken_off_goes() -> None:
    """Also what would not fit, since somebody chose it."""
    tired = choice("tired", circle=3)
    found = guide(
        option("circle"), option("other", roles=("locum",)), needs=(tired,), stories=(story("a"),)
    )
    asked = Situation(role="partner", needs=("tired",), add=("signposting/other", "toolkit/plan"))
    sheet = choose(found, asked)
    assert titles(sheet) == ["Other", "Circle"]
    assert sheet.reading == ("toolkit/plan",)
    off = Situation(needs=("tired",), without=("signposting/circle",))
    assert titles(choose(found, off)) == []


def test_what_is_not_confirmed_stands_below_what_runs_even_if_put_on_by_hand() -> None:
    """It is not left out for that."""
    tired = choice("tired", circle=3)
    found = guide(option("circle"), option("old", status="unknown"), needs=(tired,))
    sheet = choose(found, Situation(needs=("tired",), add=("signposting/old",)))
    assert titles(sheet) == ["Circle", "Old"]


def test_what_finds_no_room_is_counted() -> None:
    """Options beyond six, stories beyond two."""
    options = [option(f"o{number}") for number in range(OPTION_LIMIT + 2)]
    stories = tuple(story(f"s{number}") for number in range(STORY_LIMIT + 1))
    found = guide(*options, stories=stories)
    add = tuple(entry.id for entry in (*options, *stories))
    sheet = choose(found, Situation(add=add))
    assert len(sheet.offers) == OPTION_LIMIT
    assert len(sheet.stories) == STORY_LIMIT
    assert sheet.left_over == 3


def test_the_story_is_of_a_doctor_like_this_one() -> None:
    """Of the same stage before another, of a career before a practice, then the stronger."""
    lonely = choice("lonely", case_late=1, case_new=1, case_team=1)
    stories = (
        story("late", stages=("late",), own=True),
        story("new", stages=("new",), own=True),
        story("team", level=5),
    )
    found = guide(stories=stories, needs=(lonely,))
    for stage, expected in (("late", "Late"), ("new", "New"), ("mid", "Team")):
        sheet = choose(found, Situation(needs=("lonely",), stage=stage))
        assert [entry.title for entry in sheet.stories] == [expected]
    assert choose(found, Situation(stage="late")).stories == ()


def test_a_story_has_to_do_with_the_need_where_one_was_given() -> None:
    """However well it fits the turn; without a need the turn or the stop is enough."""
    tired = choice("tired", case_rest=1)
    found = guide(
        stories=(story("variety", moments=("strain",), own=True), story("rest")),
        needs=(tired, choice("alone")),
        stops=(stop("partner", "strain", "casestudies/variety"),),
    )
    for need, expected in (("tired", ["Rest"]), ("alone", []), ("", ["Variety"])):
        asked = Situation(role="partner", moment="strain", needs=(need,) if need else ())
        assert [s.title for s in choose(found, asked).stories] == expected


def test_what_was_taken_off_is_counted_if_it_would_be_there() -> None:
    """So that a sheet does not say that nothing fits."""
    found = guide(option("line"), option("other"), needs=(choice("lonely", line=3),))
    off = ("signposting/line", "signposting/other")
    sheet = choose(found, Situation(needs=("lonely",), without=off))
    assert (sheet.offers, sheet.taken_off) == ((), 1)


def test_a_story_that_stands_for_a_closed_option_counts_for_it() -> None:
    """If the option would have fitted."""
    tired = choice("tired", gone=1, case_plain=1)
    found = guide(
        option("gone", status="closed", instead=("casestudies/heir",), stages=("new",)),
        stories=(story("heir"), story("plain", level=1)),
        needs=(tired,),
    )
    tell = [s.title for s in choose(found, Situation(needs=("tired",), stage="new")).stories]
    assert tell == ["Heir"]  # 3 each; the stronger evidence comes first
    tell = [s.title for s in choose(found, Situation(needs=("tired",), stage="late")).stories]
    assert tell == ["Plain"]


def answers(found: Guide) -> list[list[Any]]:
    """Return every answer to each question, none included; of needs also two and too many."""
    needs = [entry.id for entry in found.needs]
    one_each: list[list[Any]] = [
        ["", *(entry.id for entry in choices)]
        for choices in (found.roles, found.stages, found.moments)
    ]
    several = [[], *([need] for need in needs), needs[:2][::-1], [*needs, "unknown"]]
    return [*one_each, several]


def test_the_browser_chooses_the_same_for_every_combination(content: SiteContent) -> None:
    """Options, order, scores, grounds, story, and whom to ask; by hand and taken off too."""
    found = read_guide(content)
    pages = [*(o.id for o in found.options), *(s.id for s in found.stories), "toolkit/keep-count"]
    by_hand: list[list[list[str]]] = [
        [[], []],
        [pages, []],
        [pages[:1], pages[2:]],
        [pages[::-1], pages[:1]],
    ]
    every: list[tuple[Any, ...]] = list(itertools.product(*answers(found)))
    asked = [[*answer, *hand] for answer in every for hand in by_hand]
    scripts = [
        tools_data(content)["guide-data.js"].decode(),
        static("fragment.js"),
        static("sheet_rule.js"),
    ]
    here = [
        told(
            choose(
                found,
                Situation(
                    role=role,
                    stage=stage,
                    moment=moment,
                    needs=tuple(needs),
                    add=tuple(add),
                    without=tuple(off),
                ),
            )
        )
        for role, stage, moment, needs, add, off in asked
    ]
    assert run_scripts(scripts, CHOOSE, asked) == here


WORDS = st.one_of(
    st.sampled_from(["partner", "locum", "late", "strain", "tired", "signposting/a", "__proto__"]),
    st.text(max_size=8),
)


@given(
    role=WORDS,
    stage=WORDS,
    moment=WORDS,
    needs=st.lists(WORDS).map(tuple),
    add=st.lists(WORDS).map(tuple),
    without=st.lists(WORDS).map(tuple),
)
def test_any_answers_give_a_sheet_without_closed_or_repeated_options(
    role: str,
    stage: str,
    moment: str,
    needs: tuple[str, ...],
    add: tuple[str, ...],
    without: tuple[str, ...],
) -> None:
    """At most six, nothing that was taken off."""
    found = guide(
        option("a"),
        option("b", status="closed", instead=("signposting/a",)),
        option("c", status="unknown"),
        needs=(choice("tired", a=1, b=2, c=3),),
        stops=(stop("partner", "strain", "signposting/c"),),
        ask=("signposting/a",),
    )
    asked = Situation(role=role, stage=stage, moment=moment, needs=needs, add=add, without=without)
    sheet = choose(found, asked)
    ids = [offer.option.id for offer in sheet.offers]
    assert len(ids) == len(set(ids)) <= OPTION_LIMIT
    assert "signposting/b" not in ids
    assert not set(ids) & set(without)


def test_the_guide_of_a_corpus_without_anything_chooses_nothing(corpus: Corpus) -> None:
    """An empty guide is no error."""
    assert choose(guide(), Situation(role="partner", needs=("lonely",))).offers == ()
    assert read_guide(SiteContent(corpus)).roles
