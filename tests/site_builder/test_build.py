"""The whole build: golden pages, determinism, and builds that fail."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kb.content.read import read_corpus
from kb.model.corpus import Corpus
from kb.model.documents import DocId
from kb.model.problems import BuildError
from site_builder.build import build_site, check_base_url
from site_builder.model import permalinks
from site_builder.model.site_content import SiteContent
from site_builder.pages.all_pages import all_pages
from site_builder.views.related import Related
from tests.conftest import EPOCH, FIXTURES, TODAY
from tests.site_builder.conftest import tree_bytes, write_frontend
from tests.site_builder.golden import Parted, common_head, frame_text, own_text, part

GOLDEN = Path(__file__).parents[1] / "golden" / "site"
FRAME = GOLDEN.parent / "frame.html"
ASSETS = "assets/"
MADE_HERE = "assets/filters.css"
EXPORTS = ("data/", "llms.txt")
"""Files of the open data, which tests/site_builder/exports reads with validators of their own."""
PAGE_BUDGET = 100_000
"""Bytes, compressed, of a page with all it needs for reading."""


def made(site: Path) -> dict[str, bytes]:
    """Return what the build made: every page, and no style sheet or script that it copied."""
    return {
        name: data
        for name, data in tree_bytes(site).items()
        if (not name.startswith(ASSETS) or name == MADE_HERE) and not _is_export(name)
    }


def _is_export(name: str) -> bool:
    page = name.endswith(".html")
    feed = name.endswith(("/feed.xml", "/feed.json", "/index.md"))
    return feed or name.endswith(".docx") or (name.startswith(EXPORTS) and not page)


@dataclass(frozen=True, slots=True)
class Made:
    """What a build made: its pages cut in two, its other files, and the head's common lines."""

    pages: Mapping[str, Parted]
    others: Mapping[str, bytes]
    common: tuple[str, ...]


@pytest.fixture(scope="module")
def built(site: Path) -> Made:
    """The site of the invented content, each page parted from the frame that all share."""
    files = made(site)
    pages = {n: part(n, data.decode()) for n, data in files.items() if n.endswith(".html")}
    return Made(
        pages=pages,
        others={name: data for name, data in files.items() if name not in pages},
        common=common_head(page.head for page in pages.values()),
    )


def test_all_pages_share_one_frame(built: Made, update_golden: bool) -> None:
    """Header, footer and the common lines of the head, compared once for the whole site.

    The links are compared as they are from the root, so that the depth of a page makes no
    difference; the page of reports alone does not lead to itself. After a wanted change run
    pytest --update-golden and review the diff.
    """
    pages = [page for name, page in built.pages.items() if name != "report/index.html"]
    frames = {frame_text(page.frame, built.common) for page in pages}
    assert len(frames) == 1, "a page has a header, a footer or a head of its own"
    [frame] = frames
    if update_golden:
        FRAME.write_text(frame, encoding="utf-8")
    assert frame == FRAME.read_text(encoding="utf-8")


def test_the_pages_are_as_they_were(built: Made, update_golden: bool) -> None:
    """Each page that is kept, without the frame, and each other file: byte for byte.

    Delete the golden file of a page to keep it no longer; `--update-golden` rewrites those that
    are there and keeps the first page of a kind that has none.
    """
    if update_golden:
        _update(built)
    expected = tree_bytes(GOLDEN)
    found = {n: own_text(page, built.common).encode() for n, page in built.pages.items()}
    found |= built.others
    assert sorted(set(expected) - set(found)) == [], "these are made no longer"
    assert sorted(set(built.others) - set(expected)) == [], "these are new"
    assert [name for name in expected if found[name] != expected[name]] == []


def _update(built: Made) -> None:
    kept = set(tree_bytes(GOLDEN)) & set(built.pages)
    shutil.rmtree(GOLDEN)
    for names in kinds_of_pages().values():
        if not kept & set(names):
            kept.add(names[0])
    for name in sorted(kept):
        write_file(GOLDEN / name, own_text(built.pages[name], built.common).encode())
    for name, data in built.others.items():
        write_file(GOLDEN / name, data)


def write_file(path: Path, data: bytes) -> None:
    """Write a file, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def kinds_of_pages() -> dict[str, list[str]]:
    """The files of the site of the invented content, by the template that makes them."""
    library = SiteContent(read_corpus(FIXTURES / "corpus", today=TODAY), today=TODAY)
    found: dict[str, list[str]] = {}
    for page in all_pages(library, related={}, today=TODAY):
        found.setdefault(page.template, []).append(str(permalinks.output_path(page.url)))
    return found


def test_every_kind_of_page_is_kept() -> None:
    """At least one page of each template has its main part among the golden files."""
    kept = set(tree_bytes(GOLDEN))
    assert [kind for kind, names in kinds_of_pages().items() if not kept & set(names)] == []


def test_a_frame_of_its_own_is_found() -> None:
    """A link of the footer that leads elsewhere on one page is no longer the same frame."""
    html = (
        "<html>\n<head>\n<title>{title}</title>\n</head>\n<body>\n"
        '<li class="x nhsuk-header__navigation-item--current"><a href="{up}search/index.html" '
        'aria-current="true">Search</a></li>\n'
        '<div class="nhsuk-width-container app-above">\n</div>\n'
        '<main id="maincontent">\n<p><a href="{up}index.html">{title}</a></p>\n'
        '<div class="app-page-foot"></div>\n</main>\n<a href="{up}{to}">Privacy</a>\n</html>\n'
    )
    one = part("index.html", html.format(title="One", up="", to="privacy/index.html"))
    two = part("a/b/index.html", html.format(title="Two", up="../../", to="privacy/index.html"))
    other = part("a/index.html", html.format(title="Two", up="../", to="a/index.html"))
    assert one.frame == two.frame
    assert '<a href="/search/index.html">Search</a>' in one.frame
    assert two.frame != other.frame
    assert two.head == ("<title>Two</title>\n",)
    assert two.body == '<!-- menu: Search -->\n<p><a href="../../index.html">Two</a></p>\n'


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
        subprocess.run(
            command, cwd=folder, env=environment, check=True, capture_output=True, timeout=300
        )
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
