"""Whether each account gets what it should: the 4R check."""
