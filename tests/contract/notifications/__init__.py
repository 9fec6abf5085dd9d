"""What the notifications service promises the others, and they it."""
