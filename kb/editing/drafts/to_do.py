"""The line that stands in a draft where something is still to be done."""

from __future__ import annotations

import re

TODO = "To do:"
"""What a line begins with that still has to be written."""


def todo(wanted: str) -> str:
    """Return the line that stands where something is still to be written or decided."""
    return f"{TODO} {wanted}" + ("" if re.search(r"[.?!]”?$", wanted) else ".")
