"""How the proposals service keeps things, prints them and fetches boards."""
