"""HTML as Markdown: what its markup meant is kept, or named in a to-do in its place.

HTML comes from a saved web page, or from a Word document by `kb.editing.drafts.word_file`. It is
not trusted: its size and depth are bounded, nothing is fetched, and only text, headings, lists,
tables, quotations and https links are kept.
"""

from __future__ import annotations

from pathlib import Path

from kb.editing.drafts.html_aside import (
    main_part,
    take_out_hidden,
    take_out_struck,
    write_boxes,
)
from kb.editing.drafts.html_blocks import put_notices, read_marks, set_apart, write_lists_of_terms
from kb.editing.drafts.html_inline import (
    move_notes,
    name_media,
    write_links,
    write_raised_and_lowered,
)
from kb.editing.drafts.html_markdown import converter
from kb.editing.drafts.html_styles import bring_styles_to_tags, note_meanings
from kb.editing.drafts.html_tables import flatten_table, undo_layout_tables
from kb.editing.drafts.html_tree import read_html
from kb.editing.drafts.marks import LeftOut


def html_to_markdown(html: str, path: Path, left_out: LeftOut | None = None) -> str:
    """Return HTML as Markdown, with the signs of `kb.editing.drafts.marks` in it.

    Args:
        html: of a page, or of `kb.editing.drafts.word_file`.
        path: the file, for errors.
        left_out: takes what is not brought over.

    Raises:
        KbError: the HTML is nested too deep, or has too many elements.
    """
    left_out = left_out if left_out is not None else LeftOut()
    soup = read_html(html, path)
    note_meanings(soup, soup.sheet)
    read_marks(soup)
    root = main_part(soup, left_out)
    take_out_hidden(root, left_out)
    bring_styles_to_tags(root)
    undo_layout_tables(root, left_out)
    take_out_struck(root, left_out)
    write_boxes(root, left_out)
    move_notes(root)
    name_media(root)
    write_links(root, left_out)
    write_raised_and_lowered(root)
    write_lists_of_terms(root)
    set_apart(root)
    for table in reversed(root.find_all("table")):
        flatten_table(table, path)
    put_notices(root)
    root.smooth()
    return str(converter().convert_soup(root))


def html_text(html: str, path: Path) -> str:
    """Return the words of a saved web page, without scripts, styles and what is not shown.

    Raises:
        KbError: the HTML is nested too deep.
    """
    soup = read_html(html, path)
    return " ".join(soup.get_text(" ").split())
