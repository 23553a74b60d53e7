"""One module for each claim. `laboratory.Experiment` describes such a module."""
