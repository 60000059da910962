"""The history of changes as people read it: of one record, and of everything that hangs on an account."""
