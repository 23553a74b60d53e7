"""A module for each claim; `laboratory.Experiment` says what such a module holds."""
