"""Where the repository is hosted, from `site.yaml` or the environment; nothing is hard-coded.

The parameters of the new-file page (``filename``, ``value``) are those that GitHub documents; any
host with the same addresses will do. Without an address the site offers files to save and send.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kb.content.frontmatter import YamlError, read_yaml
from kb.model.problems import KbError

CONFIG = Path("site.yaml")
"""The file of settings, beside the content folder."""
LONGEST_ADDRESS = 7_500
"""Characters of an address that hosts and browsers take for certain; GitHub takes near 8,000."""

_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~-]+)+")
_BRANCH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")
_MAIL = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+\.[A-Za-z]+")
_KEYS = {"repository", "branch", "contact"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosting:
    """Where pages are edited: the repository's address, its main branch, and whom to write to.

    `repository` and `contact` are "" if they are not known.
    """

    repository: str = ""
    branch: str = "main"
    contact: str = ""

    def edit_address(self, path: str) -> str:
        """Return the address where a file of the content is edited; "" without a repository."""
        return self._page("edit", f"content/{path}")

    def new_file_address(self, folder: str) -> str:
        """Return the address of the new-file page of a folder; "" without a repository."""
        return self._page("new", f"content/{folder}")

    def new_issue_address(self, template: str) -> str:
        """Return the address of an issue form; "" without a repository."""
        if not self.repository:
            return ""
        return f"{self.repository}/issues/new?template={quote(template, safe='')}"

    def _page(self, action: str, path: str) -> str:
        if not self.repository:
            return ""
        return f"{self.repository}/{action}/{quote(self.branch)}/{quote(path)}"


def read_hosting(config: Path = CONFIG) -> Hosting:
    """Return the settings of a file, with those of the environment over them.

    `KB_REPOSITORY`, `KB_BRANCH` and `KB_CONTACT` stand over the file, so that a workflow can
    say where the site is hosted. A file that is not there sets nothing.

    Raises:
        KbError: a setting cannot be used.
    """
    fields: dict[str, str] = {}
    if config.exists():
        try:
            value = read_yaml(config.read_text(encoding="utf-8")).value or {}
        except (YamlError, UnicodeDecodeError) as error:
            raise KbError(f"{config}: {error}") from error
        if not isinstance(value, dict) or not set(value) <= _KEYS:
            raise KbError(f"{config}: found other settings; allowed {', '.join(sorted(_KEYS))}")
        fields = {key: str(text) for key, text in value.items() if text is not None}
    for key in _KEYS:
        fields[key] = os.environ.get(f"KB_{key.upper()}", "") or fields.get(key, "")
    return check_hosting(
        Hosting(
            repository=fields["repository"].rstrip("/"),
            branch=fields["branch"] or "main",
            contact=fields["contact"],
        )
    )


def check_hosting(hosting: Hosting) -> Hosting:
    """Return settings that can be used as they are.

    Raises:
        KbError: the repository is no https address, or a branch or contact cannot be one.
    """
    if hosting.repository and not _ADDRESS.fullmatch(hosting.repository):
        raise KbError(
            f'repository: found "{hosting.repository}"; allowed an https address, '
            "as https://example.org/owner/name"
        )
    if not _BRANCH.fullmatch(hosting.branch):
        raise KbError(f'branch: found "{hosting.branch}"; allowed a name, as main')
    if hosting.contact and not _MAIL.fullmatch(hosting.contact):
        raise KbError(
            f'contact: found "{hosting.contact}"; allowed a mailbox, as editors@example.org'
        )
    return hosting
