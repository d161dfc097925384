"""A neighbour that takes all it can get for as many seconds as it is told to."""

import os
import socket
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


def calls(end):
    """What Hearth itself has to answer: calls of the Runtime API that are none."""
    host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
    batch = b"GET /none HTTP/1.1\r\nHost: x\r\n\r\n" * 50
    rounds = 0
    with socket.create_connection((host, int(port)), 10) as api:
        while time.monotonic() < end:
            api.sendall(batch)
            answered = 0
            while answered < 50:
                answered += api.recv(1 << 20).count(b"HTTP/1.1 404")
            rounds += 1
    return rounds


HOGS = {"cpu": cpu, "memory": memory, "disk": disk, "forks": forks, "calls": calls}
