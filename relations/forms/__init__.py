from .wall import AdviceForm, HelpAnswerForm, HelpForm, WallForm

__all__ = ["AdviceForm", "HelpAnswerForm", "HelpForm", "WallForm"]
