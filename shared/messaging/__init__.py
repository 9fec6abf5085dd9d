"""How a change of state becomes an event, and an event a change of state, exactly once in effect."""
