"""Code with every kind of jump, as text: a test imports it while it records."""

from textwrap import dedent

SAMPLE = dedent('''
    """Each kind of statement that can jump."""

    import asyncio
    from collections.abc import Callable, Generator
    from contextlib import contextmanager

    from sqlalchemy.util import await_only

    limits = [
        number
        for number in range(5)
        if number % 2
    ]
    largest = max(
        limits,
        key=lambda number: -number,
    )


    class Account:
        owner = "Ada"

        @property
        def name(self) -> str:
            return self.owner


    def sign(number: int) -> str:
        if number < 0:
            return "minus"
        elif number:
            return "plus"
        return "zero"


    def loops() -> int:
        total = 0
        for number in limits:
            if number == 3:
                continue
            total += number
        else:
            total += 1
        while total > 0:
            total -= 1
            if total == 1:
                break
        return total


    def chosen(value: object) -> str:
        match value:
            case int():
                return "number"
            case [first, *_] if first:
                return "list"
            case _:
                return "other"


    def caught(text: str) -> int:
        try:
            return int(text)
        except ValueError as error:
            assert error.args
        else:
            pass
        finally:
            text.strip()
        return 0


    @contextmanager
    def opened() -> Generator[int]:
        try:
            yield 1
        except KeyError:
            pass
        finally:
            limits.sort()


    def factorial(number: int) -> int:
        if number < 2:
            return 1
        return number * factorial(number - 1)


    async def waited() -> int:
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            found = [number async for number in counted()]
        return sum(found)


    async def counted():
        for number in range(3):
            await asyncio.sleep(0)
            yield number


    def in_greenlet() -> int:
        first = await_only(waited())
        return first + 1


    def all_of_it() -> None:
        for number in (-1, 0, 1):
            sign(number)
        loops()
        for value in (1, [1], [], "one"):
            chosen(value)
        for text in ("1", "one"):
            caught(text)
        with opened() as number:
            number += 1
        with opened():
            {}["absent"]
        interleaved = zip(opened_twice(), opened_twice(), strict=True)
        list(interleaved)
        Account().name.upper()
        factorial(4)


    def opened_twice() -> Generator[int]:
        for number in range(2):
            yield number
''')

CANCELLED = """\
import asyncio

async def steps():
    yield 1
    raise asyncio.CancelledError

async def watch():
    async for _ in steps():
        pass

async def cancelled():
    await asyncio.gather(watch(), return_exceptions=True)

asyncio.run(cancelled())
"""
END_OF_WATCH = (8, -7)
