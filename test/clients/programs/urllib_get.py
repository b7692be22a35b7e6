"""Prints what urllib gets from the URL in the argument."""

import sys
import urllib.error
import urllib.request

try:
    answer = urllib.request.urlopen(sys.argv[1])
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.read().decode())
