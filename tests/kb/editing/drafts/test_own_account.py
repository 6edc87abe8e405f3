"""`kb.editing.drafts.own_account`: from first sending to correction, and nobody else's."""

from __future__ import annotations

import pytest

from kb.editing.drafts.draft import Draft
from kb.editing.drafts.own_account import (
    account_text,
    changes_in,
    check_own_source,
    name_in_page,
    named,
    register,
)
from kb.model.bibliography import read_fingerprint
from kb.model.problems import KbError
from tests.conftest import TODAY, Tree

TEXT = "In our practice nine doctors met each month to talk. " * 5


def test_an_own_source_proves_figures_and_may_be_printed(tree: Tree) -> None:
    """Its entry is added below the others, its fingerprint has no runs of twelve words."""
    before = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    prints, bibliography = register(
        TEXT, "our-story", content_dir=tree.root, title="Our: story", publisher="P", today=TODAY
    )
    assert bibliography.read_text(encoding="utf-8") == before + (
        'our-story:\n  title: "Our: story"\n  publisher: P\n  kind: document\n  date: 2024-06\n'
        "  live: unchecked\n"
    )
    fingerprint = read_fingerprint(prints, "x")
    assert fingerprint.has_number("9")
    assert fingerprint.has_words("nine doctors met each month".split())
    assert not list(fingerprint.copied(TEXT.lower().split()))
    assert tree.messages() == []


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_bibliography_stays_as_its_editor_keeps_it(tree: Tree, mark: bytes) -> None:
    """With the mark and line ends of Windows, when an account is added and when it is renewed."""
    path = tree.path("bibliography.yaml")
    before = mark + path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(before)
    for renew in (False, True):
        register(
            TEXT,
            "our-story",
            content_dir=tree.root,
            title="Our story",
            publisher="P",
            today=TODAY,
            renew=renew,
        )
        assert path.read_bytes() == before + (
            b"our-story:\r\n  title: Our story\r\n  publisher: P\r\n  kind: document\r\n"
            b"  date: 2024-06\r\n  live: unchecked\r\n"
        )
    assert tree.messages() == []


@pytest.mark.parametrize(
    ("source", "text", "message"),
    [
        (
            "Our Story",
            TEXT,
            '--own: bad-identifier: found "Our Story"; allowed small letters, digits and hyphens, '
            "as newtown-account",
        ),
        (
            "com7",
            TEXT,
            '--own: bad-identifier: found "com7", a name that Windows keeps for itself; allowed '
            'any other name; did you mean "com7-account"?',
        ),
        (
            "our-story",
            "Too few words.",
            "--own: too-short: found 3 words; allowed 30 or more; give the whole account",
        ),
    ],
)
def test_sources_that_cannot_be_one(tree: Tree, source: str, text: str, message: str) -> None:
    """Nothing is written."""
    with pytest.raises(KbError) as caught:
        register(text, source, content_dir=tree.root, title="T", publisher="P", today=TODAY)
    assert str(caught.value) == message
    assert not tree.path("fingerprints/our-story").exists()


def test_what_proves_a_page_is_not_the_page_itself() -> None:
    """Results as data, their quotes and what is still to do are no part of an account."""
    text = account_text(
        '---\ntitle: T\ncost: £71 a year\nresults:\n  - quote: "it rose by 88 in all"\n'
        "situations: [I have 55 of them]\n---\n\n## What changed\n\nIt rose by 33.\n\n"
        "| Finding | Value | Quote |\n| --- | --- | --- |\n| Up. | 44 | up by 44 |\n\n"
        "### Results as data\n\nFinding: Up.\nQuote: up by 66 in all\n"
    )
    assert all(figure in text for figure in ("71", "33"))
    assert not any(figure in text for figure in ("88", "55", "44", "66"))


