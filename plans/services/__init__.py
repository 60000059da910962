"""Every write of this room. Pages and API call these and nothing else."""

from .action import action_add, action_done, action_update
from .objective import objective_add, objective_update
from .past import plan_tell
from .plan import key_check, plan_create, plan_split, plan_update
from .review import review_hold
from .rules import KeySpec, MixSpec, key_points_set, resource_mixes_set

__all__ = [
    "KeySpec",
    "MixSpec",
    "action_add",
    "action_done",
    "action_update",
    "key_check",
    "key_points_set",
    "objective_add",
    "objective_update",
    "plan_create",
    "plan_split",
    "plan_tell",
    "plan_update",
    "resource_mixes_set",
    "review_hold",
]
