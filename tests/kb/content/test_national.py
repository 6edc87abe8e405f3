"""The national content as one file: the same bytes, and nothing of the file outside its folder."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kb.content.national import PACKAGE, find_national, pack_national, version_of
from kb.content.read import read_corpus
from kb.model.problems import KbError
from tests.conftest import FIXTURES, TODAY
from tests.site_builder.conftest import write_frontend

CONTENT = FIXTURES / "corpus"


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The invented content as a file of a release, and a folder to be in without any other."""
    monkeypatch.chdir(tmp_path)
    frontend = write_frontend(tmp_path / "made" / "frontend")
    return pack_national(CONTENT, frontend, tmp_path / "made", "2026.11.28")


def nowhere() -> tuple[Path, Path]:
    """Return a content folder and a front end that are not there."""
    return Path("content"), Path("build/frontend")


def test_what_is_unpacked_is_what_was_packed(packed: Path) -> None:
    """Content with its digest, and the front end."""
    found = find_national(packed, *nowhere())
    again = read_corpus(found.content, today=TODAY)
    assert again.digest == read_corpus(CONTENT, today=TODAY).digest
    assert (found.frontend / "nhsuk.css").is_file()
    assert find_national(packed, *nowhere()) == found


def test_the_same_content_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    """So that two people can compare their releases."""
    other = pack_national(CONTENT, tmp_path / "made" / "frontend", tmp_path / "two", "2026.11.28")
    assert other.read_bytes() == packed.read_bytes()
    assert version_of(TODAY) == f"{TODAY.year}.{TODAY.month}.{TODAY.day}"


def test_the_file_is_a_package_that_installs(packed: Path) -> None:
    """As an installer checks it: a wheel whose record lists each file with its hash."""
    with zipfile.ZipFile(packed) as archive:
        names = set(archive.namelist())
        record = archive.read(f"{PACKAGE}-2026.11.28.dist-info/RECORD").decode()
        meta = archive.read(f"{PACKAGE}-2026.11.28.dist-info/METADATA").decode()
    assert {line.split(",")[0] for line in record.splitlines()} == names
    assert "Name: gp-retention-national\nVersion: 2026.11.28\n" in meta


def test_the_folder_release_then_the_installed_package_are_found(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder content comes before both; without any of them the ways are named."""
    with pytest.raises(KbError, match=r"copy the file of a release into the folder release"):
        find_national(None, *nowhere())
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "installed")
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    installed = tmp_path / "installed" / PACKAGE / "content"
    assert find_national(None, *nowhere()).content == installed
    Path("release").mkdir()
    there = Path("release", packed.name)
    there.write_bytes(packed.read_bytes())
    assert find_national(None, *nowhere()).content.parts[:2] == ("build", "national")
    Path("release", f"{PACKAGE}-2027.1.1-py3-none-any.whl").write_bytes(b"")
    with pytest.raises(KbError, match="found 2 files of national content"):
        find_national(None, *nowhere())
    assert find_national(None, CONTENT, Path("front")).frontend == Path("front")


def test_a_folder_may_be_given(packed: Path, tmp_path: Path) -> None:
    """One that holds the content, or the content itself; no other."""
    found = find_national(packed, *nowhere())
    assert find_national(found.content.parent, *nowhere()) == found
    assert find_national(CONTENT, *nowhere()).content == CONTENT
    with pytest.raises(KbError, match="found no content in it"):
        find_national(tmp_path / "made", *nowhere())


@pytest.mark.usefixtures("packed")
@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("x.whl", None, "found no such file"),
        ("x.whl", b"no zip", "cannot be unpacked"),
        ("x.zip", {"other/file": b"x"}, "found no gp_retention_national/content"),
    ],
)
def test_a_file_of_another_kind_is_refused(
    tmp_path: Path, name: str, data: bytes | dict[str, bytes] | None, expected: str
) -> None:
    """With what is allowed."""
    path = tmp_path / name
    if isinstance(data, bytes):
        path.write_bytes(data)
    elif data is not None:
        with zipfile.ZipFile(path, "w") as archive:
            for inner, content in data.items():
                archive.writestr(inner, content)
    with pytest.raises(KbError, match=expected):
        find_national(path, *nowhere())


@pytest.mark.usefixtures("packed")
def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    """Members that climb out, links and absolute paths are left in the file."""
    link = zipfile.ZipInfo(f"{PACKAGE}/content/link.md")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "bad.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{PACKAGE}/content/a.md", "a")
        archive.writestr(f"{PACKAGE}/content/../../../out.md", "x")
        archive.writestr("/absolute.md", "x")
        archive.writestr(f"{PACKAGE}/content/c:x.md", "x")
        archive.writestr(link, "/etc/passwd")
    content = find_national(path, *nowhere()).content
    assert [one.name for one in content.rglob("*")] == ["a.md"]
    assert not (tmp_path / "out.md").exists()


@pytest.mark.usefixtures("packed")
def test_a_version_that_is_none_is_refused(tmp_path: Path) -> None:
    """It becomes part of a file name."""
    with pytest.raises(KbError, match="allowed figures and dots"):
        pack_national(CONTENT, tmp_path / "made" / "frontend", tmp_path, "../1")
    with pytest.raises(KbError, match="found no front end"):
        pack_national(CONTENT, tmp_path / "none", tmp_path, "1")
