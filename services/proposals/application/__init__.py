"""The commands of the proposals service."""
