"""Text as this project sees it: words and stems, numbers, Markdown. Knows no document."""