@pytest.mark.parametrize(
    "block",
    [
        "Finding: Fewer left.\nOutcome: GPs kept\nQuote: 29 fewer left",
        "- **Finding:** Fewer left.\n- **Value:** 29\n- **Exact words:** 29 fewer left",
        "| Finding | Fewer left |\n| --- | --- |\n| Value | 29 |\n| Quote | 29 fewer left |",
        "| Known by | Result | Quote |\n| --- | --- | --- |\n| counted | Up | 29 fewer |",
    ],
)
def test_results_prove_nothing_wherever_they_stand(block: str) -> None:
    """In lines or in a table of either direction, below whatever heading."""
    text = account_text(f"# T\n\n## Impact\n\nWe kept 31 GPs.\n\n{block}\n\nSo 17 wrote.\n")
    assert ("31" in text, "29" in text, "17" in text) == (True, False, True)


def test_the_placeholder_takes_the_name_of_the_account() -> None:
    """In the sources and the results of a draft, and of a page whose other lines stay."""
    own, other = {"source": "our-account", "place": "x"}, {"source": "fen-report", "place": "y"}
    draft = named(Draft(fields={"sources": [own, other], "results": [own]}), "ely-account")
    assert [one["source"] for one in draft.fields["sources"]] == ["ely-account", "fen-report"]
    assert draft.fields["results"][0]["source"] == "ely-account"
    page = (
        "---\nsources:\n  - source: our-account  # ours\n    place: x\n  - {source: 'our-account', "
        "place: y}\nnote: our-account of it\n---\nsource of our-account\n"
    )
    assert name_in_page(page, "ely-account") == page.replace(
        "source: our-account", "source: ely-account"
    ).replace("source: 'our-account'", "source: ely-account")


def test_a_page_that_rests_on_something_else_is_left_alone() -> None:
    """An account proves a page only if the page names it."""
    with pytest.raises(KbError) as caught:
        name_in_page("---\nsources:\n  - source: fen-report\n---\n", "ely-account")
    assert str(caught.value).startswith(
        'found neither "our-account" nor "ely-account" among the sources of the page; '
    )


def test_a_corrected_account_is_renewed_and_says_what_changed(tree: Tree) -> None:
    """New figures, and those that pages had from it; its entry has the month of the correction."""
    first = f"{TEXT} Of 31 doctors 17 stayed, and each had two days more."
    register(first, "ely-account", content_dir=tree.root, title="T", publisher="P", today=TODAY)
    tree.write("casestudies/ely.md", "---\nsources:\n  - source: ely-account\n---\n17 stayed.\n")
    second = first.replace("17", "19")
    assert list(changes_in(second, "ely-account", tree.root))[1:] == [
        "ely-account: new figures: 19",
        "ely-account: no longer holds 17, which casestudies/ely had from it",
    ]
    later = TODAY.replace(year=TODAY.year + 1)
    register(
        second,
        "ely-account",
        content_dir=tree.root,
        title="T",
        publisher="P",
        today=later,
        renew=True,
    )
    assert read_fingerprint(tree.path("fingerprints/ely-account"), "x").has_number("19")
    listed = tree.path("bibliography.yaml").read_text(encoding="utf-8")
    assert listed.endswith(f"  date: {later:%Y-%m}\n  live: unchecked\n")
    assert list(changes_in(second, "ely-account", tree.root)) == ["ely-account: nothing changed"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("ely-account", "another account"),
        ("fen-report", "which is no account of one's own"),
        ("our-account", "which stands for a source without a name"),
    ],
)
def test_nobody_takes_the_place_of_another_source(tree: Tree, source: str, said: str) -> None:
    """Neither of another practice's account nor of a report, nor the placeholder."""
    register(TEXT, "ely-account", content_dir=tree.root, title="T", publisher="P", today=TODAY)
    strange = " ".join(f"quite other words of number {at}" for at in range(20, 40))
    with pytest.raises(KbError) as caught:
        check_own_source(strange, source, tree.root, renew=True)
    assert f'found "{source}", {said}' in str(caught.value)
