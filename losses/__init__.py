"""Whom we lost, why, and how we win them back."""
