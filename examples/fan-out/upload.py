"""Tells of an upload, waits for its result and prints it."""

import json
import sys
import time

import boto3

WORDS = 7  # in each part
functions, events = boto3.client("lambda"), boto3.client("events")


def finished(count):
    answer = functions.list_durable_executions_by_function(
        FunctionName="fan-out-split", Qualifier="1", Statuses=["SUCCEEDED", "FAILED", "TIMED_OUT"]
    )
    return answer["DurableExecutions"] if len(answer["DurableExecutions"]) > count else None


def main(parts):
    before = len(finished(-1))
    detail = {"file": "book.txt", "parts": [f"part {n} of a book of words" for n in range(parts)]}
    answer = events.put_events(
        Entries=[
            {"Source": "example.uploads", "DetailType": "Uploaded", "Detail": json.dumps(detail)}
        ]
    )
    if answer["FailedEntryCount"]:
        sys.exit(f"not accepted: {answer['Entries']}")
    while not (ended := finished(before)):
        time.sleep(0.1)
    latest = max(ended, key=lambda execution: execution["EndTimestamp"])
    arn = latest["DurableExecutionArn"]
    found = functions.get_durable_execution(DurableExecutionArn=arn)
    print(json.dumps({"status": found["Status"], "result": json.loads(found["Result"])}))
    if json.loads(found["Result"])["words"] != parts * WORDS:
        sys.exit("the count is wrong")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
