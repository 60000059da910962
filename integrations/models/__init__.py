from .api_key import ApiKey
from .upload import Import, ImportPiece, ImportState

__all__ = ["ApiKey", "Import", "ImportPiece", "ImportState"]
