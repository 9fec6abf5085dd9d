"""How the ports reach MongoDB and the outside."""
