from .help import HelpRequest
from .person import Acquaintance, Assessment, Profile
from .referral import Referral
from .wall import MarkAdvice, Wall, WallReading

__all__ = [
    "Acquaintance",
    "Assessment",
    "HelpRequest",
    "MarkAdvice",
    "Profile",
    "Referral",
    "Wall",
    "WallReading",
]
