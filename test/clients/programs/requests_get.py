"""Prints what requests gets from the URL in the argument."""

import sys

import requests

answer = requests.get(sys.argv[1], timeout=30)
print(answer.status_code, answer.text)
