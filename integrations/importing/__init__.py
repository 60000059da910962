"""Bringing files of other systems in: any encoding, any header, all or nothing, and a report of every row refused."""
