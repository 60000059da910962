from .action import PlanAction
from .objective import Objective
from .plan import AccountPlan, KeyCheck, PlanShare
from .review import PlanReview
from .rule import KeyPoint, ResourceMix

__all__ = [
    "AccountPlan",
    "KeyCheck",
    "KeyPoint",
    "Objective",
    "PlanAction",
    "PlanReview",
    "PlanShare",
    "ResourceMix",
]
