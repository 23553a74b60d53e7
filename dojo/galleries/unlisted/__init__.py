"""Wrong solutions whose bugs are no planted mistake: none may be accused of one."""
