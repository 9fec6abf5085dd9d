"""The edition in acts, oldest first."""
