from .answers import AnswersForm
from .ask import AskForm, RecordForm, WithdrawForm
from .rules import PointsForm, SurveyRuleForm

__all__ = ["AnswersForm", "AskForm", "PointsForm", "RecordForm", "SurveyRuleForm", "WithdrawForm"]
