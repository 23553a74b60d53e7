"""One module for each claim; `laboratory.Experiment` lists its contents."""
