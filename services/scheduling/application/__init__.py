"""One function a command, and the ports they ask through."""
