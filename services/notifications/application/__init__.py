"""Commands of the notifications service, and the ports they need."""
