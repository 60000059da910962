"""Pages of tiers, pins, alerts, the ledger, and of the rules they come from."""
