"""The web front end: pages made on the server, small scripts where a screen is live or must sign."""
