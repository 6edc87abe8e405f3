"""The whole build: golden pages, determinism, and builds that fail."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kb.model.corpus import Corpus
from kb.model.documents import DocId
from kb.model.problems import BuildError
from site_builder.build import build_site, check_base_url
from site_builder.views.related import Related
from tests.conftest import EPOCH, FIXTURES, TODAY
from tests.site_builder.conftest import tree_bytes, write_frontend

GOLDEN = Path(__file__).parents[1] / "golden" / "site"
ASSETS = "assets/"
MADE_HERE = "assets/filters.css"
PAGE_BUDGET = 100_000
"""Bytes, compressed, of a page with all it needs for reading."""


def made(site: Path) -> dict[str, bytes]:
    """Return what the build made: every page, and no style sheet or script that it copied."""
    return {
        name: data
        for name, data in tree_bytes(site).items()
        if not name.startswith(ASSETS) or name == MADE_HERE
    }


def test_the_site_is_as_it_was(site: Path, update_golden: bool) -> None:
    """Byte for byte; after a wanted change run pytest --update-golden and review the diff."""
    found = made(site)
    if update_golden:
        for path in sorted(GOLDEN.rglob("*")):
            if path.is_file():
                path.unlink()
        for name, data in found.items():
            target = GOLDEN / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    expected = tree_bytes(GOLDEN)
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


def test_the_site_depends_on_nothing_but_its_content(tmp_path: Path) -> None:
    """Not on the seed of hashes, the zone, the language, the folder or the clock."""
    sites = []
    for seed, zone, language in (("0", "Pacific/Auckland", "C"), ("4242", "UTC", "C.UTF-8")):
        folder = tmp_path / seed
        write_frontend(folder / "build" / "frontend")
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": language,
            "SOURCE_DATE_EPOCH": EPOCH,
        }
        content = FIXTURES / "corpus"
        command = [sys.executable, "-m", "kb.cli.main", "build", "--content", str(content)]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        sites.append(tree_bytes(folder / "build" / "site"))
    assert sites[0] == sites[1]


def test_two_pages_with_one_permalink_are_an_error_that_names_both(
    corpus: Corpus, frontend: Path, tmp_path: Path
) -> None:
    """A former name that another document has now."""
    changed = replace(
        corpus.documents[DocId("casestudies/fenland-peer-circle")],
        was=(DocId("casestudies/ely-listening-line"),),
    )
    broken = replace(corpus, documents={**corpus.documents, changed.id: changed})
    with pytest.raises(BuildError) as caught:
        build_site(broken, tmp_path / "site", today=TODAY, frontend_dir=frontend)
    assert str(caught.value) == (
        '/casestudies/ely-listening-line/: two pages have this permalink: "Ely listening line" and '
        '"Fenland & Wash peer circle"; rename one of the files, or take its former name out of '
        '"was"'
    )
    assert not (tmp_path / "site").exists()


def test_without_a_front_end_the_build_says_what_to_run(corpus: Corpus, tmp_path: Path) -> None:
    """It is made at set-up and never committed."""
    with pytest.raises(BuildError) as caught:
        build_site(corpus, tmp_path / "site", today=TODAY, frontend_dir=tmp_path / "none")
    assert str(caught.value) == (
        f"{tmp_path / 'none'}: the front end is not there; found no nhsuk.css and no nhsuk.js; "
        "run: python3 tools/frontend.py"
    )


def test_related_documents_and_search_data_reach_the_site_as_arguments(
    corpus: Corpus, frontend: Path, tmp_path: Path
) -> None:
    """What depends on the search is handed over, with its reasons."""
    one, other = DocId("toolkit/keep-count"), DocId("casestudies/ely-listening-line")
    build_site(
        corpus,
        tmp_path / "site",
        related={one: (Related(document=other, reasons=("because of <this>",)),)},
        search_data={"words.json": b"{}"},
        today=TODAY,
        frontend_dir=frontend,
    )
    html = (tmp_path / "site" / "toolkit/keep-count/index.html").read_text(encoding="utf-8")
    assert "Because of &lt;this&gt;" in html
    assert (tmp_path / "site" / "assets/search/words.json").read_bytes() == b"{}"
    no_next = (tmp_path / "site" / "toolkit/after-the-count/index.html").read_text(encoding="utf-8")
    assert "Read next" not in no_next


def test_a_site_map_needs_a_base_address(
    corpus: Corpus, frontend: Path, site: Path, tmp_path: Path
) -> None:
    """It lists every page but redirects and the page for missing addresses."""
    assert not (site / "sitemap.xml").exists()
    base = "https://example.org/gps"
    build_site(corpus, tmp_path / "site", base_url=base, today=TODAY, frontend_dir=frontend)
    text = (tmp_path / "site" / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<url><loc>{base}/</loc></url>" in text
    assert (
        f"<url><loc>{base}/casestudies/ely-listening-line/</loc><lastmod>2024-05-01</lastmod></url>"
        in text
    )
    assert "404" not in text
    assert "fen-supper-club" not in text
    assert (tmp_path / "site" / "robots.txt").read_text(encoding="utf-8") == (
        f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"
    )


@pytest.mark.parametrize("base", ["example.org", "ftp://example.org/", "https://example.org/?a=b"])
def test_a_base_address_must_be_one(base: str) -> None:
    """A full address, or none."""
    with pytest.raises(BuildError) as caught:
        check_base_url(base)
    assert str(caught.value) == (
        f'--base-url: found "{base}"; allowed a full address such as '
        "https://example.org/gps, with no ? or # in it"
    )
    assert check_base_url("") == ""


def test_pages_are_light(site: Path) -> None:
    """Page, our styles and our script, compressed; the real front end is measured elsewhere."""
    shared = sum(
        len(gzip.compress((site / "assets" / name).read_bytes()))
        for name in ("site.css", "site.js", "start.js", "filters.css")
    )
    heaviest = max(len(gzip.compress(path.read_bytes())) for path in site.rglob("*.html"))
    assert shared + heaviest < PAGE_BUDGET // 2
