"""Middleware of the archive's own."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class RefuseNulMiddleware:
    """Answer 400 to a NUL character in the address: PostgreSQL text cannot hold one, and no reader types one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Raise BadRequest, which Django answers with 400, or pass the request on."""
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path:
            raise BadRequest("The address contains a NUL character.")
        return self.get_response(request)
