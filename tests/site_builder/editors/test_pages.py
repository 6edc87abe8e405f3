"""`site_builder.editors`: the editors' pages and files, and nothing hostile in them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import pytest

from kb.editing.upkeep.quality import FROM_OUTSIDE, TOPICS, Finding
from kb.editing.upkeep.web_state import LinkFound, LinkState, write_cache
from kb.model.corpus import Corpus
from kb.model.problems import KbError
from site_builder.build import build_site
from site_builder.editors.gather import gather_editors
from site_builder.editors.pages import Editors, editor_files, editor_pages
from site_builder.hosting import Hosting
from site_builder.model.site_content import SiteContent
from tests.conftest import TODAY
from tests.site_builder.conftest import write_frontend

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = Finding(
    topic="links",
    about="https://x.example/<script>alert(1)</script>",
    page="",
    sentence='dead: "]]><script>',
)
EDITORS = Editors(
    hosting=Hosting(repository="https://git.example/o/r", contact="e@x.example"),
    findings=(
        HOSTILE,
        Finding(
            topic="evidence",
            about="Ely listening line",
            page="casestudies/ely-listening-line",
            sentence="1, Hoped for",
        ),
    ),
    measured=frozenset(TOPICS) - {"search"},
    policy="# Policy\n\n[add](add-a-case-study.md), [w](https://x.example), [up](../../x.md).\n",
    today=TODAY,
)


def test_feeds_are_the_same_whenever_the_site_is_built(content: SiteContent) -> None:
    """As long as nothing in them changed; each entry has a name of its own."""
    later = replace(EDITORS, today=date(2031, 5, 5))
    for name in ("quality/feed.xml", "changes/feed.xml"):
        built, again = (
            editor_files(content, editors, base_url="")[PurePosixPath(name)]
            for editors in (EDITORS, later)
        )
        assert built == again
        names = [entry.findtext("a:id", "", ATOM) for entry in _entries(built)]
        assert names
        assert len(set(names)) == len(names)


def _entries(feed: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(feed).findall("a:entry", ATOM)


@pytest.fixture(scope="module")
def site(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the editors' pages."""
    folder = tmp_path_factory.mktemp("editors")
    write_frontend(folder / "frontend")
    build_site(
        corpus, folder / "site", today=TODAY, frontend_dir=folder / "frontend", editors=EDITORS
    )
    return folder / "site"


def test_pages_and_files_are_where_they_should_be(site: Path) -> None:
    """And each page is linked from the footer of every other."""
    for name in (
        "contribute/index.html",
        "editorial-policy/index.html",
        "quality/index.html",
        "quality/quality.json",
        "quality/feed.xml",
        "changes/index.html",
        "changes/feed.xml",
        "schemas/casestudy.schema.json",
        "schemas/signposting.schema.json",
        "schemas/toolkit.schema.json",
        "schemas/roadmap.schema.json",
        "assets/editors/form-data.js",
        "assets/editors/form-addresses.js",
        "assets/editors/contribute.js",
        "assets/editors/contribute-core.js",
        "assets/editors/contribute-preview.js",
    ):
        assert (site / name).is_file(), name
    home = (site / "index.html").read_text(encoding="utf-8")
    for name in ("contribute", "editorial-policy", "quality", "changes"):
        assert f'href="{name}/index.html"' in home


def test_nothing_hostile_becomes_markup(site: Path) -> None:
    """Words of addresses and policy are shown as typed."""
    quality = (site / "quality" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in quality
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in quality
    policy = (site / "editorial-policy" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../contribute/index.html">add</a>' in policy
    assert '<a href="https://x.example">w</a>' in policy
    assert "x.md" not in policy


def test_no_script_or_style_stands_in_the_pages(site: Path) -> None:
    """The strict policy of the site holds for them too."""
    for name in ("contribute", "quality", "changes", "editorial-policy"):
        html = (site / name / "index.html").read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*(?:\bsrc=|ld\+json))", html)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
        assert "form-action 'none'" in unescape(html)


def test_the_quality_page_as_json_and_feed(site: Path) -> None:
    """The same findings."""
    data = json.loads((site / "quality" / "quality.json").read_text(encoding="utf-8"))
    assert data["counts"]["links"] == 1
    assert data["findings"][0]["sentence"] == HOSTILE.sentence
    feed = ElementTree.parse(site / "quality" / "feed.xml").getroot()
    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:summary", "", ATOM) for entry in entries] == [
        HOSTILE.sentence,
        "1, Hoped for",
        "Nobody looked when this site was built, so nothing is known of it.",
    ]
    ids = [entry.findtext("a:id", "", ATOM) for entry in entries]
    assert len(set(ids)) == 3
    link = entries[1].find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == "../casestudies/ely-listening-line/index.html"


