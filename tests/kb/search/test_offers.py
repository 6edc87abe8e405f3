"""A local offer and the page it is most like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.planning.local_offers import Offer
from kb.search.offers import looks_like
from kb.search.results import Answer, Hit, Sureness
from kb.search.snippet import Snippet


def offer(name: str, page: str = "") -> Offer:
    """Return an offer for all stages, of no level."""
    return Offer(name=name, stages=("any",), level="", page=page, line=1)


def test_each_offer_without_a_page_is_looked_for_once_and_a_weak_guess_is_none() -> None:
    """Among options and case studies alone."""
    asked: list[str] = []

    def search(question: str, filters: Mapping[str, Sequence[str]], limit: int) -> Answer:
        assert (dict(filters), limit) == ({"kind": ("signposting", "casestudies")}, 1)
        asked.append(question)
        hit = Hit(
            id="signposting/one",
            kind="signposting",
            title="One",
            summary="",
            url="/signposting/one/",
            score=1.0,
            snippet=Snippet(text="", marks=(), anchor="", heading=""),
            reasons=(),
            parts={},
        )
        return Answer(
            query=question,
            mode="hybrid",
            filters={},
            hits=() if question == "None" else (hit,),
            total=1,
            facets={},
            sureness=Sureness.NOT_SURE if question == "Weak" else Sureness.LIKELY,
            abstained=question == "Strange",
        )

    names = ("Mentors", "Mentors", "Weak", "Strange", "None")
    given = (*map(offer, names), offer("Known", "signposting/two"))
    assert looks_like(given, search) == {"Mentors": ("signposting/one", "One")}
    assert asked == ["Mentors", "Weak", "Strange", "None"]
