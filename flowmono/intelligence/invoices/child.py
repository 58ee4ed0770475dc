"""The child process that reads one file of a stranger: few rights, little memory, no network, then it ends."""

import ctypes
import json
import platform
import resource
import sys
from typing import Any

_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
_SECCOMP = 22  # PR_SET_SECCOMP
_FILTER = 2  # SECCOMP_MODE_FILTER
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF: load word, jump if equal, return
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO with EPERM

# Audit architecture and the numbers of socket, connect, execve and execveat (Linux syscall tables).
_SYSCALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281)),
}


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction))]


def give_up_rights(seconds: int, megabytes: int) -> None:
    """Limits memory, processor time, files and core dumps, and closes the network and the starting of programs for good."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse_network)
    _close_network_in_kernel()


def _refuse_network(event: str, _: Any) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        raise PermissionError(f"{event} is not allowed while a file of a stranger is read.")


def _close_network_in_kernel() -> None:
    """A seccomp filter, which native code cannot get around either. Systems other than Linux have the audit hook alone."""
    numbers = _SYSCALLS.get(platform.machine()) if sys.platform == "linux" else None
    if numbers is None:
        return
    architecture, denied = numbers
    count = len(denied)
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _DENY), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, count - place, 0, number) for place, number in enumerate(denied)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY)]
    instructions = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "The kernel refused to close the network for the reader.")


def main(arguments: list[str]) -> None:
    """Reads the file on standard input and writes the record of its reading to standard output."""
    filename, seconds, megabytes = arguments
    from .reading import read_invoice  # noqa: PLC0415 - loaded before the limits, so that they measure the file alone
    from .record import write_record  # noqa: PLC0415

    data = sys.stdin.buffer.read()
    give_up_rights(int(seconds), int(megabytes))
    json.dump(write_record(read_invoice(data, filename)), sys.stdout)
