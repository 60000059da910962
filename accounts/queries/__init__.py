"""Reads. Each takes rows already restricted to the reader, so that no total can leak."""
