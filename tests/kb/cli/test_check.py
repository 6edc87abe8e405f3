"""The command `kb check`, with the bad input that it has to bear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Kb, Tree

PAGE = "content/toolkit/keep-count.md"


@pytest.mark.usefixtures("tree")
def test_sound_content(kb: Kb) -> None:
    """Nothing on standard output, and the code of success."""
    outcome = kb("check")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "no problems\n")


def test_problems_in_text(kb: Kb, tree: Tree) -> None:
    """Problems go to standard output, the count to standard error."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    tree.replace("toolkit/keep-count.md", "[knowing-the-workforce]", "[]")
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f"{PAGE}:9: warning: needs: no-needs: found []; name what is on the mind of the reader "
        "whom the page helps\n"
        f"{PAGE}:20: step: out-of-range: found 0; allowed 1 to 99\n"
    )
    assert outcome.err == "1 error and 1 warning in 1 file\n"


def test_warnings_alone_are_no_failure(kb: Kb, tree: Tree) -> None:
    """They ask for a look."""
    tree.replace("toolkit/keep-count.md", "[knowing-the-workforce]", "[]")
    outcome = kb("check")
    assert (outcome.code, outcome.err) == (0, "1 warning in 1 file\n")


def test_problems_as_json(kb: Kb, tree: Tree) -> None:
    """One object with the same problems, each with its parts."""
    tree.replace("toolkit/keep-count.md", "series: improvement-cycle", "series: improvment-cycle")
    outcome = kb("check", "--format", "json")
    assert outcome.code == 1
    assert json.loads(outcome.out) == {
        "errors": 1,
        "warnings": 0,
        "problems": [
            {
                "path": PAGE,
                "line": 19,
                "field": "series",
                "fault": "unknown-concept",
                "severity": "error",
                "found": '"improvment-cycle"',
                "allowed": "improvement-cycle, background",
                "suggestion": "improvement-cycle",
                "remedy": "",
                "message": f'{PAGE}:19: series: unknown-concept: found "improvment-cycle"; '
                'allowed improvement-cycle, background; did you mean "improvement-cycle"?',
            }
        ],
    }


def test_problems_as_annotations(kb: Kb, tree: Tree) -> None:
    """A pull request shows them beside the line; signs with a meaning are written as codes."""
    tree.replace("toolkit/keep-count.md", "series: improvement-cycle", 'series: "50%, or so: x"')
    tree.replace("toolkit/keep-count.md", "[knowing-the-workforce]", "[]")
    outcome = kb("check", "--format", "github")
    assert outcome.out == (
        f"::warning file={PAGE},line=9,title=needs%3A no-needs::found []; name what is on the "
        "mind of the reader whom the page helps\n"
        f"::error file={PAGE},line=19,title=series%3A unknown-concept::found "
        '"50%25, or so: x"; allowed improvement-cycle, background\n'
    )


def test_paths_limit_what_is_told(kb: Kb, tree: Tree) -> None:
    """A file without a fault passes, whatever is wrong elsewhere."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    assert kb("check", "content/casestudies").code == 0
    assert kb("check", "content/casestudies", PAGE).code == 1
    assert kb("check", str(tree.path("toolkit"))).code == 1


@pytest.mark.usefixtures("tree")
def test_a_path_that_is_not_there(kb: Kb) -> None:
    """It is wrong usage, and not a page without a problem."""
    outcome = kb("check", "content/casestudies/x.md")
    assert outcome.code == 2
    assert "Path 'content/casestudies/x.md' does not exist." in outcome.err


@pytest.mark.usefixtures("tree")
def test_a_path_outside_the_content(kb: Kb, tmp_path: Path) -> None:
    """It is an error that says how to name the folder."""
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    outcome = kb("check", "notes.md")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: notes.md: found a path outside content; allowed files and folders of it; "
        "name the content folder with --content\n"
    )


def test_no_content_folder(kb: Kb) -> None:
    """The message says where to run."""
    outcome = kb("check")
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err == (
        "kb: content: found no such folder; allowed a folder of content; run kb where the folder "
        "content is, or name the folder with --content\n"
    )


def test_an_empty_content_folder(kb: Kb, tmp_path: Path) -> None:
    """It is an error, and not content without a problem."""
    (tmp_path / "content").mkdir()
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        "content:1: no-pages: found no page; allowed casestudies/NAME.md, signposting/NAME.md, "
        "toolkit/NAME.md, roadmaps/NAME.md; write one, or name another folder with --content\n"
    )


def test_a_file_that_is_not_utf_8(kb: Kb, tree: Tree) -> None:
    """The line and the byte are told."""
    path = tree.path("toolkit/keep-count.md")
    path.write_bytes(path.read_bytes().replace(b"Start small.", b"Start sm\xe4ll.", 1))
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f"{PAGE}:25: not-utf-8: found the byte 0xe4; allowed text in UTF-8; "
        'save the file again with the encoding "UTF-8"\n'
    )


def test_a_front_matter_of_five_megabytes(kb: Kb, tree: Tree) -> None:
    """It is refused by its size, before anybody parses it."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 1\nalso_called: [" + "x, " * 1_700_000)
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f"{PAGE}:1: too-large: found more than 1,048,576 bytes; allowed up to 1,048,576 bytes; "
        "shorten it\n"
    )


