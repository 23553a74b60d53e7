"""The learner's commands: watch, hint, reset, diff and status."""
