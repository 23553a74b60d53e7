"""Grade a class: find the submissions, judge each separately, and show the results."""
