"""Says what must be set before the site is published, in the words of the host's own checks.

    python tools/release_ready.py

Without a mailbox readers cannot report a mistake: that stops the release. Owners that are only
placeholders do not, but then nobody is asked to read a change.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kb.model.problems import KbError
from site_builder.hosting import CONFIG, Hosting, read_hosting

OWNERS = Path(".github/CODEOWNERS")
PLACEHOLDERS = frozenset({"@editors", "@maintainers"})
"""What stands in the file until somebody puts names there."""


def main() -> int:
    """Print what is to be set, and return 1 if the site must not be published without it."""
    try:
        hosting = read_hosting(CONFIG)
    except KbError as error:
        print(f"::error::{error}")
        return 1
    for warning in owner_faults(OWNERS, hosting):
        print(f"::warning::{warning}")
    if not hosting.contact:
        print(
            "::error::found no mailbox for mistakes; set the variable KB_CONTACT of the "
            "repository (Settings, Secrets and variables, Actions, Variables), or contact in "
            f"{CONFIG}"
        )
        return 1
    return 0


def owner_faults(path: Path, hosting: Hosting) -> Iterator[str]:
    """Yield a message for each line of owners that names a placeholder, once there is a host."""
    if not hosting.repository or not path.is_file():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for owner in re.sub(r"#.*", "", line).split()[1:]:
            if owner in PLACEHOLDERS:
                yield (
                    f"{path}:{number}: found {owner}, which is nobody; allowed a person (@name), "
                    "a team (@organisation/team) or a mailbox; put your own there"
                )


if __name__ == "__main__":
    sys.exit(main())
