"""How a calendar table that somebody typed is read: everything shown, nothing silently fixed."""
