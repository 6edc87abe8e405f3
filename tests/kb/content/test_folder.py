"""Only the files that content may have are read, and nothing outside the folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kb.content.folder import MAX_FILE, digest_of_folder, read_folder
from kb.model.fields import VOCABULARY_NAMES
from kb.model.problems import KbError
from tests.conftest import EPOCH, Tree


def test_hidden_files_and_papers_are_ignored(tree: Tree) -> None:
    """Editors' own files and the licence are no content, and do not change the digest."""
    before = read_folder(tree.root)
    tree.write(".notes.swp", "x")
    tree.write(".git/config", "x")
    after = read_folder(tree.root)
    assert after.problems == ()
    assert after.digest == before.digest
    tree.write("README.md", "# How to add a page")
    tree.write("LICENSE", "CC BY 4.0")
    assert tree.messages() == []


@pytest.mark.posix
def test_a_link_out_of_the_folder_is_refused(tree: Tree) -> None:
    """A file or folder that points elsewhere is not read."""
    outside = tree.root.parent / "secret.md"
    outside.write_text("secret", encoding="utf-8")
    tree.path("casestudies/secret.md").symlink_to(outside)
    tree.path("casestudies/more").symlink_to("/etc")
    assert tree.messages() == [
        "content/casestudies/more:1: symbolic-link: found a symbolic link; allowed plain files; "
        "put the file itself here",
        "content/casestudies/secret.md:1: symbolic-link: found a symbolic link; allowed plain "
        "files; put the file itself here",
    ]


def test_names_that_differ_in_capitals(tree: Tree) -> None:
    """On many machines they are one file; the message names both."""
    text = tree.path("casestudies/ely-listening-line.md").read_text(encoding="utf-8")
    tree.write("casestudies/Ely-Listening-Line.md", text)
    assert tree.messages() == [
        "content/casestudies/Ely-Listening-Line.md:1: bad-file-name: "
        'found "Ely-Listening-Line.md"; '
        "allowed small letters, digits and single hyphens, up to 80; "
        'did you mean "ely-listening-line"? rename it: the name becomes the address',
        "content/casestudies/ely-listening-line.md:1: duplicate-permalink: "
        'found "/casestudies/ely-listening-line/", already the address of '
        "content/casestudies/Ely-Listening-Line.md; rename one file: names that differ in "
        "capitals are one on many machines",
    ]


def test_files_without_a_place(tree: Tree) -> None:
    """A page in the wrong place is told, not skipped."""
    tree.write("casestudys/x.md", "x")
    tree.write("glosary.yaml", "x")
    allowed = (
        "allowed casestudies/NAME.md, signposting/NAME.md, toolkit/NAME.md, roadmaps/NAME.md, "
        "areas/NAME.yaml, bibliography.yaml, distress.yaml, glossary.yaml, allowed-phrases.txt, "
        "distress-lines.yaml, planned.yaml, shared-stops.yaml, "
        + ", ".join(f"vocabularies/{name}.yaml" for name in VOCABULARY_NAMES)
        + ", asked/NEED.yaml, templates/NAME.md"
    )
    remedy = "move it out of the content folder, or give it its place"
    assert tree.messages() == [
        f'content/casestudys/x.md:1: unknown-file: found "casestudys/x.md"; {allowed}; {remedy}',
        f'content/glosary.yaml:1: unknown-file: found "glosary.yaml"; {allowed}; '
        f'did you mean "glossary.yaml"? {remedy}',
    ]


def test_a_fingerprint_that_windows_could_not_hold(tree: Tree) -> None:
    """Its name is what is wrong, not its place."""
    tree.write("fingerprints/prn", "x")
    assert (
        'content/fingerprints/prn:1: bad-file-name: found "prn", a name that Windows keeps for '
        'itself; allowed any other name; did you mean "prn-account"? rename it: a copy on Windows '
        "could not hold it"
    ) in tree.messages()


def test_files_that_are_not_utf_8(tree: Tree) -> None:
    """The line and the byte are told."""
    path = tree.path("casestudies/ely-listening-line.md")
    path.write_bytes(path.read_bytes().replace(b"Ely listening", b"\xc9ly listening", 1))
    assert tree.messages() == [
        "content/casestudies/ely-listening-line.md:2: not-utf-8: found the byte 0xc9; "
        'allowed text in UTF-8; save the file again with the encoding "UTF-8"'
    ]


