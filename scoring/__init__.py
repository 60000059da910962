"""What accounts are worth: the ledger, the tier policy, the nightly run, alerts."""
