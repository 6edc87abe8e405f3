"""`kb.editing.upkeep.schemas`: a schema for each kind, which its pages hold to."""

from __future__ import annotations

import json

import jsonschema
import pytest

from kb.content.frontmatter import read_frontmatter
from kb.editing.upkeep.schemas import schema_files
from kb.model.corpus import Corpus
from tests.conftest import Tree

_NAMES = {
    "casestudies": "casestudy",
    "signposting": "signposting",
    "toolkit": "toolkit",
    "roadmaps": "roadmap",
}


@pytest.mark.parametrize("folder", list(_NAMES))
def test_every_page_of_a_kind_holds_to_its_schema(corpus: Corpus, tree: Tree, folder: str) -> None:
    """Whole numbers for text are the one thing that our own reading is kinder in."""
    files = schema_files(corpus.vocabularies)
    schema = json.loads(files[f"{_NAMES[folder]}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in sorted((tree.root / folder).glob("*.md")):
        fields = json.loads(
            json.dumps(dict(read_frontmatter(path.read_text(encoding="utf-8")).fields))
        )
        fields["now"]["as_at"] = str(fields["now"]["as_at"])
        if "terms" in fields:
            fields["terms"]["as_at"] = str(fields["terms"]["as_at"])
        jsonschema.validate(fields, schema)


def test_the_concepts_are_written_in(corpus: Corpus) -> None:
    """So that an editor can offer them; the text is the same each time."""
    text = schema_files(corpus.vocabularies)["casestudy.schema.json"]
    assert '"peer-support"' in text
    assert '"Peer support"' in text
    assert text == schema_files(corpus.vocabularies)["casestudy.schema.json"]
