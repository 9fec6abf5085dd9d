"""Rules of the source that no other tool checks."""
