"""A function that takes about 300 ms to import what it needs, as AWS's SDK with some clients does."""

import time

began = time.monotonic()

import asyncio
import json
import logging.config
import os
import sqlite3
import xml.dom.minidom

import boto3

clients = [boto3.client(name) for name in ("s3", "dynamodb", "sqs")]
imports = round(1000 * (time.monotonic() - began))
calls = 0


def handler(event, context):
    global calls
    if event.get("end"):
        os._exit(0)
    calls += 1
    time.sleep(event.get("seconds", 0))
    return {"calls": calls, "imports": imports}
