"""The tutorial's program: train the network, print the loss, and draw the picture."""
