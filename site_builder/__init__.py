"""Turns a corpus into a static site: pages, styles, links checked, swapped in whole."""
