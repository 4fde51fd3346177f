"""The run behind `index_100k`: a process of its own, so that nobody else's memory is counted. Prints one line of JSON."""

import json
import resource
import time

import django

COUNT = 100_000


def main():
    django.setup()
    from ._documents import filled

    inventing, before = [], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    filled(COUNT, inventing)
    took = time.perf_counter() - began - sum(inventing)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps([took, most / 1024, before / 1024]))


if __name__ == "__main__":
    main()
