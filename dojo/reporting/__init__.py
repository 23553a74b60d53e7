"""The results of tests: outcomes, overall progress, the report, and result files."""
