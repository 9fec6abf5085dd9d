"""How the platform is installed, started on one machine, and shown."""
