"""Log lines without secrets."""

from __future__ import annotations

import logging
import re

# What a secret looks like: API keys, authorization headers, passwords in addresses and forms.
SECRETS = re.compile(
    r"""(?P<before>
        \bkam_(?=\w{12})                                # an API key's prefix
      | \b(?:bearer|basic|api-key)[ ]+                  # Authorization: …
      | ://[^/\s:@]*:                                   # postgresql://user:…@host
      | \b(?:password|secret|token|api_?key|sessionid|csrftoken)["']?\s*[=:]\s*["']?
    )(?P<secret>[^\s"'@&;,]+)""",
    re.IGNORECASE | re.VERBOSE,
)


class Line(logging.Formatter):
    """One record, traceback included, with whatever looks like a secret blotted out."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(r"\g<before>…", super().format(record))
