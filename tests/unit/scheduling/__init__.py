"""The rules of scheduling, without any server."""
