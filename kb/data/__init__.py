"""What was chosen, tuned or collected for the search: data files, and its settings."""

from pathlib import Path

DATA = Path(__file__).parent
"""The folder of the data files."""
