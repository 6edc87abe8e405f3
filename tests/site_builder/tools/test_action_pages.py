"""The pages of plan and brief, and their scripts' rules against those of Python."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from kb.model.documents import DocId, Kind
from kb.planning.action_plan import open_plan, plan_events, plan_pieces, plan_rows, write_plan
from kb.planning.brief import SOURCES_SHOWN, brief
from kb.planning.checklist import fairness_questions, questions
from kb.planning.cited import cite
from kb.text.pieces import Blank, Grid, Heading, Items, Paragraph, as_data, markdown
from site_builder.model.site_content import SiteContent
from site_builder.tools.action_pages import action_data, action_pages, cited_data
from tests.kb.planning.test_action_plan import DAMAGES, LONG, PAGE, TEXT
from tests.kb.planning.test_checklist import with_checklist
from tests.site_builder.scripts import run_scripts, static

DAY = date(2026, 11, 28)
ODD = json.loads(TEXT)
ODD["actions"][0] |= {"start": "2027-02-30", "owner": 7, "measure": "x" * 2100, "review": None}
ODD["actions"] += ["nothing", {"theory": [], "fairness": "all", "page": "toString"}]
ODD["answers"] |= {"x": {"state": "perhaps"}, "y": 3, "z": {"state": "done", "note": []}}
HALVES = json.loads(TEXT)
HALVES["title"] = "Stay \ud83d\ude00 here \ud83d"
HALVES["actions"][0] |= {"what": "x" * 1999 + "\udfff\ude00y", "page": "\ud800toolkit/x"}
HALVES["answers"] |= {"q\udc00": {"state": "done", "note": "\ud83d"}, "\ud83d": {"state": "no"}}
OLD = {
    "schema": "gp-support-plan",
    "version": 1,
    "answers": {"q": True, "r": 0},
    "actions": [{"action": "Do it", "due": "2020-01-31"}, 5],
}
LONG_TEXT = write_plan(LONG, saved="2026-11-28")
FILES = (
    TEXT,
    "\ufeff" + TEXT,
    *(TEXT[: len(TEXT) * tenth // 10] for tenth in range(10)),
    json.dumps(ODD),
    json.dumps(HALVES),
    json.dumps(OLD),
    json.dumps({"schema": "gp-support-plan", "version": 3}),
    json.dumps({"schema": "gp-support-plan", "version": "2", "actions": {}, "answers": []}),
    *(LONG_TEXT.replace(found, given, 1) for found, given, _ in DAMAGES),
    LONG_TEXT.replace('"version": 2,', '"version": 9'),
    json.dumps({"schema": "gp-support-plan", "version": 1, "actions": [{"id": "a"}]})[:-9],
    json.dumps(
        {"schema": "gp-support-plan", "version": 2, "answers": {f"q{n}": {} for n in range(210)}}
    ),
    "{}",
    "[]",
    "PK",
)


def content_with_checklist(content: SiteContent) -> SiteContent:
    """Return the content with a checklist."""
    return SiteContent(with_checklist(content.corpus))


def plain(value: object) -> Any:
    """Return a value as it comes back from JSON."""
    return json.loads(json.dumps(value))


def test_the_script_opens_every_file_as_python_does(content: SiteContent) -> None:
    """Whole, cut off at every tenth, odd, old, new and of another kind."""
    data = plain(action_data(content_with_checklist(content)))
    body = (
        "return given.files.map((text) => { const found = kbAction.open(text, given.data);"
        "return [found.error, found.faults, found.plan && kbAction.write(found.plan, 'D')]; });"
    )
    found = run_scripts([static("action_rule.js")], body, {"data": data, "files": list(FILES)})
    for text, (error, faults, written) in zip(FILES, found, strict=True):
        expected = open_plan(text)
        assert error == expected.error, text[-60:]
        assert faults == list(expected.faults), text[-60:]
        assert written == (write_plan(expected.plan, saved="D") if expected.plan else None)


def test_the_script_makes_the_same_of_a_plan(content: SiteContent) -> None:
    """The same pieces, lines and events, and of the pieces the same Markdown."""
    own = content_with_checklist(content)
    data, pages = plain(action_data(own)), plain(cited_data(own))["pages"]
    body = (
        "const plan = kbAction.open(given.text, given.data).plan;"
        "const pieces = kbAction.pieces(plan, given.data, given.pages, 'https://e.org/',"
        "'2026-11-28');"
        "return [pieces, kbPieces.markdown(pieces), kbAction.rows(plan, given.pages),"
        "kbAction.events(plan, given.pages)];"
    )
    given = {"text": TEXT, "data": data, "pages": pages}
    scripts = [static("pieces.js"), static("action_rule.js")]
    pieces, text, rows, events = run_scripts(scripts, body, given)
    plan = open_plan(TEXT).plan
    assert plan is not None
    cited = {PAGE: cite(own.corpus, PAGE)}
    expected = plan_pieces(
        plan,
        questions=questions(own.corpus),
        fairness=fairness_questions(own.corpus),
        cited=cited,
        address="https://e.org/",
        today=DAY,
    )
    assert pieces == as_data(expected)
    assert text == markdown(expected)
    assert rows == plan_rows(plan, cited)
    assert [[e["uid"], e["start"], e["title"], e["details"]] for e in events] == [
        [e.uid, e.start.isoformat(), e.title, e.details] for e in plan_events(plan, cited)
    ]


def test_the_script_makes_the_same_brief(content: SiteContent) -> None:
    """Of every case study and option alone, and of several together."""
    data = plain(cited_data(content))
    kinds = (Kind.CASE_STUDY, Kind.SIGNPOSTING)
    ids = [str(d.id) for kind in kinds for d in content.documents(kind)]
    choices = [[one] for one in ids] + [ids[:5]]
    body = (
        "return given.choices.map((ids) => kbBrief.brief(ids.map((id) => given.data.pages[id]),"
        "{title: ' ', purpose: 'Agree.', address: 'https://e.org/', today: '28 November 2026'},"
        "given.data.words));"
    )
    found = run_scripts(
        [static("pieces.js"), static("brief_rule.js")], body, {"data": data, "choices": choices}
    )
    for chosen, pieces in zip(choices, found, strict=True):
        expected = brief(
            [cite(content.corpus, DocId(one)) for one in chosen],
            title=" ",
            purpose="Agree.",
            address="https://e.org/",
            today=DAY,
        )
        assert pieces == plain(as_data(expected))


def test_the_script_writes_the_same_markdown() -> None:
    """Signs of Markdown in the text are text in both."""
    pieces = (
        Heading(2, "A *b* [c]"),
        Paragraph("# no\n- list 1. x"),
        Paragraph("1. no list", "*Who*:"),
        Items(("a|b", "+ c", "2) d")),
        Items(("é", "\u00a0x"), numbered=True),
        Grid(("", "B|C"), (("---", "b\nc"), ("<b>", "`d`"))),
        Blank(2),
    )
    given = as_data(pieces)
    assert run_scripts(
        [static("pieces.js")], "return kbPieces.markdown(given);", given
    ) == markdown(pieces)


def test_without_scripts_every_question_is_there(content: SiteContent) -> None:
    """With the advice, and how others did it; pages of a whole part stand once."""
    own = content_with_checklist(content)
    plan = next(page for page in action_pages(own) if page.url == "/plan-support/plan/")
    ((part, advice, items),) = plan.context["parts"]  # type: ignore[misc]
    assert (part, advice[1], len(items)) == ("Know who is here", "/toolkit/keep-count/", 2)
    assert [item.own for item in items][1] == ()
    assert [url for _, url in plan.context["shared"][part]] == [  # type: ignore[index]
        "/casestudies/ely-listening-line/"
    ]


def test_the_brief_says_what_to_do_without_scripts(read_page: Callable[[str], str]) -> None:
    """And offers every page to choose from."""
    html = read_page("plan-support/brief")
    assert "needs JavaScript" in html
    assert html.count("<option") == 1 + html.count('<option value="casestudies/') + html.count(
        '<option value="signposting/'
    )


def test_what_is_cited_is_the_same_in_both(content: SiteContent) -> None:
    """The data of the page is what the command cites, but for the text of sources left out."""
    pages = cited_data(content)["pages"]
    assert isinstance(pages, dict)
    for page, found in pages.items():
        expected = asdict(cite(content.corpus, DocId(page)))
        assert found["sources"][:SOURCES_SHOWN] == list(expected["sources"][:SOURCES_SHOWN])
        assert len(found["sources"]) == len(expected["sources"])
        assert found | {"sources": 0} == expected | {"sources": 0}
    assert PAGE in pages
