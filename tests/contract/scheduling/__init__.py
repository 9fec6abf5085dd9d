"""What the scheduling service promises to its callers."""
