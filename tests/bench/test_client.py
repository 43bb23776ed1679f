import asyncio

import pytest

from bench import client


def answered(*pieces: bytes) -> tuple[tuple[int, bool], bytes]:
    async def read() -> tuple[tuple[int, bool], bytes]:
        reader = asyncio.StreamReader()
        for piece in pieces:
            reader.feed_data(piece)
        reader.feed_eof()
        return await client.answer(reader), await reader.read()

    return asyncio.run(read())


def test_a_request_asks_for_plain_text_and_may_add_headers():
    assert client.head("/projekt/?q=a", {"Cookie": "a=b"}, 8000) == (
        b"GET /projekt/?q=a HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nAccept-Encoding: identity\r\n"
        b"Accept: */*\r\nCookie: a=b\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("pieces", "status", "is_closed"),
    [
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hello"], 200, False),
        ([b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nConnection: close\r\n\r\n"], 200, True),
        ([b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"], 304, False),
        (
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n0\r\n\r\n"],
            200,
            False,
        ),
    ],
)
def test_an_answer_is_read_to_its_end_and_no_further(pieces, status, is_closed):
    assert answered(*pieces, b"HTTP") == ((status, is_closed), b"HTTP")
