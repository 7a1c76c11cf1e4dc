"""Changes of parameters that leave a set of polynomials as they are, and what such changes keep."""

__all__: list[str] = []
