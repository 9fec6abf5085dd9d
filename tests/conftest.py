"""Makes the shared fixtures known to every layer."""

from hypothesis import settings

# Tests never time: an example that was slow on a busy machine is not wrong.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = ["tests.support.fixtures"]
