"""Writes a wheel of one module to the path in the argument; https://packaging.python.org/en/latest/specifications/binary-distribution-format/"""

import base64
import hashlib
import sys
import zipfile

FILES = {
    "greeting.py": "text = 'hello from Python'\n",
    "greeting-1.0.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greeting\nVersion: 1.0.0\n",
    "greeting-1.0.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: stand-in\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}
RECORD = "greeting-1.0.0.dist-info/RECORD"


def record_line(name: str, text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(text)}\n"


if __name__ == "__main__":
    lines = [record_line(name, text) for name, text in FILES.items()]
    with zipfile.ZipFile(sys.argv[1], "w") as wheel:
        for name, text in {**FILES, RECORD: "".join(lines) + f"{RECORD},,\n"}.items():
            wheel.writestr(name, text)
