"""The methods that are timed, for training and for the forward pass."""
