"""`kb.content.planning`: a stop by its name, and its tasks as calendar events."""

from __future__ import annotations

from datetime import date

import pytest

from kb.content.planning import details_of, events_of, find_place, places
from kb.model.corpus import Corpus
from kb.model.plan import planned
from kb.model.problems import KbError

STOP = "locum#thinking-of-leaving"


def test_every_stop_has_a_name(corpus: Corpus) -> None:
    """And is found by it."""
    for place in places(corpus):
        assert find_place(corpus, place.name) == place


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("locum#thinking-of-leavin", 'did you mean "locum#thinking-of-leaving"?'),
        ("locum", "allowed locum#first-post, "),
        ("gardener#spring", "allowed a role and a turn"),
    ],
)
def test_a_stop_that_is_not_there(corpus: Corpus, name: str, said: str) -> None:
    """The nearest is offered, or the stops of the road."""
    with pytest.raises(KbError, match=f'unknown-stop: found "{name}"') as error:
        find_place(corpus, name)
    assert said in str(error.value)


def test_a_task_as_an_event(corpus: Corpus) -> None:
    """Its days, its words, and the page it rests on."""
    place = find_place(corpus, STOP)
    tasks = planned(place.name, place.stop.tasks, date(2027, 8, 31), date(2026, 11, 28))
    (event,) = events_of(corpus, place, tasks, address="https://gp.example/roadmaps/locum/")
    assert (event.start, event.end) == (date(2027, 2, 28), date(2027, 2, 28))
    assert event.title == "Tell the board that you are leaving"
    lines = event.details.split("\n")
    assert lines[:3] == [
        "The board needs notice of 6 months.",
        "With your practice manager.",
        "6 months before your last day.",
    ]
    assert lines[3].startswith("Source: ")
    assert event.url.startswith("https://")


def test_a_task_of_our_own_links_to_its_stop(corpus: Corpus) -> None:
    """Where a task rests on no page, and has a date, the stop is its link."""
    place = find_place(corpus, STOP)
    own = next(task for task in place.stop.tasks if task.proof is None)
    assert details_of(corpus, own, place.stop) == ()
