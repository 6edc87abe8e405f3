"""Bad content through each command: the whole message, and the last good index and site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.cli.main import run
from tests.conftest import EPOCH, FIXTURES, Kb, Tree
from tests.hashes import HashEncoder
from tests.kb.cli.test_index import contents
from tests.site_builder.conftest import write_frontend

PAGE = "content/toolkit/keep-count.md"
FILE = "toolkit/keep-count.md"
NOT_YAML = "broken-yaml: found text that is not YAML"
SPACES = "indent with spaces, and put a value that begins with a sign in quotation marks"
ADDRESS = "link to a document by its identifier, or to an https address"
AS_TYPED = "allowed Markdown; write it in Markdown, or put it between backticks to show it as typed"
NO_LINK = "symbolic-link: found a symbolic link; allowed plain files; put the file itself here"
NO_PAGES = (
    "content:1: no-pages: found no page; allowed casestudies/NAME.md, signposting/NAME.md, "
    "toolkit/NAME.md, roadmaps/NAME.md; write one, or name another folder with --content"
)
BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 9)}]\n" for at in range(9)
)

Break = Callable[[Tree], object]


def empty(tree: Tree) -> None:
    """Take everything out of the content folder."""
    shutil.rmtree(tree.root)
    tree.root.mkdir()


def field(text: str) -> Break:
    """Put text in the place of the page's `step`."""
    return lambda tree: tree.replace(FILE, "step: 1\n", text)


def body(text: str) -> Break:
    """Put text at the beginning of the page's body."""
    return lambda tree: tree.replace(FILE, "Start small.", text)


def whole(data: bytes) -> Break:
    """Put bytes in the place of the page's file."""
    return lambda tree: tree.path(FILE).write_bytes(data)


def point(name: str, target: str) -> Break:
    """Put a symbolic link into the content."""
    return lambda tree: tree.path(name).symlink_to(target)


def copied(tree: Tree) -> None:
    """Copy the page under a name that differs in capitals alone."""
    shutil.copy(tree.path(FILE), tree.path("toolkit/KEEP-count.md"))


def not_utf_8(tree: Tree) -> None:
    """Save the page in another encoding."""
    data = tree.path(FILE).read_bytes()
    tree.path(FILE).write_bytes(data.replace(b"Start small.", b"Start sm\xe4ll.", 1))


CASES: dict[str, tuple[Break, list[str]]] = {
    "empty folder": (empty, [NO_PAGES]),
    "not UTF-8": (
        not_utf_8,
        [
            f"{PAGE}:25: not-utf-8: found the byte 0xe4; allowed text in UTF-8; "
            'save the file again with the encoding "UTF-8"'
        ],
    ),
    "UTF-16": (
        whole("---\ntitle: x\n".encode("utf-16")),
        [
            f"{PAGE}:1: not-utf-8: found the byte 0xff; allowed text in UTF-8; "
            'save the file again with the encoding "UTF-8"'
        ],
    ),
    "5 MB of front matter": (
        field("step: 1\nalso_called: [" + "x, " * 1_700_000 + "]\n"),
        [
            f"{PAGE}:1: too-large: found more than 1,048,576 bytes; "
            "allowed up to 1,048,576 bytes; shorten it"
        ],
    ),
    "alias bomb": (
        field(f"step: 1\n{BOMB}"),
        [
            f'{PAGE}:21: a: yaml-alias: found "&a"; '
            "put a value that begins with & in double quotation marks"
        ],
    ),
    "script in a title": (
        lambda tree: tree.replace(FILE, "Keep count", "Keep <script>alert(1)</script> count"),
        [
            f'{PAGE}:2: title: markup-in-text: found "<s" in "Keep <script>alert(1)</script> '
            'count"; allowed plain text; leave the marks out, or move them to the body'
        ],
    ),
    "link to the password file": (
        body("Start [small](../../etc/passwd) or [tall](/etc/passwd)."),
        [
            f'{PAGE}:25: link-outside: found "{link}"; link to a document of the content folder'
            for link in ("../../etc/passwd", "/etc/passwd")
        ],
    ),
    "one permalink twice, by a former name": (
        field("step: 1\nwas: [toolkit/after-the-count]\n"),
        [
            "content/toolkit/after-the-count.md:1: duplicate-permalink: found "
            f'"/toolkit/after-the-count/", already the address of {PAGE}; rename one file, or '
            "take the former identifier out of one was",
            f'{PAGE}:21: was[0]: duplicate-permalink: found "/toolkit/after-the-count/", already '
            "the address of content/toolkit/after-the-count.md; rename one file, or take the "
            "former identifier out of one was",
        ],
    ),
    "one permalink twice, by capitals": (
        copied,
        [
            'content/toolkit/KEEP-count.md:1: bad-file-name: found "KEEP-count.md"; allowed small '
            'letters, digits and single hyphens, up to 80; did you mean "keep-count"? rename it: '
            "the name becomes the address",
            f'{PAGE}:1: duplicate-permalink: found "/toolkit/keep-count/", already the address of '
            "content/toolkit/KEEP-count.md; rename one file: names that differ in capitals are "
            "one on many machines",
        ],
    ),
    "tabs": (
        field("step:\n\tx: 2\n"),
        [f"{PAGE}:21: {NOT_YAML} (found character that cannot start any token); {SPACES}"],
    ),
    "a key twice": (
        field("step: 1\nstep: 2\n"),
        [f'{PAGE}:21: step: duplicate-key: found "step", already on line 20; keep one of the two'],
    ),
    "a day that is none": (
        lambda tree: tree.replace(FILE, "reviewed: 2024-05-01", "reviewed: 2024-02-30"),
        [f'{PAGE}:22: reviewed: bad-date: found "2024-02-30"; allowed a day that exists'],
    ),
    "a null": (
        body("Start \0 small."),
        [f"{PAGE}:25: control-character: found the character U+0000; delete it"],
    ),
    "a huge number": (
        field(f"step: {'9' * 400}\n"),
        [
            f'{PAGE}:20: step: wrong-type: found "{"9" * 59}…"; allowed a whole number; '
            "write it in figures"
        ],
    ),
    "deep lists": (
        field(f"step: {'[' * 5_000}{']' * 5_000}\n"),
        [
            f"{PAGE}:20: step{'[0]' * 11}: too-deep: found more than 12 levels; write it flatter",
        ],
    ),
    "fields that are a list": (
        whole(b"---\n- a\n---\nx\n"),
        [
            f"{PAGE}:2: not-a-mapping: found a list; allowed fields, as in title: Words; write "
            "each field as its name, a colon and a space, and its value"
        ],
    ),
    "fields without an end": (
        whole(b"---\ntitle: Keep count\n"),
        [
            f"{PAGE}:1: no-front-matter: found a front matter that does not end; "
            'allowed "---" alone on a line, twice; add a line of "---" below the last field'
        ],
    ),
    "an empty file": (
        whole(b""),
        [
            f"{PAGE}:1: no-front-matter: found an empty first line; allowed "
            '"---" alone on the first line; begin the file with its fields between two lines of '
            '"---"'
        ],
    ),
    "a field nearly named": (
        field("step: 1\nserie: x\n"),
        [
            f'{PAGE}:21: serie: unknown-key: found "serie"; allowed title, summary, also_called, '
            "interventions, needs, situations, sources, reviewed, review_in, now, was, "
            "career_stages, roles, levels, outcomes, moments, series, step; "
            'did you mean "series"?'
        ],
    ),
    "a folder named as a page": (
        lambda tree: tree.path("toolkit/x.md").mkdir(),
        [
            "content/toolkit/x.md:1: unreadable: found a folder with the name of a file; allowed "
            "plain files; move what it holds to its place, and remove the folder"
        ],
    ),
    "a link to itself": (point("toolkit/x.md", "x.md"), [f"content/toolkit/x.md:1: {NO_LINK}"]),
    "a link out of the folder": (
        point("toolkit/etc", "/etc"),
        [f"content/toolkit/etc:1: {NO_LINK}"],
    ),
    "HTML in the body": (
        body("Start <script>alert()</script> small."),
        [f'{PAGE}:25: html-in-body: found "<script>"; {AS_TYPED}'],
    ),
    "links that run": (
        body("[a](javascript:alert()) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](vbscript:x)"),
        [
            f'{PAGE}:25: bad-link: found "{link}"; {ADDRESS}'
            for link in ("javascript:alert()", "JaVaScRiPt:x", "data:text/html,x", "vbscript:x")
        ],
    ),
}
"""What is broken, and what is then told, in order."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index and a site of the invented content."""
    folder = tmp_path_factory.mktemp("good")
    shutil.copytree(FIXTURES / "corpus", folder / "content")
    write_frontend(folder / "build" / "frontend")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        patch.setattr("kb.index.encoder.model.TransformerEncoder", HashEncoder)
        patch.setattr("kb.index.encoder.train.General.load", lambda _path: None)
        assert [run(["index"]), run(["build"])] == [0, 0]
    return folder / "build"


