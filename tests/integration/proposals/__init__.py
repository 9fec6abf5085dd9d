"""The proposals service on a real database, asked over HTTP and by events."""
