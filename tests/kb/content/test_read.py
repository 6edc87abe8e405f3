"""A content tree becomes a corpus, or every problem of every file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kb.content.read import check_corpus, read_corpus
from kb.model.corpus import Corpus
from kb.model.documents import (
    ANY,
    CaseStudy,
    DocId,
    Kind,
    Roadmap,
    SignpostingOption,
    Status,
    ToolkitPage,
)
from kb.model.problems import ContentError, KbError
from tests.conftest import FIXTURES, TODAY, Tree
from tests.strategies import bodies


def test_documents_stand_in_order_of_identifier(corpus: Corpus) -> None:
    """The order does not depend on the file system."""
    assert list(corpus.documents) == sorted(corpus.documents)
    assert [document.slug for document in corpus.of_kind(Kind.TOOLKIT)] == [
        "after-the-count",
        "keep-count",
    ]


def test_a_case_study_holds_what_its_file_says(corpus: Corpus) -> None:
    """Fields, figures and outcomes worked out from the results."""
    study = corpus.documents[DocId("casestudies/marsh-and-wolds-mentoring")]
    assert isinstance(study, CaseStudy)
    assert study.when == "April 2016 to March 2018"
    assert study.outcomes == ("gps-retained", "sessions-gained", "workload-reduced")
    assert [result.figure for result in study.results] == [25.0, 25.0, 342.0, None, (16.0, 20.0)]
    assert study.results[1].before == 40.0
    assert study.review_in == 24
    assert study.lines["results[2].quote"] == 64
    assert study.body.startswith("\n## The problem")
    assert study.body_line == 91


def test_a_shared_task_for_one_role_stands_on_its_road_alone(corpus: Corpus) -> None:
    """What is for partners is on the roadmap for partners; what is for all, on both."""
    said = {
        road: [task.do for stop in found.stops for task in stop.tasks]
        for road in ("partner", "locum")
        if isinstance(found := corpus.documents[DocId(f"roadmaps/{road}")], Roadmap)
    }
    assert "Ask your partners to buy your share." in said["partner"]
    assert "Ask your partners to buy your share." not in said["locum"]
    assert all("Talk to somebody outside the practice." in tasks for tasks in said.values())


def test_a_hope_is_no_outcome(corpus: Corpus) -> None:
    """Nor is joining a scheme."""
    study = corpus.documents[DocId("casestudies/fenland-peer-circle")]
    assert study.outcomes == ("sessions-gained", "isolation-reduced")
    assert study.was == ("casestudies/fen-supper-club",)


def test_a_page_without_optional_fields(corpus: Corpus) -> None:
    """What is left out is empty, and the review date has its default."""
    study = corpus.documents[DocId("casestudies/ely-listening-line")]
    assert isinstance(study, CaseStudy)
    assert (study.also_called, study.was, study.moments) == ((), (), ())
    assert (study.results, study.outcomes, study.review_in) == ((), (), 12)
    assert study.now.status is Status.CLOSED
    assert study.now.instead == ("signposting/gp-listening-line",)


def test_any_counts_under_every_filter(corpus: Corpus) -> None:
    """An option without a limit is found under each stage."""
    option = corpus.documents[DocId("signposting/gp-listening-line")]
    assert isinstance(option, SignpostingOption)
    assert option.career_stages == option.roles == option.moments == (ANY,)
    assert option.has("stage", "returner")
    assert option.review_in == 6
    other = corpus.documents[DocId("signposting/regional-coaching-offer")]
    assert not other.has("stage", "returner")


def test_a_roadmap_has_the_moments_of_its_stops(corpus: Corpus) -> None:
    """They are not typed twice."""
    roadmap = corpus.documents[DocId("roadmaps/partner")]
    assert isinstance(roadmap, Roadmap)
    assert roadmap.moments[0] == "first-post"
    assert roadmap.role == "partner"
    assert roadmap.stops[1].crosses_to == ("locum#first-post",)
    page = corpus.documents[DocId("toolkit/keep-count")]
    assert isinstance(page, ToolkitPage)
    assert (page.series, page.step, page.now.status) == ("improvement-cycle", 1, None)


def test_the_lists_beside_the_pages(corpus: Corpus) -> None:
    """Bibliography, distress and planned pages are there."""
    assert next(iter(corpus.bibliography)) == "fen-report"
    assert corpus.bibliography["marsh-review"].after == "2017-06"  # type: ignore[index]
    assert corpus.distress.title == "If you are in distress or danger now"
    assert corpus.distress.numbers[0].do == "call 999 or go to A&E now"
    assert corpus.distress.same == {"not": ("dont", "do not")}
    assert corpus.distress.kinds["oneself"].always == ("want to die",)
    assert corpus.distress.lines == ()
    assert corpus.distress.exceptions == ("end it all by Friday",)
    assert corpus.distress.help[0] == "signposting/gp-listening-line"
    assert corpus.planned[DocId("signposting/wolds-fellowship")] == "Wolds fellowship"


def test_every_problem_of_every_file_in_order(tree: Tree) -> None:
    """One run tells all; files in order, lines in order within a file."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    tree.replace("toolkit/keep-count.md", "title: Keep count", "titel: Keep count")
    tree.replace("casestudies/ely-listening-line.md", "area: Ely", "area:")
    found = [(problem.path, problem.line) for problem in tree.check().problems]
    assert found == [
        ("content/casestudies/ely-listening-line.md", 17),
        ("content/toolkit/keep-count.md", 1),
        ("content/toolkit/keep-count.md", 2),
        ("content/toolkit/keep-count.md", 20),
    ]


