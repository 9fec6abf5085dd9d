"""What `make` hands to the programs that run everything on one machine."""

import pytest

from deploy.local.settings import LocalSettings


def test_a_variable_that_make_exports_empty_counts_as_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCE", "")
    monkeypatch.setenv("KEEP", "")
    monkeypatch.setenv("MONGO_URL", "")
    given = LocalSettings()
    assert (given.once, given.keep, given.mongo_url) == (False, False, None)


def test_one_stands_for_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONCE", "1")
    assert LocalSettings().once
