"""A class at a time: find the submissions, judge each apart, and show how they did."""
