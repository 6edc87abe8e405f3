"""Keeping pages true: reviews, changes, web links, the state of the pages."""
