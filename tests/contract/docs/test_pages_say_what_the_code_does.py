"""The generated pages are as new as the code."""

from docs.generate import outdated


def test_events_settings_and_roles_are_documented_as_they_are() -> None:
    assert outdated() == [], "run `python -m docs.generate`"