def test_what_was_not_looked_for_is_not_called_none(site: Path) -> None:
    """On the page, as JSON and as a feed; what was looked for and not found is."""
    html = (site / "quality" / "index.html").read_text(encoding="utf-8")
    assert "<li>Judged searches that fail: not looked for when this site was built</li>" in html
    assert "<li>Thin pages: none</li>" in html
    data = json.loads((site / "quality" / "quality.json").read_text(encoding="utf-8"))
    assert data["not_looked_for"] == ["search"]
    assert (data["counts"]["search"], data["counts"]["thin"]) == (None, 0)
    feed = ElementTree.parse(site / "quality" / "feed.xml").getroot()
    last = feed.findall("a:entry", ATOM)[-1]
    assert last.findtext("a:title", "", ATOM) == "Judged searches that fail: not looked for"
    link = last.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == "#topics"


def test_feeds_have_whole_addresses_where_the_site_has_one(corpus: Corpus) -> None:
    """As readers of feeds need them."""
    files = editor_files(SiteContent(corpus), EDITORS, base_url="https://gps.example/a")
    feed = ElementTree.fromstring(files[PurePosixPath("changes/feed.xml")].decode())
    assert feed.findtext("a:id", "", ATOM) == "https://gps.example/a/changes/feed.xml"
    links = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert all(link.startswith("https://gps.example/a/") for link in links)
    assert feed.findtext("a:updated", "", ATOM) == "2024-05-01T00:00:00Z"


def test_without_a_host_the_form_names_none(corpus: Corpus) -> None:
    """It then offers the file alone; nothing is hard-coded."""
    editors = replace(EDITORS, hosting=Hosting(), policy="")
    content = SiteContent(corpus)
    assert "/editorial-policy/" not in [page.url for page in editor_pages(content, editors)]
    data = editor_files(content, editors)[PurePosixPath("assets/editors/form-data.js")].decode()
    assert '"newFile":""' in data
    assert "git" not in data.split('"schema"')[0]


def test_the_data_of_the_form_is_a_script_and_the_same_each_time(corpus: Corpus) -> None:
    """It sets one name, and cannot end the element that it may be put in."""
    content = SiteContent(corpus)
    for name, start in (
        ("form-data", b"self.KB_FORM={"),
        ("form-addresses", b"self.KB_FORM.addresses={"),
    ):
        path = PurePosixPath(f"assets/editors/{name}.js")
        first, second = (editor_files(content, EDITORS)[path] for _ in range(2))
        assert first == second
        assert first.startswith(start)
        assert b"</" not in first


def test_what_the_repository_holds_is_gathered(corpus: Corpus, tmp_path: Path) -> None:
    """Files that are not there are left out; a damaged one is told."""
    assert gather_editors(corpus, root=tmp_path, today=TODAY).policy == ""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "editorial-policy.md").write_text("# P\n", encoding="utf-8")
    assert gather_editors(corpus, root=tmp_path, today=TODAY).policy == "# P\n"
    assert gather_editors(corpus, root=tmp_path, today=TODAY).measured == set(TOPICS) - FROM_OUTSIDE
    (tmp_path / "build").mkdir()
    address = "https://marsh.example/review"
    dead = LinkFound(address=address, state=LinkState.DEAD, reason="answered 404", checked=TODAY)
    write_cache(tmp_path / "build" / "links.json", {address: dead})
    found = gather_editors(corpus, root=tmp_path, today=TODAY, failed=())
    assert found.measured == set(TOPICS)
    assert [f.sentence for f in found.findings if f.about == address] == [
        "dead: answered 404; in bibliography.yaml: marsh-review"
    ]
    (tmp_path / "build" / "links.json").write_text("[", encoding="utf-8")
    with pytest.raises(KbError):
        gather_editors(corpus, root=tmp_path, today=date(2024, 6, 1))
