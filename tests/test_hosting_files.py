"""The files for the hosting site: workflows, forms, owners, snippets; linted and in step."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kb.cli.main import COMMANDS
from kb.content.clock import today
from kb.content.frontmatter import read_yaml
from kb.content.read_leniently import ReadableContent, read_leniently
from kb.content.schema import json_schema
from kb.editing.drafts.interpret import draft_of
from kb.editing.drafts.issue_form import issue_form
from kb.editing.drafts.labels import field_of, section_of
from kb.model.documents import Kind
from kb.model.sections import SECTIONS
from site_builder.editors.gather import LINKS
from site_builder.editors.pages import ISSUE_FORM
from site_builder.hosting import read_hosting
from tests.tools.load import tool

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")


@pytest.fixture(scope="module")
def content() -> ReadableContent:
    """The real content."""
    return read_leniently(ROOT / "content", today=today())


def linted(schema: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Check files against a schema that the linter carries with it."""
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def workflow(name: str) -> Any:
    """Return a workflow as plain data."""
    return read_yaml((GITHUB / "workflows" / name).read_text(encoding="utf-8")).value


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_files_hold_to_their_schema(schema: str, paths: list[Path]) -> None:
    """As the hosting site reads them."""
    assert paths
    done = linted(schema, *paths)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_would_find_a_fault(tmp_path: Path) -> None:
    """A workflow without jobs."""
    file = tmp_path / "x.yml"
    file.write_text("on: push\n", encoding="utf-8")
    assert linted("vendor.github-workflows", file).returncode == 1


@pytest.mark.skipif(
    shutil.which("zizmor", path=str(Path(sys.executable).parent)) is None,
    reason="the auditor of workflows is not installed: pip install zizmor",
)
def test_workflows_have_no_known_hole() -> None:
    """By an auditor that asks nobody: injected text, wide tokens, unpinned actions."""
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [str(zizmor), "--offline", "--no-progress", str(GITHUB)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["check.yml", "test.yml"])
def test_forks_need_no_secret(name: str) -> None:
    """What runs for a pull request names none, and cannot write."""
    text = (GITHUB / "workflows" / name).read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "github.token" not in text
    assert workflow(name)["permissions"] == {"contents": "read"}
    assert "permissions" not in text.split("jobs:")[1]
    assert "pull_request_target" not in text


def test_a_fault_stops_neither_the_site_nor_the_comment() -> None:
    """They are needed most then; the long tests of the code are elsewhere."""
    jobs = workflow("check.yml")["jobs"]
    assert list(jobs) == ["check", "content"]
    assert "needs" not in jobs["content"]
    steps = {step["name"]: step for step in jobs["content"]["steps"]}
    names = list(steps)
    for name in names[names.index("Set up the project") + 1 :]:
        assert "!cancelled()" in steps[name]["if"], name
    assert "bash .ci/run" in [
        step.get("run") for step in workflow("test.yml")["jobs"]["tests"]["steps"]
    ]
    comment = workflow("comment.yml")["jobs"]["comment"]
    assert "conclusion != 'cancelled'" in comment["if"]
    assert "'success'" not in comment["if"]
    fetch, write = comment["steps"]
    assert fetch["continue-on-error"] is True
    assert write["if"] == "${{ steps.fetch.outcome == 'success' }}"


def test_the_content_is_checked_without_waiting_for_a_model() -> None:
    """One job installs the core alone; what every job installs is kept for the next."""
    check = workflow("check.yml")["jobs"]["check"]
    assert check["steps"][-1]["run"] == "python3 dev.py check --format github"
    for name in ("check.yml", "test.yml"):
        for job in workflow(name)["jobs"].values():
            python = next(step for step in job["steps"] if step["name"] == "Set up Python")
            assert python["with"]["cache"] == "pip"


def test_the_code_is_tested_on_three_systems() -> None:
    """One does not end the others; browser tests are skipped where there is no Chromium."""
    machines = workflow("test.yml")["jobs"]["machines"]
    assert machines["strategy"]["matrix"]["machine"] == ["windows-latest", "macos-latest"]
    assert machines["strategy"]["fail-fast"] is False
    assert machines["steps"][-1]["run"] == "python dev.py test"


def test_the_release_knows_of_links_and_whom_to_write_to() -> None:
    """What it finds out of links never fails it; a mailbox that is missing does."""
    found = workflow("release.yml")
    assert found["env"]["KB_CONTACT"] == "${{ vars.KB_CONTACT }}"
    steps = found["jobs"]["build"]["steps"]
    runs = [step.get("run", "") for step in steps]
    build = next(at for at, run in enumerate(runs) if "kb build" in run)
    for wanted in ("gh run download", "kb links"):
        at = next(at for at, run in enumerate(runs) if wanted in run)
        assert at < build
        assert steps[at]["continue-on-error"] is True
    kept = workflow("links.yml")["jobs"]["links"]["steps"][-1]["with"]
    assert f"--name {kept['name']} --dir build" in "".join(runs)
    assert Path(kept["path"]) == LINKS
    assert ".venv/bin/python tools/release_ready.py" in runs[:build]


