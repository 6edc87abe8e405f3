"""Tests of what the site offers to other programs."""
