"""Wrong solutions whose bugs match no planted mistake, and must not be named as one."""
