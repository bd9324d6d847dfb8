"""What the server's window shows."""

from __future__ import annotations

import logging


class RefusalsInOneLine(logging.Filter):
    """Tell a refused or missing page in one line: where our code stood helps only at a fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record; a refusal without the way through the code."""
        if record.name == "django.request" and record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
