"""Tests, one folder a layer; a test's name is a rule."""
