"""What residents read and send: no account, no script needed."""
