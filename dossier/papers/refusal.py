class NotSafe(Exception):
    """Why a file is not taken, in words for who sent it."""
