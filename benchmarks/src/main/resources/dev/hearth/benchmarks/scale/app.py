import time


def handler(event, context):
    started = time.time_ns()
    time.sleep(event.get("seconds", 0))
    return {"started": started}
