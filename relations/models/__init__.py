from .help import HelpRequest
from .wall import MarkAdvice, Wall, WallReading

__all__ = ["HelpRequest", "MarkAdvice", "Wall", "WallReading"]
