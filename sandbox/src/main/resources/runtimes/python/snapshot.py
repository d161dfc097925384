"""Copies of an initialised function, each in a sandbox of its own: SnapStart.

The function's process has loaded its code; it waits here, as a template, until the platform wants a
copy, and forks one. A copy begins with no more privileges than the template has, in namespaces of
its own: it takes them itself, as anybody may who makes a user namespace too, gives up what that
gave it, and waits. The platform arranges from outside what is in them (/proc, /tmp, the network,
control groups) and lets it go on. Then it replaces what it inherited and must not share: its output,
its connections, the positions in its files.

Nothing here protects anybody from the function, whose code has run in this process: what isolates
copies from each other is done by the kernel and by the platform.

A copy is three processes' work: the template's child, forked as the C library does it, so that
libraries hear of it, is outside of the new namespaces; its child is the first process in them,
which waits for orphans; that one's child becomes the function.

Sources: clone(2), user_namespaces(7), proc(5), seccomp(2).
"""

import ctypes
import errno
import gc
import json
import os
import random
import select
import signal
import socket
import stat
import sys
import threading

# Functions may replace these in their modules, as gevent does.
from os import close, dup2, fork, pipe, waitpid, write
from signal import SIG_BLOCK, SIG_SETMASK, pthread_sigmask, sigwait

COPY = "/hearth/copy"

CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
NEW_NAMESPACES = 0x7E020000
# The one combination that a template's system-call filter lets pass: mounts, host name, IPC, users,
# processes, network, and SIGCHLD at the end.
APART = 0x20000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000 | signal.SIGCHLD

DROP_FROM_BOUNDS = 24  # PR_CAPBSET_DROP
SET_SECCOMP = 22
SECCOMP_FILTER = 2
CAPABILITIES_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3

# As on Lambda: the user sbx_user1051.
INSIDE_USER = 993
INSIDE_GROUP = 990

# The platform's word that all is arranged.
GO_ON = signal.SIGUSR1

libc = ctypes.PyDLL(None, use_errno=True)


class NotCopied(Exception):
    """The function is initialised, but cannot be copied."""


def hooks(getter):
    """Those of the module that the function registered them with, which may be its own copy."""
    module = sys.modules.get("snapshot_restore_py")
    return getattr(module, getter)() if module else []


def run_before_snapshot():
    registered = hooks("get_before_snapshot")
    while registered:
        function, arguments, named = registered.pop()
        function(*arguments, **named)


def run_after_restore():
    registered = hooks("get_after_restore")
    while registered:
        function, arguments, named = registered.pop(0)
        function(*arguments, **named)


def check():
    """What no copy would have, the function must not have either."""
    threads = [t.name for t in threading.enumerate() if t is not threading.main_thread()]
    if threads:
        raise NotCopied(
            "SnapStart: the initialisation has started a thread, which copies of it would lack: "
            + ", ".join(threads)
            + ". Start it in a hook registered with register_after_restore, or in the handler."
        )


def call(name, *arguments):
    answer = getattr(libc, name)(*arguments)
    if answer < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return answer


class Filter(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_char_p)]


