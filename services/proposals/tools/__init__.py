"""Programs for people who check: they need no server and no database."""
