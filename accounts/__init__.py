"""Who they are: accounts, the people there and their roles, and our visits."""
