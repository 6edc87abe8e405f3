"""The files of a repository that holds one local edition and nothing national."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

from kb.content.files import write_whole
from kb.content.national import RELEASE
from kb.model.problems import KbError

_FILES = {
    "README.md": "README.md",
    "LICENSE.txt": "LICENSE.txt",
    "release.md": f"{RELEASE}/README.md",
    "site.yml": ".github/workflows/site.yml",
}
"""Each template of ``kb/data/area`` with its place in the repository."""


def area_yaml(title: str, area: str, contact: str) -> str:
    """Return the first ``area.yaml`` of an edition, to be filled in."""
    return (
        "# A local edition: docs/local-editions.md says what each line is for.\n"
        f"name: {_quoted(title)}\n"
        f"about: {_quoted(f'A local edition for GPs who work in {title}.')}\n"
        f"contact: {_quoted(contact)}\n"
        f"area: {_quoted(area)}\n"
        "# The pages that the home page begins with, by identifier:\n"
        "first: []\n"
        "# The header, and a picture beside this file; take the # off to use them.\n"
        '# colour: "#0b3c49"\n'
        "# logo: logo.png\n"
    )


def write_repository(
    root: Path, name: str, *, title: str, contact: str, yaml: str, national: Path | None
) -> tuple[Path, ...]:
    """Write the files of an area's repository; return their paths below it, in order.

    Args:
        root: a folder that is not there yet, or is empty but for a Git folder.
        name: of the edition, the folder below ``areas``.
        title: the place that it is for.
        contact: the mailbox of those who keep it.
        yaml: the text of its ``area.yaml``.
        national: the file of national content to copy into it; None copies none.

    Raises:
        KbError: the folder holds something else.
    """
    there = [one.name for one in root.iterdir() if one.name != ".git"] if root.is_dir() else []
    if there or (root.exists() and not root.is_dir()):
        raise KbError(
            f"{root}: is there already and holds files; allowed a new or an empty folder; "
            "choose another, or start an edition in it with kb area new"
        )
    texts = {f"areas/{name}/area.yaml": yaml, ".gitignore": "build/\n"}
    for template, place in _FILES.items():
        text = files("kb.data").joinpath("area", template).read_text(encoding="utf-8")
        for key, value in (("NAME", name), ("TITLE", title), ("CONTACT", contact)):
            text = text.replace(f"@{key}@", " ".join(value.split()))
        texts[place] = text
    for place, text in texts.items():
        write_whole(root / place, text)
    written = [*texts]
    if national is not None:
        (root / RELEASE).mkdir(exist_ok=True)
        shutil.copyfile(national, root / RELEASE / national.name)
        written.append(f"{RELEASE}/{national.name}")
    return tuple(map(Path, sorted(written)))


def _quoted(value: str) -> str:
    return json.dumps(" ".join(value.split()), ensure_ascii=False)
