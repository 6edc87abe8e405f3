"""A Word document as HTML by mammoth, with marks for what mammoth would lose.

Nothing that the document links to is opened. Alone imports mammoth.
"""

from __future__ import annotations

from pathlib import Path

from kb.editing.drafts.marks import LeftOut
from kb.editing.drafts.word_parts import damaged, main_part, pack, unpack
from kb.editing.drafts.word_xml import prepare
from kb.model.problems import KbError

_STYLE_MAP = (
    "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh\n"
    "comment-reference => sup"
)


def word_html(path: Path, data: bytes, left_out: LeftOut) -> str:
    """Return a Word document as HTML, with marks for what HTML of mammoth cannot hold.

    Args:
        path: the file, for errors.
        data: its bytes.
        left_out: takes what is hidden, deleted, or stands on every page.

    Raises:
        KbError: it is damaged, too large or not safe to open.
    """
    import mammoth

    parts = unpack(path, data)
    try:
        main = main_part(parts)
        if main not in parts:
            raise damaged(path, "no Word document in it")
        prepared = prepare(parts, main, left_out)
        # A picture becomes nothing but its description; what it links to is never opened.
        made = mammoth.convert_to_html(
            pack(prepared),
            style_map=_STYLE_MAP,
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
        )
    except KbError:
        raise
    except Exception as error:
        # mammoth reports a damaged document by whatever exception its readers happen to raise.
        raise damaged(
            path, f"a Word document that cannot be read ({type(error).__name__})"
        ) from error
    for message in made.messages:
        if "unsupported character" in message.message:
            left_out.say(f"a sign of a font of symbols: {message.message}")
    return str(made.value)
