"""Who changed what and when, kept by triggers: see tracked.py (what), triggers.py (how), acting.py (who)."""
