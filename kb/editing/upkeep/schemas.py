"""The JSON Schema of each kind, as files that are published with the site and used by editors."""

from __future__ import annotations

import json

from kb.model.kinds import KIND_NAMES
from kb.model.vocabulary import Vocabularies

FOLDER = "schemas"
"""The folder of the site that they are published in."""


def schema_files(vocabularies: Vocabularies) -> dict[str, str]:
    """Return the text of each schema by its file name, as ``casestudy.schema.json``.

    The identifiers of the vocabularies are written in, so that an editor can offer them.
    """
    from kb.content.schema import json_schema

    found = {}
    for kind, names in KIND_NAMES.items():
        schema = json_schema(kind, vocabularies)
        found[f"{names.command}.schema.json"] = (
            json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        )
    return found
