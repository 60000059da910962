"""Pages of accounts, contacts, visits and their rules. The account page itself is composed in kam."""
