from bench import files
from bench.files import Sent


def sent(cpu: float, first: float = 0.05, extra: float = 10) -> Sent:
    return Sent(lines=21, cpu=cpu, database=1, first=first, extra_mib=extra)


def test_a_file_is_told_by_the_median_of_its_turns():
    assert files.told("product", [sent(1), sent(9), sent(2)]) == (
        "csv, product: 21 lines, CPU 2.0 s (PostgreSQL 1.0 s), "
        "50 ms of it until the first byte, 10 MiB more than at rest"
    )


def test_the_worst_turn_says_whether_memory_and_first_byte_are_within_their_bounds():
    assert files.kept_to([sent(1), sent(1, first=0.21), sent(1, extra=64)]) == (
        "csv, more memory: at most 64 MiB, held (64 MiB)\n"
        "csv, first byte: at most 200 ms, NOT HELD (210 ms)"
    )
