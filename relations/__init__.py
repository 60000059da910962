"""How we stand with the people of an account: the relationship wall, who knows whom, who introduced whom."""
