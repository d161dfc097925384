"""Drives SQS as a client of AWS does, and prints what it saw as JSON."""
import json
import os
import sys

import boto3
from botocore.exceptions import ClientError

# Old clients do not know the variable.
sqs = boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
name = os.environ["QUEUE"]
saw = {"botocore": __import__("botocore").__version__}


def code(call, **arguments):
    try:
        call(**arguments)
        return "none"
    except ClientError as e:
        return e.response["Error"]["Code"]


url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "40"}, tags={"team": "a"})["QueueUrl"]
saw["found"] = sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
saw["tags"] = sqs.list_queue_tags(QueueUrl=url)["Tags"]
attributes = {
    "text": {"DataType": "String", "StringValue": "h\u00e9"},
    "bytes": {"DataType": "Binary.x", "BinaryValue": b"\x00\xff"},
    "count": {"DataType": "Number", "StringValue": "12"},
}
# The client compares the digests of what it sent and receives.
sqs.send_message(
    QueueUrl=url,
    MessageBody="one \u20ac <&>",
    MessageAttributes=attributes,
    MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5e3d83c1-e6a0db584850d61342823d4c"}},
)
batch = sqs.send_message_batch(
    QueueUrl=url,
    Entries=[
        {"Id": "a", "MessageBody": "two"},
        {"Id": "b", "MessageBody": "three", "DelaySeconds": 901},
    ],
)
saw["sent"] = [entry["Id"] for entry in batch["Successful"]]
saw["failed"] = [[entry["Id"], entry["Code"], entry["SenderFault"]] for entry in batch["Failed"]]
got = sqs.receive_message(
    QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"], MessageAttributeNames=["te.*", "bytes"], WaitTimeSeconds=5
)["Messages"]
saw["bodies"] = [message["Body"] for message in got]
saw["attributes"] = sorted(got[0]["MessageAttributes"])
saw["bytes"] = got[0]["MessageAttributes"]["bytes"]["BinaryValue"].hex()
saw["system"] = sorted(got[0]["Attributes"])
sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=got[1]["ReceiptHandle"], VisibilityTimeout=0)
sqs.delete_message(QueueUrl=url, ReceiptHandle=got[0]["ReceiptHandle"])
again = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
saw["again"] = [message["Body"] for message in again]
deleted = sqs.delete_message_batch(
    QueueUrl=url,
    Entries=[{"Id": "x", "ReceiptHandle": again[0]["ReceiptHandle"]}, {"Id": "y", "ReceiptHandle": "none"}],
)
saw["deleted"] = [entry["Id"] for entry in deleted["Successful"]]
saw["undeleted"] = [[entry["Id"], entry["Code"]] for entry in deleted["Failed"]]
saw["empty"] = sqs.receive_message(QueueUrl=url).get("Messages", [])
shown = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
saw["visibility"] = shown["VisibilityTimeout"]
saw["depth"] = shown["ApproximateNumberOfMessages"]
saw["listed"] = sqs.list_queues(QueueNamePrefix=name)["QueueUrls"] == [url]
saw["missing"] = code(sqs.get_queue_url, QueueName=name + "-none")
saw["exists"] = code(sqs.create_queue, QueueName=name, Attributes={"DelaySeconds": "1"})
saw["unknown"] = code(sqs.set_queue_attributes, QueueUrl=url, Attributes={"Nonsense": "1"})
saw["invalid"] = code(sqs.set_queue_attributes, QueueUrl=url, Attributes={"DelaySeconds": "901"})
saw["handle"] = code(sqs.delete_message, QueueUrl=url, ReceiptHandle="nonsense")
saw["many"] = code(sqs.receive_message, QueueUrl=url, MaxNumberOfMessages=11)

fifo = sqs.create_queue(QueueName=name + ".fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
saw["group"] = code(sqs.send_message, QueueUrl=fifo, MessageBody="x", MessageDeduplicationId="1")
first = sqs.send_message(QueueUrl=fifo, MessageBody="x", MessageGroupId="g", MessageDeduplicationId="1")
second = sqs.send_message(QueueUrl=fifo, MessageBody="x", MessageGroupId="g", MessageDeduplicationId="1")
saw["duplicate"] = first["MessageId"] == second["MessageId"] and first["SequenceNumber"] == second["SequenceNumber"]
sqs.purge_queue(QueueUrl=url)
saw["purging"] = code(sqs.purge_queue, QueueUrl=url)
sqs.delete_queue(QueueUrl=url)
sqs.delete_queue(QueueUrl=fifo)
saw["gone"] = code(sqs.send_message, QueueUrl=url, MessageBody="x")
saw["recently"] = code(sqs.create_queue, QueueName=name)
json.dump(saw, sys.stdout)
