"""The whole platform, run as it is run."""
