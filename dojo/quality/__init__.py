"""Tests of the spec: planted mistakes, mutants of the reference, saved fingerprints."""
