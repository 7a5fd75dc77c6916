"""What happened, one JSON object a line: tests with their outcomes, requests, and what each did that cannot cross a process."""

import json
import os
import threading
import time

LIMIT = 2000


class Journal:
    def __init__(self):
        self.path = None
        self.test = None
        self._now = None
        self._began = 0.0
        self._lock = threading.RLock()
        self.after = []
        """Called without arguments at the end of each test."""

    def open(self, path):
        self.path = path

    def write(self, **values):
        if not self.path:
            return
        data = (json.dumps(values) + "\n").encode("utf-8")
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)

    def begin(self, test):
        with self._lock:
            self.test = test
            self._began = time.perf_counter()
            self._now = {"requests": 0, "services": {}, "reasons": {}, "errors": [], "seams": 0}
            self.write(event="begin", test=test)

    def end(self, outcome, message=""):
        for callback in list(self.after):
            callback()
        with self._lock:
            if self.test is None:
                return
            seconds = round(time.perf_counter() - self._began, 4)
            self.write(event="end", test=self.test, outcome=outcome, message=message[:LIMIT], seconds=seconds, **self._now)
            self.test = self._now = None

    def result(self, test, outcome, message=""):
        """The outcome of something that never began, such as a class whose set-up failed."""
        self.write(event="end", test=test, outcome=outcome, message=message[:LIMIT], seconds=0, requests=0)

    def request(self, service, error):
        with self._lock:
            if self._now is not None:
                self._now["requests"] += 1
                if service:
                    self._now["services"][service] = self._now["services"].get(service, 0) + 1
                if error and error not in self._now["errors"] and len(self._now["errors"]) < 10:
                    self._now["errors"].append(error[:LIMIT])

    def crossing(self):
        """A call at a seam."""
        with self._lock:
            if self._now is not None:
                self._now["seams"] += 1

    def reason(self, code, text):
        """Something that this test does and that cannot cross to another process."""
        with self._lock:
            if self._now is not None and len(self._now["reasons"]) < 20:
                self._now["reasons"].setdefault(code, str(text)[:300])

    def trouble(self, text):
        """Something that went wrong in the harness itself."""
        self.write(event="trouble", message=text[:LIMIT])


JOURNAL = Journal()
