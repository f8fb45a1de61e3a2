import sys

import pytest


@pytest.fixture
def count_calls():
    """Count the calls, of Python and C functions, that a function makes: work that no clock or other load changes."""

    def count(function):
        calls = 0

        def note(frame, event, argument):
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            function()
        finally:
            sys.setprofile(None)
        return calls

    return count
