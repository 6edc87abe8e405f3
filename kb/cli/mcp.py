"""The command `kb mcp`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.options import base_url_option, content_option, index_option

if TYPE_CHECKING:
    from kb.search.engine import Engine
    from kb.search.results import Answer


@click.command("mcp")
@base_url_option
@content_option
@index_option
def command(base_url: str, content_dir: Path, index_dir: Path) -> None:
    """Answer an assistant over the Model Context Protocol, on standard input and output.

    It has the tools find, get, signpost, plan, compare, gaps and glossary, all of them read-only;
    each answer has identifiers, addresses, levels of evidence and the date of each status. It
    needs the extra mcp (pip install gp-retention-kb[mcp]), and for find and signpost an index.

    \b
    Example:
      kb mcp --base-url https://example.org/gps
    """
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.model.problems import KbError
    from kb.search.open import open_engine

    try:
        from kb.assistant.server import make_server
        from kb.assistant.tools import Desk
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "mcp":
            raise
        raise KbError(
            "kb mcp needs the extra mcp; run: pip install gp-retention-kb[mcp]"
        ) from error

    day = today()
    corpus = read_corpus(content_dir, today=day)

    @cache
    def engine() -> Engine:
        return open_engine(index_dir, content_dir=content_dir)

    def search(question: str, filters: Mapping[str, Sequence[str]], limit: int) -> Answer:
        wanted = {facet: tuple(concepts) for facet, concepts in filters.items()}
        return engine().search(question, filters=wanted, limit=limit)

    make_server(Desk(corpus, search, base_url, day)).run("stdio")
