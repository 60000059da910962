from .opportunity import (
    CloseBody,
    FunnelSerializer,
    MoveBody,
    MoveSerializer,
    OpportunitySerializer,
    ReopenBody,
    StageSerializer,
    VersionBody,
)

__all__ = [
    "CloseBody",
    "FunnelSerializer",
    "MoveBody",
    "MoveSerializer",
    "OpportunitySerializer",
    "ReopenBody",
    "StageSerializer",
    "VersionBody",
]
