"""Tests of the tools for those who plan."""
