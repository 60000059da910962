"""Who is told of what: notices, and people named in a text."""
