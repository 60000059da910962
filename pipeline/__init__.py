"""What we sell them: stages, opportunities and their moves, the funnel."""
