"""Things done at the same time, each in a thread with a connection of its own."""

import threading

from django.db import connection


def at_once(jobs) -> list:
    """Run all jobs in threads that start together; what each returned or raised, in their order."""
    results, gate = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(position, job):
        try:
            gate.wait()
            results[position] = job()
        except Exception as error:
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, job)) for n, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
