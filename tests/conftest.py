"""Makes the shared fixtures known to every layer."""

pytest_plugins = ["tests.support.fixtures"]
