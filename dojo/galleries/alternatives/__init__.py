"""Other right ways to solve the tasks. The spec has to let every one of them pass."""
