"""The doors of voting over HTTP."""
