"""`web_state`: addresses of the content, and findings that survive the way to a file."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kb.content.read_leniently import read_leniently
from kb.editing.upkeep.web_state import LinkFound, LinkState, addresses_of, read_cache, write_cache
from tests.conftest import TODAY, Tree


def test_addresses_of_bibliography_and_bodies(tree: Tree) -> None:
    """Each once, with every place that it stands in."""
    name = "toolkit/keep-count.md"
    text = tree.path(name).read_text(encoding="utf-8")
    tree.write(
        name, f"{text}\nSee [it](https://marsh.example/review) and [b](https://b.example/).\n"
    )
    found = addresses_of(read_leniently(tree.root, today=TODAY))
    assert found["https://marsh.example/review"] == ("bibliography.yaml: marsh-review", name)
    assert found["https://b.example/"] == (name,)
    assert len(found) == 5


@given(st.sampled_from(list(LinkState)), st.text(max_size=20), st.dates())
def test_findings_survive(state: LinkState, reason: str, day: date) -> None:
    """Whatever a host said."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "a" / "links.json"
        found = LinkFound(
            address="https://a.example", state=state, reason=reason, checked=day, moved_to=reason
        )
        write_cache(cache, {found.address: found})
        assert read_cache(cache) == {found.address: found}
