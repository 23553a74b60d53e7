"""What a learner calls: the watch, hints, reset, diff and status."""
