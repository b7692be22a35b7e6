"""Asks the model through Anthropic's SDK, at the URL of the second argument if there is one.

With the first argument `models` it asks for what a policy of messages alone doesn't allow.
"""

import sys

import anthropic

what, base_url = [*sys.argv[1:], None, None][:2]
client = anthropic.Anthropic(max_retries=0, base_url=base_url)
if what == "models":
    print(client.models.list())
else:
    message = {"role": "user", "content": "Say hello"}
    with client.messages.stream(model="stand-in", max_tokens=64, messages=[message]) as stream:
        print(stream.get_final_text())
