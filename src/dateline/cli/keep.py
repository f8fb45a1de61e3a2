"""Commands that change the record: add what it follows, run it, watch, forget."""
