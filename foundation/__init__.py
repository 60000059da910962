"""What every room stands on. No tables live here."""
