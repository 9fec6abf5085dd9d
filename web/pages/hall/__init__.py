"""Pages of the hall: the chair, the facilitator, the screens."""
