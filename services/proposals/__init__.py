"""Proposals: from a citizen's sentence to a delivered project."""