@pytest.mark.posix
@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("break_it", "problems"), CASES.values(), ids=CASES)
def test_bad_content_is_told_and_nothing_is_lost(
    kb: Kb, tree: Tree, good: Path, tmp_path: Path, break_it: Break, problems: list[str]
) -> None:
    """The same whole message from each command; index and site as they were, byte for byte."""
    (tmp_path / "build").symlink_to(good)
    before = contents(good)
    break_it(tree)
    told = "".join(f"{problem}\n" for problem in problems)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    checked = kb("check")
    assert (checked.code, checked.out) == (1, told)
    for command in ("index", "build"):
        outcome = kb(command)
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err == f"{told}kb: the content has {count}; kb check lists them\n"
    assert contents(good) == before


def test_what_looks_bad_and_is_not(kb: Kb, tree: Tree) -> None:
    """A byte order mark and the line ends of other machines are read as they are meant."""
    for name, old, new in (
        ("toolkit/keep-count.md", b"\n", b"\r\n"),
        ("toolkit/after-the-count.md", b"\n", b"\r"),
        ("glossary.yaml", b"\n", b"\r\n"),
    ):
        data = tree.path(name).read_bytes()
        tree.path(name).write_bytes(b"\xef\xbb\xbf" + data.replace(old, new))
    assert (kb("check").code, kb("check").err) == (0, "no problems\n")


def test_a_planned_page_that_is_there(kb: Kb, tree: Tree) -> None:
    """It asks for a look, and stops nothing."""
    planned = tree.path("planned.yaml")
    planned.write_text(f"toolkit/keep-count: x\n{planned.read_text(encoding='utf-8')}")
    outcome = kb("check")
    assert (outcome.code, outcome.out) == (
        0,
        "content/planned.yaml:1: warning: toolkit/keep-count: planned-and-written: found a "
        "document that is there; allowed documents not yet written; take its line out\n",
    )


@pytest.mark.posix
def test_a_page_that_cannot_be_listed(kb: Kb, tmp_path: Path) -> None:
    """A file, a device or a pipe in the place of the content folder is no folder."""
    os.mkfifo(tmp_path / "pipe")
    for place in ("pipe", "/dev/null"):
        outcome = kb("check", "--content", place)
        assert (outcome.code, outcome.out) == (1, "")
        assert outcome.err == (
            f"kb: {place}: found no such folder; allowed a folder of content; run kb where the "
            "folder content is, or name the folder with --content\n"
        )
