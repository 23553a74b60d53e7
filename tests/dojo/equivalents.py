"""Mutants that the spec lets live, because they do what the reference does."""

EQUIVALENT: dict[str, str] = {}
