"""How tests went: outcomes, the progress that they add up to, the report, the files."""
