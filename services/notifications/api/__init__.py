"""The HTTP door of the notifications service."""
