"""What is timed: ways to train the network and to run it forward, ours and others'."""
