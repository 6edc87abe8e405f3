"""Parts of pages as plain data: evidence, plots, maps, lists, text with its links."""
