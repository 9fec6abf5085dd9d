"""How messages are kept, written as e-mail and sent."""
