"""What a person plans, as his own calendar program reads it (RFC 5545)."""
