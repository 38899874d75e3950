"""`python -m playground` runs a Slack and a Telegram on this machine until it is told to stop."""

import argparse
import asyncio
import signal
import sys

from playground.journal import Journal, JournalError
from playground.server import Server
from playground.world import World


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument(
        "--port", type=int, default=8765, help="port to listen on; 0 takes a free one"
    )
    parser.add_argument(
        "--state", help="file that keeps people and messages over a restart (default: memory only)"
    )
    parser.add_argument(
        "--rates", choices=("real", "off"), default="off", help="keep to the platforms' rate limits"
    )
    return parser.parse_args(words)


async def serve(options: argparse.Namespace) -> None:
    world = World(journal=Journal(options.state), rates=options.rates == "real")
    server = Server(world)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    try:
        print(f"Playground on {await server.start(options.host, options.port)}", flush=True)
        await stop.wait()
    finally:
        await server.stop()


def main() -> int:
    options = arguments(sys.argv[1:])
    try:
        asyncio.run(serve(options))
    except (JournalError, OSError) as problem:
        print(f"The playground cannot start: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
