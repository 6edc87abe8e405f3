"""Plans: saved and opened again, old, new and damaged ones, and what is made of them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.corpus import Corpus
from kb.planning.action_plan import (
    SCHEMA,
    VERSION,
    Action,
    Answer,
    Plan,
    open_plan,
    plan_events,
    plan_pieces,
    plan_rows,
    write_plan,
)
from kb.planning.checklist import fairness_questions, questions
from kb.planning.cited import cite
from kb.text.pieces import markdown
from tests.kb.planning.test_checklist import with_checklist

PAGE = "casestudies/marsh-and-wolds-mentoring"
PLAN = Plan(
    title="Keep GPs “here”",
    area="The Fens",
    lead="Dr A",
    answers={"know-who-is-here-1": Answer(state="done", note="In May; see <b>board</b>")},
    actions=(
        Action(
            id="a1",
            page=PAGE,
            what="Mentors for all",
            owner="Hub",
            measure="GPs who stay",
            start="2027-01-04",
            review="2027-07-05",
            fairness=("Yes: {it} is [open] to all",),
            theory={"need": 'Ten left, "tired"'},
        ),
        Action(id="a2"),
    ),
)
TEXT = write_plan(PLAN, saved="2026-11-28")


def test_a_plan_opens_as_it_was_saved() -> None:
    """Nothing lost, nothing said."""
    opened = open_plan("\ufeff" + TEXT)
    assert opened.plan == PLAN
    assert (opened.error, opened.faults) == ("", ())


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.99])
def test_of_a_plan_that_was_cut_off_the_first_part_is_kept(share: float) -> None:
    """And it is said that the file is damaged."""
    opened = open_plan(TEXT[: int(len(TEXT) * share)])
    assert opened.plan is not None
    assert opened.plan.title == PLAN.title
    assert "cut off or damaged" in opened.faults[0]
    if share >= 0.9:
        assert opened.plan.actions[0].what == "Mentors for all"


LONG = Plan(
    title="Ours",
    area="The {Fens}",
    lead='Dr "B"',
    answers={f"q-{n}": Answer(state="done", note=f'note {n}, "quoted" {{x}}') for n in range(80)},
    actions=tuple(Action(id=f"a{n}", what=f"Do {n}", theory={"need": "{"}) for n in range(40)),
)


DAMAGES = (
    ('"state": "done",\n      "note": "note 3,', '"state": "done"\n      "note": "note 3,', 1),
    ('"note": "note 0, ', '"note": note 0, ', 1),
    ('"q-40": {', '"q-40": ', 1),
    ('"title": "Ours",', '"title": "Ours"', 0),
    ('"schema": "gp-support-plan",', '"schema": "gp-support-plan"', 0),
    ('"what": "Do 7",', '"what": "Do 7,', 1),
    ('"what": "Do 39",', "", 0),
    ('  "actions": [', "\n\0\0\0", 0),
)
"""What is found in the text of the long plan, what stands there instead, and what is lost."""


@pytest.mark.parametrize(("found", "given", "lost"), DAMAGES)
def test_damage_in_the_middle_loses_what_is_damaged_alone(
    found: str, given: str, lost: int
) -> None:
    """However much stands behind it, and the line of the damage is said."""
    text = write_plan(LONG, saved="2026-11-28")
    assert found in text
    opened = open_plan(text.replace(found, given, 1))
    assert opened.plan is not None
    plan = opened.plan
    assert (plan.title, plan.area, plan.lead) == ("Ours", "The {Fens}", 'Dr "B"')
    whole = sum(LONG.answers.get(key) == answer for key, answer in plan.answers.items())
    whole += sum(action in LONG.actions for action in plan.actions)
    assert whole >= 120 - lost - ("Do 39" in found)
    line = text.count("\n", 0, text.index(found)) + 1
    if given:
        said = int(opened.faults[0].removeprefix("line ").partition(":")[0])
        assert abs(said - line) <= 2


def test_a_damaged_plan_of_a_newer_version_is_still_refused() -> None:
    """What this version would lose of it stays in its file."""
    text = write_plan(LONG, saved="2026-11-28").replace('"version": 2,', '"version": 9')
    assert "saved by a newer version (version 9" in open_plan(text).error


def test_what_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    """A day that does not exist, a state that is none, a text that is a number."""
    data = json.loads(TEXT)
    data["actions"][0]["start"] = "2027-02-30"
    data["actions"][0]["owner"] = 7
    data["answers"]["x"] = {"state": "perhaps"}
    data["actions"].append("nothing")
    opened = open_plan(json.dumps(data))
    assert opened.plan is not None
    assert opened.faults == (
        "answer x: could not be read and was left out",
        "action 1, owner: found no text, and left it empty",
        "action 1, start: 2027-02-30 is no day in the calendar, and was left out; "
        "give one as 2027-04-01",
        "action 3: could not be read and was left out",
    )
    assert opened.plan.actions[0].review == "2027-07-05"


def test_an_older_plan_is_brought_up_to_date() -> None:
    """Answers were yes or no, and an action had a day on which it was due."""
    old = {
        "schema": SCHEMA,
        "version": 1,
        "title": "Old",
        "answers": {"q": True, "r": False},
        "actions": [{"id": "a", "action": "Do it", "due": "2020-01-31"}],
    }
    opened = open_plan(json.dumps(old))
    assert opened.plan is not None
    assert opened.plan.answers == {"q": Answer(state="done"), "r": Answer()}
    assert (opened.plan.actions[0].what, opened.plan.actions[0].review) == ("Do it", "2020-01-31")
    assert "older version" in opened.faults[0]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (json.dumps({"schema": SCHEMA, "version": VERSION + 1}), "saved by a newer version"),
        ("{}", "is not a plan saved from this page"),
        ("[1]", "is not a plan saved from this page"),
        ("PK\x03\x04", "cannot be read as a plan"),
        ("", "cannot be read as a plan"),
        ("[" * 100_000, "cannot be read as a plan"),
    ],
)
def test_other_files_are_refused_with_a_reason(text: str, error: str) -> None:
    """And no plan comes of them."""
    opened = open_plan(text)
    assert opened.plan is None
    assert error in opened.error


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda c: st.lists(c, max_size=3) | st.dictionaries(st.text(), c, max_size=3),
        max_leaves=8,
    )
)
def test_no_value_breaks_it(value: object) -> None:
    """Whatever stands in the fields, a plan comes of it."""
    data = {"schema": SCHEMA, "version": value, "title": value, "answers": value, "actions": value}
    opened = open_plan(json.dumps(data))
    assert opened.plan is not None or opened.error


def test_a_plan_in_words_has_grades_answers_and_what_is_missing(corpus: Corpus) -> None:
    """With the source of each page it is modelled on."""
    content = with_checklist(corpus)
    pieces = plan_pieces(
        PLAN,
        questions=questions(content),
        fairness=fairness_questions(content),
        cited={PAGE: cite(content, PAGE)},
        address="https://e.org",
        today=date(2026, 11, 28),
    )
    text = markdown(pieces)
    assert "**Modelled on:** Mentoring" in text
    assert "Evidence 5 of 5: measured and compared" in text
    assert "**Is it fair to all?** Yes: {it} is \\[open\\] to all" in text
    assert "**What need does it meet, and how do you know?** Ten left" in text
    assert "### 2. Not named yet\n\n**Still missing:** an owner, a measure," in text
    assert "1 of 2 done." in text
    assert f"https://e.org/{PAGE}/" in text


def test_days_become_events_and_actions_lines(corpus: Corpus) -> None:
    """Only those that there are, soonest first."""
    events = plan_events(PLAN, {})
    assert [(e.start.isoformat(), e.title) for e in events] == [
        ("2027-01-04", "Start: Mentors for all"),
        ("2027-07-05", "Review: Mentors for all"),
    ]
    rows = plan_rows(PLAN, {PAGE: cite(corpus, PAGE)})
    assert rows[0][2].startswith("Evidence 5 of 5")
    assert len(rows) == 2
