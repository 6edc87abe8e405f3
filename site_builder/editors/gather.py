"""What the editors' pages are made from, read from the files of the repository."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kb.editing.upkeep.failed_queries import FailedQuery
from kb.editing.upkeep.quality import quality_of, topics_looked_for
from kb.editing.upkeep.web_state import addresses_in, read_cache
from kb.model.corpus import Corpus
from site_builder.editors.pages import Editors
from site_builder.hosting import read_hosting

POLICY = Path("docs/editorial-policy.md")
LINKS = Path("build/links.json")
"""What `kb links` found; without it the quality page says that links were not looked for."""


def gather_editors(
    corpus: Corpus, *, root: Path = Path(), today: date, failed: Sequence[FailedQuery] | None = None
) -> Editors:
    """Return what the editors' pages are made from.

    Args:
        corpus: the content.
        root: the folder of the repository; files that are not there are left out.
        today: the day by which pages are due for review or not.
        failed: judged queries that the search answers badly; None if it was not measured.

    Raises:
        KbError: a file of settings or findings cannot be used.
    """
    places = addresses_in(corpus.bibliography.values(), corpus.documents.values())
    links = read_cache(root / LINKS) if (root / LINKS).is_file() else None
    return Editors(
        hosting=read_hosting(root / "site.yaml"),
        findings=quality_of(corpus, today=today, links=links, places=places, failed=failed),
        measured=topics_looked_for(links=links, failed=failed),
        policy=_text(root / POLICY),
        today=today,
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
