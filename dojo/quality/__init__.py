"""Tests of the spec: planted mistakes, mutants of the reference, recorded fingerprints."""
