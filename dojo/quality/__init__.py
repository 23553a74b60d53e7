"""The spec under test: planted functions, mutants, recorded fingerprints."""
