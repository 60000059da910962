"""A made-up company of any size, written by the database itself: for measuring and for trying out."""
