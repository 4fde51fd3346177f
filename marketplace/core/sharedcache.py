"""What every process must see although no cache server is there: failed log-ins, one-time codes that were used."""

import fcntl
from contextlib import contextmanager
from pathlib import Path

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class SharedFiles(FileBasedCache):
    """Django's cache of files, whose `add` is one act: of two processes that add the same key one is told False."""

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        with self._alone():
            return super().add(key, value, timeout, version)

    @contextmanager
    def _alone(self):
        self._createdir()
        with (Path(self._dir) / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)  # let go when the file is closed
            yield
