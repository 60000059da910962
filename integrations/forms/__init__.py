from .api_key import ApiKeyForm
from .upload import ImportForm, MappingForm

__all__ = ["ApiKeyForm", "ImportForm", "MappingForm"]
