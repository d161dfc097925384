"""A neighbour that takes all it can get for as many seconds as it is told to."""

import os
import time


def handler(event, context):
    end = time.monotonic() + event["seconds"]
    return {"rounds": HOGS[event["hog"]](end)}


def cpu(end):
    """Every processor there is."""
    children = []
    for _ in range(os.cpu_count() - 1):
        child = os.fork()
        if child == 0:
            while time.monotonic() < end:
                pass
            os._exit(0)
        children.append(child)
    rounds = 0
    while time.monotonic() < end:
        rounds += 1
    for child in children:
        os.waitpid(child, 0)
    return rounds


def memory(end):
    """Up to its limit and no further, touched again and again."""
    held = [bytearray(os.urandom(1 << 20)) for _ in range(380)]
    rounds = 0
    while time.monotonic() < end:
        for block in held:
            block[::4096] = bytes(256)
        rounds += 1
    return rounds


def disk(end):
    """Most of /tmp, written again and again, and the host told to write all that it has."""
    rounds = 0
    while time.monotonic() < end:
        with open("/tmp/hog", "wb", 0) as file:
            for _ in range(300):
                file.write(bytes(1 << 20))
            os.fsync(file.fileno())
        os.sync()
        rounds += 1
    return rounds


def forks(end):
    """As many processes as it may have, and again when they have ended."""
    rounds = 0
    while time.monotonic() < end:
        children = []
        try:
            while time.monotonic() < end:
                child = os.fork()
                if child == 0:
                    os._exit(0) if len(children) % 2 else time.sleep(0.2)
                    os._exit(0)
                children.append(child)
        except BlockingIOError:
            pass
        for child in children:
            os.waitpid(child, 0)
        rounds += 1
    return rounds


HOGS = {"cpu": cpu, "memory": memory, "disk": disk, "forks": forks}
