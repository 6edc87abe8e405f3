"""The page that a local offer is most like: a guess for a person to confirm."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kb.planning.local_offers import Offer
from kb.search.results import Answer, Sureness

Search = Callable[[str, Mapping[str, Sequence[str]], int], Answer]
"""From a question, filters and a number of results to an answer."""
_KINDS: Mapping[str, Sequence[str]] = {"kind": ("signposting", "casestudies")}


def looks_like(offers: Sequence[Offer], search: Search) -> dict[str, tuple[str, str]]:
    """Return for the name of each offer without a page the page that it is most like.

    Args:
        offers: from `kb.planning.local_offers.read_offers`.
        search: asked for each of their names.

    Returns:
        Identifier and title of the page; nothing for an offer where the search is not sure.
    """
    found: dict[str, tuple[str, str]] = {}
    for name in dict.fromkeys(offer.name for offer in offers if not offer.page):
        answer = search(name, _KINDS, 1)
        if answer.hits and not answer.abstained and answer.sureness is not Sureness.NOT_SURE:
            found[name] = (str(answer.hits[0].id), answer.hits[0].title)
    return found
