"""Who we are: the company, its teams and people, and the one rule of who sees what."""
