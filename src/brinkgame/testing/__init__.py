"""Public and experimental."""
