"""What the service decides; it never looks."""
