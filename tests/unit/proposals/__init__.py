"""The rules of proposals, one by one."""
