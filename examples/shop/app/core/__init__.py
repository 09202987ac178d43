"""Infrastructure that every domain uses; it imports no domain (STR-001)."""
