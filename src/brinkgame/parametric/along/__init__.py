"""Games along one parameter: where signs turn, and what holds between and at the roots."""

__all__: list[str] = []