def test_an_error_anywhere_leaves_no_corpus(tree: Tree) -> None:
    """A bad page is never skipped, and the error carries every problem."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    tree.replace("casestudies/ely-listening-line.md", "area: Ely", "area:")
    assert tree.check().corpus is None
    with pytest.raises(ContentError) as raised:
        read_corpus(tree.root, today=TODAY)
    assert len(raised.value.problems) == 2
    assert str(raised.value) == "\n".join(tree.messages())


def test_warnings_leave_a_corpus(tree: Tree) -> None:
    """They ask for a look and stop nothing."""
    tree.replace("toolkit/keep-count.md", "needs: [knowing-the-workforce]", "needs: []")
    assert len(tree.check().problems) == 1
    assert len(read_corpus(tree.root, today=TODAY).documents) == 9


def test_paths_limit_what_is_told_and_not_what_is_read(tree: Tree) -> None:
    """References into other files still hold."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    tree.replace("casestudies/ely-listening-line.md", "area: Ely", "area:")
    reading = check_corpus(tree.root, today=TODAY, paths=[tree.path("toolkit")])
    assert [problem.path for problem in reading.problems] == ["content/toolkit/keep-count.md"]
    assert reading.corpus is None
    one = tree.path("casestudies/fenland-peer-circle.md")
    assert check_corpus(tree.root, today=TODAY, paths=[one]).problems == ()
    everything = check_corpus(tree.root, today=TODAY, paths=[tree.root])
    assert len(everything.problems) == 2


def test_a_path_outside_the_content(tree: Tree) -> None:
    """It is named, rather than found to be without a problem."""
    with pytest.raises(KbError) as raised:
        check_corpus(tree.root, today=TODAY, paths=[Path("/etc/passwd")])
    assert str(raised.value) == (
        "/etc/passwd: found a path outside content; allowed files and folders of it; "
        "name the content folder with --content"
    )


def test_the_digest_follows_every_byte(tree: Tree, corpus: Corpus) -> None:
    """It tells whether an index was made from this content."""
    assert read_corpus(tree.root, today=TODAY).digest == corpus.digest
    tree.replace("allowed-phrases.txt", "twelve", "Twelve")
    assert read_corpus(tree.root, today=TODAY).digest != corpus.digest


def test_an_unreadable_page_is_still_a_page(tree: Tree) -> None:
    """Links to it are not dead because of a fault in it."""
    tree.write("toolkit/keep-count.md", "no front matter")
    assert tree.messages() == [
        'content/toolkit/keep-count.md:1: no-front-matter: found "no front matter"; '
        'allowed "---" alone on the first line; begin the file with its fields between two '
        'lines of "---"'
    ]


def test_the_same_problems_whatever_the_hash_seed(tree: Tree) -> None:
    """Messages do not depend on the order of sets."""
    tree.replace("casestudies/fenland-peer-circle.md", "[career-support]", "[practise]")
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0\nextra: 1")
    script = (
        "import datetime, pathlib; from kb.content.read import check_corpus\n"
        f"root = pathlib.Path({str(tree.root)!r})\n"
        "reading = check_corpus(root, today=datetime.date(2024, 6, 1))\n"
        "print(*reading.problems, sep='\\n')"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
            timeout=300,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert "unknown-concept" in outputs.pop()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=bodies())
def test_any_body_is_checked_without_a_crash(
    body: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Hostile Markdown brings problems, on lines of the file, and nothing else."""
    root = tmp_path_factory.mktemp("any") / "content"
    shutil.copytree(FIXTURES / "corpus", root)
    page = root / "toolkit/after-the-count.md"
    head = page.read_text(encoding="utf-8").split("## Talk")[0]
    page.write_text(head + body, encoding="utf-8")
    lines = (head + body).count("\n") + 1
    for problem in check_corpus(root, today=date(2024, 6, 1)).problems:
        assert 1 <= problem.line <= lines or "after-the-count" not in problem.path
