"""Asks a server many things over a few kept connections; a process of its own.

Reads its order as JSON from standard input and writes the answers to standard output, so that
what asking costs falls on neither of those that are compared.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

HOST = "127.0.0.1"


def head(address: str, headers: dict[str, str], port: int) -> bytes:
    """Return the bytes of one request; an answer must come uncompressed."""
    fields = {"Host": f"{HOST}:{port}", "Accept-Encoding": "identity", "Accept": "*/*"} | headers
    lines = [f"GET {address} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    """Read one answer to its end; return its status and whether the connection is closed."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    status = int(first.split()[1])
    if status not in {204, 304}:
        await body(reader, fields)
    return status, fields.get("connection") == "close"


async def body(reader: asyncio.StreamReader, fields: dict[str, str]) -> None:
    """Read what follows the headers."""
    if fields.get("transfer-encoding") != "chunked":
        await reader.readexactly(int(fields.get("content-length", "0")))
        return
    size = -1
    while size:
        size = int((await reader.readline()).split(b";")[0], 16)
        await reader.readexactly(size + 2)


async def connection(port: int, requests: Iterator[bytes], answers: list[list[Any]]) -> None:
    """Ask one thing after the other until nobody has any left; notes status and seconds."""
    reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        status, is_closed = await answer(reader)
        answers.append([status, time.perf_counter() - began])
        if is_closed:
            writer.close()
            reader, writer = await asyncio.open_connection(HOST, port, limit=1 << 20)
    writer.close()


async def ask(order: dict[str, Any]) -> list[list[Any]]:
    """Return status and seconds of every answer to an order."""
    port = order["port"]
    requests = iter([head(address, headers, port) for address, headers in order["requests"]])
    answers: list[list[Any]] = []
    await asyncio.gather(
        *(connection(port, requests, answers) for _ in range(order["connections"]))
    )
    return answers


if __name__ == "__main__":
    json.dump(asyncio.run(ask(json.load(sys.stdin))), sys.stdout)