def test_what_a_release_is_asked_for_later_stands_beside_its_tag() -> None:
    """What it was made with, and what areas are built on; put there by a job that runs no code."""
    jobs = workflow("release.yml")["jobs"]
    assert jobs["attach"]["if"] == "github.ref_type == 'tag'"
    assert jobs["attach"]["needs"] == ["build", "publish"]
    steps = jobs["attach"]["steps"]
    fetched = {step["with"]["name"] for step in steps if "with" in step}
    kept = [
        step["with"] for step in jobs["build"]["steps"] if "upload-artifact" in step.get("uses", "")
    ]
    assert fetched == {one["name"] for one in kept}
    assert all(step["uses"].startswith("actions/download-artifact@") for step in steps[:-1])
    writers = [name for name, job in jobs.items() if "write" in str(job.get("permissions"))]
    assert writers == ["publish", "attach"]


def test_each_state_of_the_main_branch_keeps_its_run() -> None:
    """A second merge does not hide that the first failed; a pull request is asked of once."""
    for name in ("check.yml", "test.yml"):
        found = workflow(name)["concurrency"]
        assert found["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
        assert "github.sha" in found["group"]


def test_what_may_write_runs_nothing_of_the_change() -> None:
    """The workflow that comments checks nothing out."""
    steps = workflow("comment.yml")["jobs"]["comment"]["steps"]
    assert [step.get("uses", "").split("@")[0] for step in steps] == [
        "actions/download-artifact",
        "",
    ]
    text = (GITHUB / "workflows" / "comment.yml").read_text(encoding="utf-8")
    assert "checkout" not in text.split("jobs:")[1]


def test_every_step_is_a_command_of_the_project() -> None:
    """So that what runs there is tested here; every action is pinned to one commit."""
    for path in WORKFLOWS:
        text = path.read_text(encoding="utf-8")
        for name in re.findall(r"\.venv/bin/kb ([a-z]+)", text):
            assert name in COMMANDS
        for script in re.findall(r"python3? ([\w/]+\.py)", text):
            assert (ROOT / script).is_file()
        for action in re.findall(r"uses: (\S+)", text):
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)


def test_the_issue_form_is_that_of_the_schema(content: ReadableContent) -> None:
    """`tools/issue_form.py` writes it; the site links to it by its name."""
    path = GITHUB / "ISSUE_TEMPLATE" / ISSUE_FORM
    assert path.read_text(encoding="utf-8") == issue_form(content.reference.vocabularies), (
        "run python tools/issue_form.py"
    )


def test_every_label_of_the_issue_form_is_understood(content: ReadableContent) -> None:
    """Its answers become a draft with nothing left over."""
    form: Any = read_yaml(issue_form(content.reference.vocabularies)).value
    answers = []
    for box in form["body"]:
        label = box["attributes"].get("label", "")
        if box["type"] in {"markdown", "checkboxes"}:
            continue
        assert field_of(label) or section_of(label) == label, label
        if box["type"] == "dropdown":
            answers.append(f"### {label}\n\n{', '.join(box['attributes']['options'][:2])}")
        elif field_of(label) == "results":
            answers.append(f"### {label}\n\nFinding: Nine stayed.\nHow known: counted\nFigure: 9")
        elif field_of(label) == "sources":
            answers.append(f"### {label}\n\nretention-toolkit-2019: case study")
        else:
            answers.append(f"### {label}\n\nPlain words")
    draft = draft_of("\n\n".join(answers), content.reference.vocabularies)
    assert "To do" not in draft.text
    assert set(draft.sections) == {heading.text for heading in SECTIONS[Kind.CASE_STUDY]}
    assert set(draft.fields) >= {"title", "summary", "results", "sources", "levels", "now"}
    assert draft.fields["results"][0]["value"] == 9


def test_owners_name_folders_that_are_there() -> None:
    """A path that is gone has no owner."""
    for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert (ROOT / line.split()[0].strip("/")).exists(), line


def test_owners_are_people_once_there_is_a_host() -> None:
    """While `site.yaml` names no repository, the file holds placeholders."""
    release_ready = tool("release_ready")
    hosting = read_hosting(ROOT / "site.yaml")
    assert list(release_ready.owner_faults(GITHUB / "CODEOWNERS", hosting)) == []


def test_snippets_are_of_the_content_model() -> None:
    """Each makes YAML with keys that the schema knows, or the headings in their order."""
    snippets = json.loads((ROOT / ".vscode" / "content.code-snippets").read_text(encoding="utf-8"))
    schema = json_schema(Kind.CASE_STUDY)
    for name, snippet in snippets.items():
        lines = [re.sub(r"\$\{\d+[:|]?([^}|,]*)[^}]*\}", r"\1", line) for line in snippet["body"]]
        lines = [re.sub(r"\$[A-Z_0-9]+", "2024", line) for line in lines]
        if snippet["prefix"].startswith("result"):
            value: Any = read_yaml("results:\n" + "\n".join(lines)).value
            assert set(value["results"][0]) <= set(schema["$defs"]["ResultModel"]["properties"]), (
                name
            )
        elif snippet["prefix"] == "now":
            value = read_yaml("\n".join(lines)).value
            assert set(value["now"]) <= set(schema["$defs"]["NowModel"]["properties"]), name
        else:
            headings = [line[3:] for line in lines if line.startswith("## ")]
            assert headings == [heading.text for heading in SECTIONS[Kind.CASE_STUDY]]
