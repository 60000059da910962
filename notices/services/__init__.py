from .reading import forget, notice_read, notices_mailed, notices_read_all, unwanted_set
from .telling import notify

__all__ = ["forget", "notice_read", "notices_mailed", "notices_read_all", "notify", "unwanted_set"]
