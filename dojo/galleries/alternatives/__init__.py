"""Other correct solutions to the tasks. The spec must accept each of them."""
