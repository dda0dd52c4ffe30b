"""Read badges from photographs, and record that somebody scanned them.

With --decode-only it says what is written in each picture and records nothing. With --as it records an encounter for
each badge, by the rules that hold for everybody, as if that person had sent the photograph now.
"""

import argparse
import json
import sys
from pathlib import Path

from server.errors import Refusal, SetupError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a JPEG, PNG or WebP photograph")
    purpose = parser.add_mutually_exclusive_group(required=True)
    purpose.add_argument("--decode-only", action="store_true", help="say what the pictures hold, record nothing")
    purpose.add_argument("--as", dest="scanner", metavar="EMAIL", help="who scans: the e-mail address of a person")
    parser.add_argument("--event", metavar="SLUG", help="at which event, as its address ends")
    parser.add_argument("--json", action="store_true", help='print {"IMAGE": text or null}')


def run(options: argparse.Namespace) -> None:
    decode(options.images, as_json=options.json)


def decode(images: list[Path], *, as_json: bool) -> None:
    """Print the first code of each picture, null for one without; why a picture can't be opened goes to stderr."""
    texts = {str(image): _read(image) for image in images}
    if as_json:
        print(json.dumps(texts, ensure_ascii=False, indent=2))
        return
    for image, text in texts.items():
        print(f"{image}: {text if text is not None else 'no code'}")


def _read(image: Path) -> str | None:
    from server.badges.decode import read_codes

    try:
        codes = read_codes(image.read_bytes())
    except OSError as fault:
        raise SetupError(f"{image} can't be read: {fault.strerror}.") from fault
    except Refusal as fault:
        print(f"{image}: {fault}", file=sys.stderr)
        return None
    return codes[0] if codes else None
