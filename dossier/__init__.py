"""What we hold about them: contracts, papers, what they expect of us."""
