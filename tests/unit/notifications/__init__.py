"""The rules of telling people, without any server."""
