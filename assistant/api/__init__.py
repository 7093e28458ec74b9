"""The HTTP API: the library's operations under ``/v1``, for other programs. Needs the extra ``api``."""