def test_a_long_front_matter(kb: Kb, tree: Tree) -> None:
    """A file that is small enough may still have too much of it."""
    tree.replace("toolkit/keep-count.md", "step: 1", f"step: 1\nwas: [{'x, ' * 40_000}]")
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f"{PAGE}:1: too-large: found a front matter of 120,982 characters; "
        "allowed up to 65,536; shorten it\n"
    )


def test_an_alias_bomb(kb: Kb, tree: Tree) -> None:
    """The first alias is refused; nothing is expanded."""
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n"
        for at in range(9)
    )
    tree.replace("toolkit/keep-count.md", "step: 1\n", f"step: 1\n{bomb}")
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f'{PAGE}:21: a: yaml-alias: found "&a"; '
        "put a value that begins with & in double quotation marks\n"
    )


def test_a_script_in_a_title(kb: Kb, tree: Tree) -> None:
    """It never gets as far as a page."""
    tree.replace("toolkit/keep-count.md", "Keep count", "Keep <script>alert(1)</script> count")
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f'{PAGE}:2: title: markup-in-text: found "<s" in "Keep <script>alert(1)</script> count"; '
        "allowed plain text; leave the marks out, or move them to the body\n"
    )


def test_a_link_to_the_password_file(kb: Kb, tree: Tree) -> None:
    """It leads out of the content folder."""
    tree.replace("toolkit/keep-count.md", "Start small.", "Start [small](../../etc/passwd).")
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        f'{PAGE}:25: link-outside: found "../../etc/passwd"; '
        "link to a document of the content folder\n"
    )


def test_two_files_with_one_permalink(kb: Kb, tree: Tree) -> None:
    """Each is told, and named to the other."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 1\nwas: [toolkit/after-the-count]")
    outcome = kb("check")
    assert outcome.code == 1
    assert outcome.out == (
        "content/toolkit/after-the-count.md:1: duplicate-permalink: found "
        f'"/toolkit/after-the-count/", already the address of {PAGE}; rename one file, or take '
        "the former identifier out of one was\n"
        f'{PAGE}:21: was[0]: duplicate-permalink: found "/toolkit/after-the-count/", already the '
        "address of content/toolkit/after-the-count.md; rename one file, or take the former "
        "identifier out of one was\n"
    )


@pytest.mark.parametrize("name", ["a-copy", "z-copy"])
def test_a_copied_page_checked_on_its_own(kb: Kb, tree: Tree, name: str) -> None:
    """What it shares with another is told of the file that is named, whichever comes first."""
    tree.write(f"toolkit/{name}.md", tree.path("toolkit/keep-count.md").read_text(encoding="utf-8"))
    outcome = kb("check", f"content/toolkit/{name}.md")
    assert (outcome.code, outcome.err) == (1, "2 errors in 1 file\n")
    assert outcome.out == (
        f'content/toolkit/{name}.md:2: title: duplicate-title: found "Keep count", the title of '
        f"{PAGE}; give each page a title of its own\n"
        f"content/toolkit/{name}.md:20: step: duplicate-step: found improvement-cycle 1, already "
        f"that of {PAGE}; give each page of a series a step of its own\n"
    )


def test_another_content_folder(kb: Kb, tree: Tree) -> None:
    """Its name stands in the messages."""
    tree.replace("toolkit/keep-count.md", "step: 1", "step: 0")
    tree.root.rename(tree.root.with_name("pages"))
    outcome = kb("check", "--content", "pages")
    assert outcome.out.startswith("pages/toolkit/keep-count.md:20: ")
