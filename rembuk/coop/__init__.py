"""The cooperative: from idea to legal entity, its members, their dues, their own books."""
