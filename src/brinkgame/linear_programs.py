"""Linear programs, solved by HiGHS and certified in exact numbers."""

__all__: list[str] = []
