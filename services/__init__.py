"""Four services that know each other only through events."""
