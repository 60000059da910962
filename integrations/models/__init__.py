from .api_key import ApiKey
from .calendar_feed import CalendarFeed
from .upload import Import, ImportPiece, ImportState

__all__ = ["ApiKey", "CalendarFeed", "Import", "ImportPiece", "ImportState"]
