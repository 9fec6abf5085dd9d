"""The scheduling service on real servers."""