def test_a_byte_order_mark_is_no_fault(tree: Tree) -> None:
    """Some editors write one."""
    path = tree.path("casestudies/ely-listening-line.md")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert tree.messages() == []


def test_a_control_character(tree: Tree) -> None:
    """It is told by its number, since nobody sees it."""
    tree.replace("toolkit/keep-count.md", "Start small.", "Start\x00 small.")
    assert tree.messages() == [
        "content/toolkit/keep-count.md:25: control-character: found the character U+0000; delete it"
    ]


def test_a_large_file_is_not_read_to_its_end(tree: Tree) -> None:
    """Five megabytes are refused in a line."""
    tree.write("toolkit/keep-count.md", "x" * 5_000_000)
    assert tree.messages() == [
        "content/toolkit/keep-count.md:1: too-large: found more than 1,048,576 bytes; "
        "allowed up to 1,048,576 bytes; shorten it"
    ]


def test_a_file_that_grows_meanwhile_is_read_to_its_end(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one whose size is not told; the limit holds whatever was told."""
    text = tree.path("glossary.yaml").read_text(encoding="utf-8")
    told = os.fstat

    def smaller(descriptor: int) -> os.stat_result:
        real = told(descriptor)
        return os.stat_result((*real[:6], real.st_size // 3, *real[7:10]))

    tree.write("vocabularies/needs.yaml", "x" * (MAX_FILE + 1))
    monkeypatch.setattr("kb.content.folder.os.fstat", smaller)
    read = read_folder(tree.root)
    assert read.texts["glossary.yaml"] == text
    assert [(one.path, one.fault) for one in read.problems] == [
        ("content/vocabularies/needs.yaml", "too-large")
    ]


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x1b", "\x7f", "\u0085", "\u202e"])
def test_no_sign_that_nobody_sees_passes(tree: Tree, sign: str) -> None:
    """Wherever it stands, in a text of ASCII alone and in another."""
    for before in ("plain\n", "caf\u00e9\n"):
        tree.write("toolkit/odd.md", f"{before}a{sign}b\n")
        (problem,) = read_folder(tree.root).problems
        assert (problem.fault, problem.line) == ("control-character", 2)


@pytest.mark.posix
def test_a_pipe_is_refused_without_waiting(tree: Tree) -> None:
    """Reading it would hang."""
    os.mkfifo(tree.path("toolkit/pipe.md"))
    assert tree.messages() == [
        "content/toolkit/pipe.md:1: unreadable: found no plain file; allowed plain files; "
        "take it away"
    ]


@pytest.mark.posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root reads everything")
def test_a_file_without_permission(tree: Tree) -> None:
    """The system's reason is told."""
    tree.path("toolkit/keep-count.md").chmod(0)
    assert "a file that cannot be read (Permission denied)" in tree.messages()[0]


def test_a_missing_list(tree: Tree) -> None:
    """Each list is named once, and pages are not blamed for it."""
    tree.path("vocabularies/needs.yaml").unlink()
    tree.path("glossary.yaml").unlink()
    assert tree.messages() == [
        "content/glossary.yaml:1: missing-file: found no such file; write it",
        "content/vocabularies/needs.yaml:1: missing-file: found no such file; write it, with the "
        "concepts of its list",
    ]


def test_optional_lists(tree: Tree) -> None:
    """No planned pages and no allowed phrases are no fault."""
    tree.path("allowed-phrases.txt").unlink()
    tree.replace("planned.yaml", "roadmaps/registrar: Roadmap for registrars\n", "")
    tree.replace("roadmaps/partner.md", ", registrar#first-post", "")
    assert tree.messages() == []


def test_no_folder(tree: Tree) -> None:
    """A wrong folder is an error that says what to do."""
    with pytest.raises(KbError) as raised:
        read_folder(tree.root / "nowhere")
    assert str(raised.value) == (
        f"{tree.root / 'nowhere'}: found no such folder; allowed a folder of content; "
        "run kb where the folder content is, or name the folder with --content"
    )


@pytest.mark.parametrize(
    ("name", "shown", "better"),
    [
        (b"Keep-Count.md", "Keep-Count.md", "keep-count"),
        (b"keep count.md", "keep count.md", "keep-count"),
        (b"keep-count.MD", "keep-count.MD", "keep-count.md"),
        (b"keep\ncount.md", r"keep\ncount.md", "keep-count"),
        (b"keep\x1bcount.md", r"keep\x1bcount.md", "keep-count"),
        (b"keep\xffcount.md", r"keep\udcffcount.md", "keep-count"),
        (b"k" * 252 + b".md", "k" * 252 + ".md", "k" * 80),
    ],
)
def test_names_that_cannot_be_addresses(tree: Tree, name: bytes, shown: str, better: str) -> None:
    """One line tells it, whatever is in the name; links to the page are no problem of their own."""
    page = tree.path("toolkit/keep-count.md")
    if len(name) < 100:
        page.rename(page.with_name(os.fsdecode(name)))
    else:
        page.with_name(os.fsdecode(name)).write_bytes(page.read_bytes())
    assert tree.messages() == [
        f'content/toolkit/{shown}:1: bad-file-name: found "{shown}"; allowed small letters, '
        f'digits and single hyphens, up to 80; did you mean "{better}"? rename it: the name '
        "becomes the address"
    ]


@pytest.mark.parametrize("inside", [(), ("page.md",), ("more", "page.md")])
def test_a_folder_with_the_name_of_a_page(tree: Tree, inside: tuple[str, ...]) -> None:
    """It is told once, and not passed over."""
    tree.path("toolkit/x.md").joinpath(*inside[:-1]).mkdir(parents=True)
    if inside:
        tree.path("toolkit/x.md").joinpath(*inside).write_text("x", encoding="utf-8")
    assert tree.messages() == [
        "content/toolkit/x.md:1: unreadable: found a folder with the name of a file; allowed "
        "plain files; move what it holds to its place, and remove the folder"
    ]


@pytest.mark.posix
@pytest.mark.parametrize("target", [".", "..", "loop", "/", "nowhere"])
def test_a_link_that_leads_round(tree: Tree, target: str) -> None:
    """It is never followed."""
    tree.path("toolkit/loop").symlink_to(target)
    assert tree.messages() == [
        "content/toolkit/loop:1: symbolic-link: found a symbolic link; allowed plain files; "
        "put the file itself here"
    ]


@pytest.mark.parametrize(
    "sign",
    [
        *("\x9b", "\u200b", "\u2028", "\u202e", "\u2066", "\ufeff", "\u2800", "\ue0f1", "\uf0b7"),
        *("\U0001d174", "\U000e0fff", "\U000f1234", "\U0010ffff"),
    ],
)
def test_signs_that_hide_text(tree: Tree, sign: str) -> None:
    """What a reviewer cannot see, or sees in another order, is no text."""
    tree.replace("toolkit/keep-count.md", "Start small.", f"Start {sign}small.")
    assert tree.messages() == [
        f"content/toolkit/keep-count.md:25: control-character: found the character "
        f"U+{ord(sign):04X}; delete it"
    ]


@pytest.mark.parametrize("accents", ["\u0301" * 5, "\u20d7\u0335\u0300\u0301\u0302\u0303"])
def test_a_heap_of_accents(tree: Tree, accents: str) -> None:
    """It would cover the lines above and below; a few of them write Vietnamese and the like."""
    tree.replace(
        "toolkit/keep-count.md", "Start small.", f"Start sma{accents}ll, Nguye\u0302\u0303n."
    )
    [said] = tree.messages()
    assert f":25: control-character: found the character U+{ord(accents[0]):04X}; " in said
    tree.replace("toolkit/keep-count.md", accents, "")
    assert tree.messages() == []


def test_content_is_read_where_the_system_lacks_a_call(corpus_dir: Path) -> None:
    """Windows has neither flag of opening, nor identities of users, nor an exchange of folders."""
    code = (
        "import os, sys\n"
        "for name in ('O_NOFOLLOW', 'O_NONBLOCK', 'geteuid', 'fork', 'mkfifo'):\n"
        "    if hasattr(os, name): delattr(os, name)\n"
        "os.O_BINARY = 0\n"
        "from kb.cli.main import run\n"
        f"sys.exit(run(['check', '--content', {str(corpus_dir)!r}]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "no problems\n")


def test_the_digest_alone_is_that_of_the_folder(tree: Tree) -> None:
    """Also where a file is no text: its bytes count, whatever they are."""
    assert digest_of_folder(tree.root) == read_folder(tree.root).digest
    tree.path("casestudies/odd.md").write_bytes(b"\xff\x00")
    changed = digest_of_folder(tree.root)
    assert changed == read_folder(tree.root).digest
    tree.path("casestudies/odd.md").write_bytes(b"\xfe\x00")
    assert digest_of_folder(tree.root) != changed
