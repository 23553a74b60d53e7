"""The tutorial's whole program: train, print, draw."""
