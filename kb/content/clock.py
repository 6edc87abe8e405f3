"""The one clock: today's date, or the date that `SOURCE_DATE_EPOCH` sets."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from kb.model.problems import KbError


def today() -> date:
    """Return today's date (UTC), or that of `SOURCE_DATE_EPOCH` if it is set.

    Raises:
        KbError: `SOURCE_DATE_EPOCH` is not a count of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise KbError(
            f'SOURCE_DATE_EPOCH: found "{epoch}"; allowed a count of seconds since 1970; '
            "unset it, or set it as `date +%s` prints it"
        ) from error
