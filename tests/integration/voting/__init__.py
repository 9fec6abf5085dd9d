"""The voting service on a real database."""
