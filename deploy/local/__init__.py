"""The whole platform on one machine, for trying and testing only: embedded servers and a supervisor."""
