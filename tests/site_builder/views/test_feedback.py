"""What the foot of a page offers to those who see a mistake."""

from __future__ import annotations

from pathlib import Path

from kb.model.corpus import Corpus
from site_builder.build import build_site
from site_builder.editors.pages import Editors
from site_builder.hosting import Hosting
from site_builder.model.page import Page
from site_builder.views.feedback import feedback
from tests.conftest import TODAY

HOST = Hosting(repository="https://example.org/team/kb", contact="editors@example.org")
PAGE = Page(
    url="/toolkit/keep-count/",
    template="toolkit_page.jinja",
    title="Keep count & tell",
    description="How to count.",
    source="toolkit/keep-count.md",
)


def test_a_mailbox_is_written_to_with_the_page_named() -> None:
    """Its title as subject, its address in the letter, nothing that ends the link early."""
    found = feedback(PAGE, HOST, "https://example.org/gps")
    assert found.by_mail
    assert found.report == (
        "mailto:editors@example.org?subject=Mistake%20on%3A%20Keep%20count%20%26%20tell"
        "&body=Page%3A%20https%3A%2F%2Fexample.org%2Fgps%2Ftoolkit%2Fkeep-count%2F"
        "%0D%0A%0D%0AWhat%20is%20wrong%3A"
        "%0D%0A%0D%0AWhat%20it%20should%20say%2C%20and%20where%20we%20can%20check%3A"
    )


def test_without_settings_a_page_leads_to_a_note_and_none_is_edited() -> None:
    """No made-up address."""
    found = feedback(PAGE, Hosting(), "")
    assert (found.report, found.by_mail, found.improve) == ("/report/", False, "")


def test_a_site_with_nothing_set_up_has_no_dead_end(
    corpus: Corpus, frontend: Path, tmp_path: Path
) -> None:
    """No page names a mailbox or an address of a repository, or says to write to nobody."""
    editors = Editors(hosting=Hosting(), today=TODAY)
    build_site(corpus, tmp_path / "site", today=TODAY, frontend_dir=frontend, editors=editors)
    for file in (tmp_path / "site").rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        if "areas" not in file.parts:  # those have the mailboxes of other organisations
            assert "mailto:" not in html.replace('href="mailto:" data-sheet-mail', ""), file
        assert "issues/new" not in html, file
        assert 'href=""' not in html, file
        assert "send it to the editors" not in html, file
    report = (tmp_path / "site/report/index.html").read_text(encoding="utf-8")
    assert "whoever gave you this site" in report
    assert report.count("<textarea") == 3


def test_the_file_of_a_page_is_what_is_improved() -> None:
    """Pages made from many files have none."""
    improve = feedback(PAGE, HOST, "").improve
    assert improve == "https://example.org/team/kb/edit/main/content/toolkit/keep-count.md"
    tool = Page(url="/sheet/", template="sheet.jinja", title="Sheet", description="A sheet.")
    assert feedback(tool, HOST, "").improve == ""


def test_the_settings_reach_every_page(corpus: Corpus, frontend: Path, tmp_path: Path) -> None:
    """At its foot, and on the page about reports."""
    editors = Editors(hosting=HOST, today=TODAY)
    build_site(corpus, tmp_path / "site", today=TODAY, frontend_dir=frontend, editors=editors)
    page = (tmp_path / "site/stages/wise-fives/index.html").read_text(encoding="utf-8")
    assert "https://example.org/team/kb/edit/main/content/vocabularies/career_stages.yaml" in page
    report = (tmp_path / "site/report/index.html").read_text(encoding="utf-8")
    assert '<a href="mailto:editors@example.org">editors@example.org</a>' in report
    assert 'href="https://example.org/team/kb/issues/new?template=mistake.yml"' in report
