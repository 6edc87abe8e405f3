"""`kb area` and `--area`: an edition is started, checked and built beside the national site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import FIXTURES, Kb
from tests.site_builder.conftest import write_frontend

NEW = ("--title", "The Fens", "--of", "the-fens", "--contact", "hub@fens.example")


@pytest.fixture(autouse=True)
def project(tmp_path: Path) -> Path:
    """A folder with the invented content and a front end, in which the command runs."""
    shutil.copytree(FIXTURES / "corpus", tmp_path / "content")
    write_frontend(tmp_path / "build" / "frontend")
    return tmp_path


def test_an_edition_is_started_checked_and_built(kb: Kb, project: Path) -> None:
    """And the pages of the site say whose it is; the national site is not touched."""
    started = kb("area", "new", "fens", *NEW)
    assert (started.code, started.out) == (0, "")
    assert "wrote areas/fens/area.yaml" in started.err.replace("\\", "/")
    assert kb("area", "check").code == 0
    built = kb("build", "--area", "fens")
    assert built.code == 0, built.err
    site = project / "build" / "editions" / "fens" / "site"
    home = (site / "index.html").read_text(encoding="utf-8")
    assert '<body data-area="the-fens" data-edition="fens">' in home
    assert "The Fens: a national page." in home
    assert "A local edition for GPs who work in The Fens." in home
    assert not (project / "build" / "site").exists()


@pytest.mark.parametrize("named", ["the-fens", "The Fens", "fens", "THE FENS"])
def test_an_area_is_named_as_people_name_it(kb: Kb, project: Path, named: str) -> None:
    """By its file or its name, however it is written."""
    assert kb("area", "new", "ely", *NEW[:2], "--of", named, *NEW[4:]).code == 0
    text = (project / "areas/ely/area.yaml").read_text(encoding="utf-8")
    assert 'area: "the-fens"\n' in text


@pytest.mark.parametrize(
    ("option", "given", "expected"),
    [
        ("--of", "The Fnes", 'did you mean "The Fens"?'),
        ("--of", "Atlantis", "look there for the one you are in"),
        ("--contact", "nobody", "contact: "),
        ("--title", " ", "name: empty-value: "),
    ],
)
def test_what_cannot_start_an_edition_leaves_nothing(
    kb: Kb, project: Path, option: str, given: str, expected: str
) -> None:
    """So that the command can be given again."""
    args = list(NEW)
    args[args.index(option) + 1] = given
    done = kb("area", "new", "ely", *args)
    assert done.code == 1
    assert expected in done.out + done.err
    assert not (project / "areas").exists()


@pytest.mark.usefixtures("quick")
def test_an_edition_is_searched_with_what_is_local_marked(kb: Kb, project: Path) -> None:
    """Without an index, what makes one is named whole."""
    kb("area", "new", "fens", *NEW)
    text = (project / "content/signposting/gp-listening-line.md").read_text(encoding="utf-8")
    national = next(line for line in text.splitlines() if line.startswith("how_to_start: "))
    (project / "areas/fens/overrides.yaml").write_text(
        "signposting/gp-listening-line:\n  - field: how_to_start\n"
        f'    was: {national.removeprefix("how_to_start: ")}\n    now: "Ask the Fens hub"\n',
        encoding="utf-8",
    )
    for missing in (kb("search", "--area", "fens", "listening"), kb("build", "--area", "fens")):
        assert "run `kb index --area fens`" in missing.err
    assert kb("index", "--area", "fens").code == 0
    found = kb("search", "--area", "fens", "listening line")
    assert "GP listening line (Changed for The Fens)  signposting/gp-listening-line" in found.out
    answer = json.loads(kb("search", "--area", "fens", "--json", "listening line").out)
    assert answer["area"] == "fens"
    local = {one["id"]: one["local"] for one in answer["results"]}
    assert local.pop("signposting/gp-listening-line") == "Changed for The Fens"
    assert set(local.values()) <= {""}
    assert kb("search", "listening").err.count("run `kb index`") == 1


def test_several_editions_are_built_in_one_call(kb: Kb, project: Path) -> None:
    """Each in its own folder, and none knows of the other."""
    kb("area", "new", "fens", *NEW)
    kb("area", "new", "marsh", "--title", "Marshland", *NEW[2:])
    assert kb("build", "--area", "fens", "--area", "marsh").code == 0
    editions = project / "build" / "editions"
    for page in (editions / "fens" / "site").rglob("*.html"):
        assert "Marshland" not in page.read_text(encoding="utf-8"), page


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("area", "new", "casestudies", *NEW), "allowed a name that is none of our own folders"),
        (("area", "new", "The Fens", *NEW), "allowed small letters, digits and single hyphens"),
        (("area", "check", "fen"), 'found "fen", of which there is no areas'),
        (("build", "--area", "nowhere"), "start one with kb area new nowhere"),
        (("serve", "--port", "0", "--area", "nowhere"), "start one with kb area new nowhere"),
        (("build", "--area", "a", "--out", "x"), "--out goes with the national site"),
        (
            ("build", "--area", "a", "--area", "b", "--base-url", "https://a.example"),
            "--base-url goes with one --area",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_way_on(
    kb: Kb, args: tuple[str, ...], expected: str
) -> None:
    """Before anything is written."""
    done = kb(*args)
    assert done.code in (1, 2)
    assert expected in done.err
    assert "Traceback" not in done.err


def test_an_edition_is_not_started_twice(kb: Kb, project: Path) -> None:
    """What somebody wrote into the file is kept."""
    kb("area", "new", "fens", *NEW)
    file = project / "areas" / "fens" / "area.yaml"
    file.write_text("mine\n", encoding="utf-8")
    assert kb("area", "new", "fens", *NEW).code == 1
    assert file.read_text(encoding="utf-8") == "mine\n"


def test_a_repository_of_its_own_is_built_on_a_file_of_a_release(
    kb: Kb, project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The national content is packed, the repository made elsewhere, checked and built."""
    assert kb("area", "pack", "--out", "dist", "--release", "2026.11").code == 0
    file = project / "dist" / "gp_retention_national-2026.11-py3-none-any.whl"
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    monkeypatch.chdir(elsewhere)
    made = kb("area", "init", "fens", *NEW, "--national", str(file))
    assert made.code == 0, made.err
    root = elsewhere / "fens"
    monkeypatch.chdir(root)
    assert (root / "release" / file.name).read_bytes() == file.read_bytes()
    checked = kb("area", "check")
    assert (checked.code, checked.out) == (0, "")
    built = kb("build", "--area", "fens")
    assert built.code == 0, built.err
    site = root / "build" / "editions" / "fens" / "site"
    assert "The Fens: a national page." in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "assets" / "nhsuk.css").is_file()
    assert not (root / "content").exists()


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (("area", "init", "toolkit", *NEW), "allowed a name that is none of our own folders"),
        (("area", "init", "f", *NEW[:2], "--of", "fen", *NEW[4:]), "allowed an area of England"),
        (("area", "init", "f", *NEW[:4], "--contact", "nobody"), "nothing was written"),
        (("area", "init", "f", *NEW, "--national", "no.whl"), "found no such file"),
        (("build", "--national", "content"), "--national goes with --area"),
        (("area", "pack", "--release", "new"), "allowed figures and dots"),
    ],
)
def test_a_repository_that_cannot_be_made_is_not_begun(
    kb: Kb, project: Path, args: tuple[str, ...], expected: str
) -> None:
    """Nothing is written before all that was given has been found good."""
    before = sorted(project.iterdir())
    done = kb(*args)
    assert done.code in (1, 2)
    assert expected in done.err
    assert sorted(one for one in project.iterdir() if one.name != "build") == [
        one for one in before if one.name != "build"
    ]
