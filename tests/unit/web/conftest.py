"""The built scripts and styles that some rules are about."""

from pathlib import Path

import pytest

from web import build

WEB = Path(build.__file__).parent


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of built files; built now when a source changed."""
    build.main()
    return WEB / "static" / "dist"
