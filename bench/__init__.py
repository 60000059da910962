"""Measures what the README and docs/benchmarks.md promise: `make bench`.

Everything is a ratio against a floor of the same run, so that the machine hardly matters.
"""
