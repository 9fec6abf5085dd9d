"""What pages show, made from what services say; nothing here asks anybody."""
