"""What the process keeps of the memory that it no longer needs."""

import ctypes


def return_freed_memory() -> None:
    """Give what has been freed back to the system, where the C library is glibc.

    While an app is imported, much is built and thrown away. glibc keeps that for later,
    as it lies between what stays, and few requests need as much.
    Source: https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    try:
        glibc = ctypes.CDLL("libc.so.6")
    except OSError:  # another C library, or another system
        return
    glibc.malloc_trim(0)
