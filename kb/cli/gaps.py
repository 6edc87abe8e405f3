"""The command `kb gaps`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.options import content_option, index_option
from kb.cli.output import say_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kb.model.corpus import Corpus
    from kb.planning.gaps import GapMap
    from kb.planning.local_offers import LocalOffers, Offer
    from kb.search.results import Answer

MOST_BYTES = 1_000_000


@click.command("gaps")
@click.argument(
    "file", metavar="LOCAL", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--match",
    is_flag=True,
    help="Look for the page of each offer that names none. What is found is shown and not used: "
    "write it into the column page to confirm it.",
)
@content_option
@index_option
def command(file: Path, as_json: bool, match: bool, content_dir: Path, index_dir: Path) -> None:
    """Show what an area offers its GPs by career stage and level, and what would fill the gaps.

    LOCAL is a CSV file, a sheet saved with tabs, or plain lines. A first line may name the columns
    name, stages, level and page; stages are parted by semicolons. Lines that cannot be read are
    reported, and the others are used. An offer that stands twice counts once; one whose level, or
    whose stages, cannot be read is on no cell. A stage at a level without an offer is empty, with
    one it is thin, with two or more it is covered; that is a count, and says nothing of how good
    they are.

    \b
    Example:
      kb gaps local.csv
      kb gaps local.csv --match --json
    """
    from kb.content.clock import today
    from kb.content.read import read_corpus
    from kb.model.problems import KbError
    from kb.planning.gaps import concept_words, gap_map
    from kb.planning.local_offers import decode, read_offers

    if file.stat().st_size > MOST_BYTES:
        raise KbError(f"{file}: it has more than {MOST_BYTES:,} bytes; give a list of offers alone")
    try:
        text = decode(file.read_bytes())
    except KbError as error:
        raise KbError(f"{file}: {error}") from error
    corpus = read_corpus(content_dir, today=today())
    local = read_offers(
        text,
        stages=concept_words(corpus, "career_stages"),
        levels=concept_words(corpus, "levels"),
        pages=tuple(map(str, corpus.documents)),
    )
    matches = _matches(local.offers, index_dir, content_dir) if match else {}
    found = gap_map(corpus, local.offers)
    if as_json:
        say_json(as_dict(local, found, matches))
    else:
        _print(corpus, local, found, matches)
    for fault in local.faults:
        click.echo(f"{file}: {fault}", err=True)
    if not local.offers and not local.faults:
        click.echo(f"{file}: found no offer; write one to a line, by its name", err=True)


def _matches(
    offers: tuple[Offer, ...], index_dir: Path, content_dir: Path
) -> Mapping[str, tuple[str, str]]:
    """Return for the name of each offer without a page the page that is most like it."""
    from kb.search.offers import looks_like
    from kb.search.open import open_engine

    engine = open_engine(index_dir, content_dir=content_dir)

    def search(name: str, wanted: Mapping[str, Sequence[str]], limit: int) -> Answer:
        filters = {facet: tuple(concepts) for facet, concepts in wanted.items()}
        return engine.search(name, filters=filters, limit=limit)

    return looks_like(offers, search)


def as_dict(
    local: LocalOffers, found: GapMap, matches: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    """Return the map as plain data."""
    from kb.planning.gaps import METER

    return {
        "offers": [
            {
                "name": offer.name,
                "stages": list(offer.stages),
                "level": offer.level,
                "page": offer.page,
                "looks_like": matches.get(offer.name, ("", ""))[0],
                "line": offer.line,
            }
            for offer in local.offers
        ],
        "faults": [{"line": fault.line, "text": fault.text} for fault in local.faults],
        "cells": [
            {
                "stage": cell.stage,
                "level": cell.level,
                "state": cell.state,
                "offers": list(cell.offers),
                "case_studies_here": cell.held[0],
                "options_here": cell.held[1],
                "fill": [
                    {
                        "id": one.id,
                        "title": one.title,
                        "evidence": one.grade or None,
                        "status": one.status,
                        "as_at": one.as_at,
                    }
                    for one in cell.fill
                ],
            }
            for cell in found.cells
        ],
        "levels_with_an_offer": list(found.levels),
        "meter": METER,
        "level_not_known": list(found.unplaced),
        "stage_not_known": list(found.unstaged),
        "essentials_not_seen": [
            {"id": one.id, "level": one.level, "text": one.text, "page": str(one.page)}
            for one in found.missing_essentials
        ],
        "national_offers_not_in_use": [
            {"page": str(one.page), "title": one.title, "status": one.status, "as_at": one.as_at}
            for one in found.unused_national
        ],
    }


_SIGNS = {"empty": "-", "thin": "1", "covered": "+"}


def _print(
    corpus: Corpus, local: LocalOffers, found: GapMap, matches: Mapping[str, tuple[str, str]]
) -> None:
    from kb.planning.gaps import METER

    levels = corpus.vocabularies["levels"].ids
    count = "1 offer" if len(local.offers) == 1 else f"{len(local.offers)} offers"
    click.echo(f"{count}. - empty, 1 thin, + covered")
    click.echo(f"{'':22}" + "  ".join(levels))
    for stage in corpus.vocabularies["career_stages"].ids:
        cells = [cell for cell in found.cells if cell.stage == stage]
        signs = [_SIGNS[cell.state].center(len(cell.level)) for cell in cells]
        click.echo(f"{stage:22}" + "  ".join(signs))
    for cell in found.cells:
        if cell.fill:
            click.echo(f"\n{cell.state.capitalize()}: {cell.stage}, {cell.level}")
            for one in cell.fill:
                grade = f"evidence {one.grade} of 5" if one.grade else "support option"
                click.echo(f"    {one.id} ({grade}; {one.status}, as at {one.as_at})")
    for title, lines in (
        ("Level not known", found.unplaced),
        ("Stage not known", found.unstaged),
        ("Essentials not seen in the list", [one.text for one in found.missing_essentials]),
        (
            "National offers not in the list",
            [f"{one.page} ({one.status}, as at {one.as_at})" for one in found.unused_national],
        ),
        ("Looks like", [f"{name}: {page} ({title})" for name, (page, title) in matches.items()]),
    ):
        if lines:
            click.echo(f"\n{title}:")
            for line in lines:
                click.echo(f"    {line}")
    click.echo(f"\nLevels with an offer: {len(found.levels)} of {len(levels)}. {METER}")
