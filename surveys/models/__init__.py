from .point import SurveyPoint, SurveyRule
from .survey import Survey, SurveyLine

__all__ = ["Survey", "SurveyLine", "SurveyPoint", "SurveyRule"]