def no_more_namespaces():
    """A second filter, for a copy makes no copies."""
    program = b"".join(
        code.to_bytes(2, "little") + bytes((then, otherwise)) + value.to_bytes(4, "little")
        for code, then, otherwise, value in (
            (0x20, 0, 0, 0),  # load the call's number
            (0x15, 0, 3, CLONE),
            (0x20, 0, 0, 16),  # load its first argument
            (0x45, 0, 1, NEW_NAMESPACES),
            (0x06, 0, 0, 0x50000 | errno.EPERM),
            (0x06, 0, 0, 0x7FFF0000),  # allow
        )
    )
    call("prctl", SET_SECCOMP, SECCOMP_FILTER, ctypes.byref(Filter(len(program) // 8, program)))


def drop_capabilities():
    with open("/proc/sys/kernel/cap_last_cap") as last:
        for capability in range(int(last.read()) + 1):
            call("prctl", DROP_FROM_BOUNDS, capability, 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    call("capset", header, (ctypes.c_uint32 * 6)())


def take_place(user, group):
    """In a new user namespace: the same user as before, without what the namespace gave it."""
    for file, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{INSIDE_USER} {user} 1"),
        ("gid_map", f"{INSIDE_GROUP} {group} 1"),
    ):
        with open("/proc/self/" + file, "w") as map_file:
            map_file.write(line)
    drop_capabilities()
    no_more_namespaces()


def apart():
    """clone(2) into namespaces of one's own; no thread is here."""
    ctypes.pythonapi.PyOS_BeforeFork()
    try:
        child = call("syscall", CLONE, ctypes.c_ulong(APART), 0, 0, 0, 0)
    except OSError:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
        raise
    if child:
        ctypes.pythonapi.PyOS_AfterFork_Parent()
    else:
        ctypes.pythonapi.PyOS_AfterFork_Child()
    return child


def wait_for_all(child, exits):
    """What the first process of a namespace is for; it tells how the function's process ended."""
    os.closerange(0, exits)
    os.closerange(exits + 1, 1024)
    while True:
        pid, status = os.wait()
        if pid == child:
            ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            code = 128 + ended_by if ended_by else os.WEXITSTATUS(status)
            write(exits, b"%d\n" % code)
            os._exit(code)


def make(output, exits, note, report):
    """A copy: answers the template its process id, and returns in the copy only, with None."""
    user, group = os.getuid(), os.getgid()
    child = fork()
    if child:
        close(report)
        told = os.read(note, 200)
        waitpid(child, 0)
        if not told.isdigit():
            raise OSError(told.decode(errors="replace") or "the copy ended at once")
        return int(told)
    try:
        # Blocked, it is kept until somebody waits for it, also for a namespace's first process.
        mask = pthread_sigmask(SIG_BLOCK, [GO_ON])
        first = apart()
        if first:
            write(report, b"%d" % first)
            os._exit(0)
    except BaseException as e:
        write(report, str(e).encode()[:200])
        os._exit(1)
    try:
        os.setsid()
        take_place(user, group)
        sigwait([GO_ON])
        close(output[0])
        close(exits[0])
        child = fork()
        if child:
            wait_for_all(child, exits[1])
        pthread_sigmask(SIG_SETMASK, mask)
        for descriptor in (exits[1], note, report):
            close(descriptor)
        become_separate(output[1])
        return None
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def become_separate(output):
    for standard in (1, 2):
        dup2(output, standard)
    close(output)
    replace_descriptors()
    forget_chance()


def forget_chance():
    """What libraries do not notice by themselves; `random` does, at each fork."""
    uuid = sys.modules.get("uuid")
    if uuid:
        uuid._node = random.SystemRandom().getrandbits(48) | 1 << 40  # no card's: RFC 9562, 6.10
        uuid._last_timestamp = None
        uuid._generate_time_safe = uuid._UuidCreate = None
    ssl = sys.modules.get("ssl")
    if ssl:
        ssl.RAND_add(os.urandom(32), 32.0)


def replace_descriptors():
    """Whatever a copy would share with the template and with other copies becomes its own.

    Files are opened anew where they were, at the same position; pipes and pairs of sockets with both
    ends here are made anew, empty. Connections are as if the other side had hung up.
    """
    found = {}
    for name in os.listdir("/proc/self/fd"):
        number = int(name)
        try:
            found[number] = os.readlink(f"/proc/self/fd/{name}")
        except FileNotFoundError:
            pass  # the listing's own
    polls, pipes, pairs = [], {}, {}
    for number, target in found.items():
        if number < 3:
            continue
        if target.startswith("pipe:"):
            pipes.setdefault(target, []).append(number)
        elif target == "anon_inode:[eventpoll]":
            polls.append(number)
        elif target == "anon_inode:[eventfd]":
            move(os.eventfd(0, os.EFD_NONBLOCK) if hasattr(os, "eventfd") else dead(), number)
        elif target.startswith("socket:"):
            inode = int(target[len("socket:[") : -1])
            if is_half_of_pair(number):
                pairs[inode] = number
            else:
                move(dead(), number)
        elif target.startswith("/"):
            reopen(number, target)
        else:
            move(dead(), number)
    renew_pipes(pipes)
    renew_pairs(pairs)
    for number in polls:
        renew_poll(number)


def move(new, number):
    """Puts `new` in the place of `number`, blocking or not and inherited or not as that was."""
    try:
        os.set_blocking(new, os.get_blocking(number))
    except OSError:
        pass  # some kinds know no difference
    dup2(new, number, os.get_inheritable(number))
    close(new)


def dead():
    """A connection whose other side has hung up: libraries see it, and connect anew."""
    here, there = socket.socketpair()
    there.close()
    return here.detach()


def reopen(number, target):
    kind = os.fstat(number)
    if not stat.S_ISREG(kind.st_mode) and not stat.S_ISDIR(kind.st_mode):
        return  # a device, which has no position
    import fcntl

    flags = fcntl.fcntl(number, fcntl.F_GETFL)
    try:
        if kind.st_nlink == 0 or target.endswith(" (deleted)"):
            new = contents(number, kind.st_size)
        else:
            new = os.open(target, flags & ~(os.O_CREAT | os.O_EXCL | os.O_TRUNC))
        if stat.S_ISREG(kind.st_mode):
            os.lseek(new, os.lseek(number, 0, os.SEEK_CUR), os.SEEK_SET)
    except OSError:
        new = dead()
    move(new, number)


def contents(number, size):
    """A nameless file with what is in another."""
    new = os.open("/tmp", os.O_TMPFILE | os.O_RDWR, 0o600)
    at = 0
    while at < size:
        piece = os.pread(number, 1 << 20, at)
        if not piece:
            break
        os.pwrite(new, piece, at)
        at += len(piece)
    return new


def renew_pipes(pipes):
    import fcntl

    for numbers in pipes.values():
        ends = pipe()
        for number in numbers:
            reads = fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_RDONLY
            move(os.dup(ends[0] if reads else ends[1]), number)
        close(ends[0])
        close(ends[1])


def is_half_of_pair(number):
    try:
        held = socket.socket(fileno=os.dup(number))
    except OSError:
        return False
    with held:
        try:
            return (
                held.family == socket.AF_UNIX
                and not held.getsockname()
                and not held.getpeername()
            )
        except OSError:
            return False


def renew_pairs(pairs):
    """The kernel numbers the two of a pair one after the other, and tells in no other way."""
    for inode in sorted(pairs):
        number = pairs.pop(inode, None)
        if number is None:
            continue
        other = pairs.pop(inode + 1, None)
        if other is None:
            move(dead(), number)
            continue
        with socket.socket(fileno=os.dup(number)) as held:
            here, there = socket.socketpair(socket.AF_UNIX, held.type)
        move(here.detach(), number)
        move(there.detach(), other)


def renew_poll(number):
    with open(f"/proc/self/fdinfo/{number}") as info:
        watched = [line.split() for line in info if line.startswith("tfd:")]
    poll = select.epoll()
    for words in watched:  # tfd: 5 events: 19 data: 5 …
        try:
            poll.register(int(words[1]), int(words[3], 16))
        except OSError:
            pass  # what can be polled no more
    move(os.dup(poll.fileno()), number)
    poll.close()


def serve(platform, flush):
    """Makes copies whenever the platform wants one; returns in each of them."""
    gc.collect()
    gc.freeze()  # a collection must not touch, and so copy, what all share
    while True:
        platform.get(COPY)
        flush()
        output, exits, (note, report) = pipe(), pipe(), pipe()
        ends = [*output, *exits, note]
        try:
            process = make(output, exits, note, report)
            if process is None:
                return
            answer = {"process": process, "output": output[0], "exit": exits[0]}
        except OSError as e:
            answer = {"error": str(e)}
        platform.post(COPY, json.dumps(answer).encode())
        for descriptor in ends:
            close(descriptor)
