"""What customers spend on what we sell, and with whom."""
