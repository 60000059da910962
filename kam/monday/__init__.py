"""A manager's Monday: five answers as a page, a file and in the API."""
