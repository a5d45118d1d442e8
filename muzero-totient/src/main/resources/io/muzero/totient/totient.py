"""The lab's job in Python: serial, threads, processes. python3 totient.py TO WORKERS REPEATS

Prints one JSON object a lap and "done" at the end; exits when its standard input ends.
"""

import json
import multiprocessing
import os
import queue
import sys
import threading
import time


def totient(n):
    """Euler's totient by trial division, step by step as in Totient.java."""
    rest = phi = n
    if rest % 2 == 0:
        while rest % 2 == 0:
            rest //= 2
        phi //= 2
    divisor = 3
    while divisor * divisor <= rest:
        if rest % divisor == 0:
            while rest % divisor == 0:
                rest //= divisor
            phi -= phi // divisor
        divisor += 2
    return phi - phi // rest if rest > 1 else phi


def part_sum(first, end, step):
    """The sum over one of the fixed parts."""
    return sum(totient(n) for n in range(first, end, step))


def cpu_seconds():
    """CPU time of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def work(first, end, step, ready, go, sums):
    """A worker, thread or process."""
    ready.put(True)
    go.get()
    sums.put(part_sum(first, end, step))


def share(to, workers, worker_type, queue_type):
    """Starts a worker a part, waits until all are ready, lets them go: (start-up, work, sum)."""
    called = time.perf_counter()
    ready, go, sums = queue_type(), queue_type(), queue_type()
    started = [
        worker_type(target=work, args=(2 + i, to, workers, ready, go, sums), daemon=True) for i in range(workers)
    ]
    for worker in started:
        worker.start()
    for _ in started:
        ready.get()
    began = time.perf_counter()
    for _ in started:
        go.put(True)
    total = sum(sums.get() for _ in started)
    ended = time.perf_counter()
    for worker in started:
        worker.join()
    return began - called, ended - began, total


def serial(to, workers):
    """One number after the other."""
    began = time.perf_counter()
    total = part_sum(2, to, 1)
    return 0, time.perf_counter() - began, total


def threads(to, workers):
    """Threads of this interpreter."""
    return share(to, workers, threading.Thread, queue.Queue)


def processes(to, workers):
    """Interpreters of their own."""
    return share(to, workers, multiprocessing.Process, multiprocessing.Queue)


def leave_when_input_ends():
    """Whoever asked is gone: nobody wants the rest."""
    # Not sys.stdin.read: it would hold a lock that forked processes inherit.
    while os.read(0, 1):
        pass
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(1)


def main():
    to, workers, repeats = (int(argument) for argument in sys.argv[1:])
    threading.Thread(target=leave_when_input_ends, daemon=True).start()
    for way in (serial, threads, processes):
        for _ in range(repeats):
            before = cpu_seconds()
            start_up, work_seconds, total = way(to, workers)
            lap = {
                "way": "python-" + way.__name__,
                "startUpSeconds": start_up,
                "workSeconds": work_seconds,
                "cpuSeconds": cpu_seconds() - before,
                "checksum": total,
            }
            print(json.dumps(lap), flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
