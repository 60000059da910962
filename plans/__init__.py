"""What we will achieve with a key account, by when, and who does what next: the account plan."""
