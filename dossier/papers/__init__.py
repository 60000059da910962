"""What a file is, seen in its content alone. Nothing here knows the database."""

from .naming import clean_name
from .pictures import Picture, redrawn
from .refusal import NotSafe
from .sniffing import kind_of

__all__ = ["NotSafe", "Picture", "clean_name", "kind_of", "redrawn"]
