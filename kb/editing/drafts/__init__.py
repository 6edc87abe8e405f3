"""Drafts: what somebody sent in or answered, as a content file in its place."""
