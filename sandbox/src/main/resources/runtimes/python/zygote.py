"""A Python that sandboxes are forked from: what they would all load is loaded once.

It is root, in the launcher's namespaces but for its mounts: its root folder is the one that
sandboxes of this runtime see, with the host's /proc. It runs nobody's code and hears only its
parent, who writes one line for each sandbox, tab-separated: the host's user id, the size of /tmp in
bytes, how many processes the user may have or 0 where its control group counts them, the kind, the
network namespace, the file for standard output and error, and the entrance of each control group:
`tasks`, or `cgroup.procs` of version 2; paths are the parent's. The kind is `parked`, `at-once` (its
function waits already) or `template` (of copies: see `snapshot.py`). It answers with the new
process's id, or with anything else where that failed.

A sandbox is two processes: the first of its namespace for processes, which waits for orphans and
soon is no Python any more (it becomes the program `init` in this folder, which takes less memory),
and its child, which parks as `bootstrap.py` does. Before either does anything on behalf of a
function it has left everything of the zygote's: namespaces, user, capabilities, files, and it is
behind the system-call filter. The first is a child of the zygote's parent (CLONE_PARENT), so that
who asked for it is told its end, and it dies with it.

Sources: clone(2), user_namespaces(7), capabilities(7), prctl(2).
"""

import _signal  # not signal, whose functions make enumerations of what they get: pages to copy
import contextlib
import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import sys

CLONE3 = 435
CLONE_PARENT = 0x8000
INTO_CONTROL_GROUP = 0x200000000
NEW_MOUNTS = 0x20000
NEW_CONTROL_GROUPS = 0x2000000
NEW_HOST_NAME = 0x4000000
NEW_IPC = 0x8000000
NEW_USERS = 0x10000000
NEW_PROCESSES = 0x20000000
NEW_NETWORK = 0x40000000

READ_ONLY, NO_SETUID, NO_DEVICES, NO_PROGRAMS = 1, 2, 4, 8
MOVE, RECURSIVE, PRIVATE = 0x2000, 0x4000, 0x40000
DETACH = 2  # MNT_DETACH

DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
SET_DUMPABLE = 4
SET_SECCOMP = 22
SECCOMP_FILTER = 2
DROP_FROM_BOUNDS = 24  # PR_CAPBSET_DROP
NO_NEW_PRIVILEGES = 38

with open("/proc/sys/kernel/cap_last_cap") as last:
    CAPABILITIES = range(int(last.read()) + 1)
OWN_CAPABILITIES = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3
NO_CAPABILITIES = (ctypes.c_uint32 * 6)()

# As on Lambda: the user sbx_user1051.
INSIDE_USER = 993
INSIDE_GROUP = 990

INIT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "init")
BURST_SECONDS = 5  # or so, in which there is better to do than to become another program

COMMANDS = 3
UNIFIED = "/cgroup.procs"  # of a control group of version 2, of which there is one

# What functions need most, AWS's SDK above all.
LIBRARY = """
    argparse base64 binascii concurrent.futures copy csv dataclasses decimal email.message gzip
    hashlib hmac html http.client http.cookies inspect io itertools math pathlib random secrets
    socket ssl string subprocess tempfile textwrap threading typing urllib.request uuid
    xml.etree.ElementTree zipfile zlib
""".split()

# Not CDLL: a fork must not let go of the interpreter's lock on its way. Functions are looked up here,
# or each child would, and write to pages for it.
libc = ctypes.PyDLL(None, use_errno=True)
for function in "capset mount prctl sethostname setns syscall umount2 unshare".split():
    getattr(libc, function)


def call(name, *arguments):
    answer = getattr(libc, name)(*arguments)
    if answer < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return answer


class Filter(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_char_p)]

    def __init__(self, program):
        super().__init__(len(program) // 8, program)


def parents(path):
    """A path of the parent's, for us."""
    if path.startswith("/proc/self/"):
        return f"/proc/{os.getppid()}/{path[len('/proc/self/'):]}"
    return f"/proc/{os.getppid()}/root{path}"


class Clone(ctypes.Structure):
    """struct clone_args"""

    _fields_ = [
        (name, ctypes.c_uint64)
        for name in (
            "flags pidfd child_tid parent_tid exit_signal stack stack_size tls set_tid set_tid_size"
            " cgroup"
        ).split()
    ]


def clone(flags, group=None):
    """fork(2) with flags: a sibling, in `group` where there is one.

    Neither the C library nor Python is told: no thread may be here, and what the child runs until
    it forks as usual must not mind to be a copy, for what they do then it would write to pages for.
    """
    arguments = Clone(flags=flags | CLONE_PARENT)  # which says how our parent is told of its end
    if group is not None:
        arguments.flags |= INTO_CONTROL_GROUP
        arguments.cgroup = group
    return call("syscall", CLONE3, ctypes.byref(arguments), ctypes.sizeof(arguments))


def write(file, line):
    """As the kernel wants its files written. Python's own files would be one more mebibyte or so
    for a child to copy, a page here and a page there."""
    descriptor = os.open(file, os.O_WRONLY)
    os.write(descriptor, line)
    os.close(descriptor)


def enter_groups(files):
    for file in files:
        write(file, b"0")  # whoever writes
    try:
        call("unshare", NEW_CONTROL_GROUPS)
    except OSError:
        pass  # an old kernel, whose sandboxes see where their groups are


def arrange_mounts(user, temporary_bytes):
    """The host's /proc goes, for one of the new namespace; the rest of the root is as it should be.

    It goes last: in a user namespace the kernel makes no /proc for who sees none.
    """
    call("mount", b"proc", b"/tmp", b"proc", NO_SETUID | NO_DEVICES | NO_PROGRAMS, None)
    call("umount2", b"/proc", DETACH)
    call("mount", b"/tmp", b"/proc", None, MOVE, None)
    if os.path.isdir("/proc/pressure"):  # in which anybody may have the kernel keep watch
        call("mount", b"tmpfs", b"/proc/pressure", b"tmpfs", READ_ONLY | NO_SETUID, b"size=4k")
    options = f"size={temporary_bytes},mode=1777,uid={user},gid={user}".encode()
    call("mount", b"tmpfs", b"/tmp", b"tmpfs", NO_SETUID | NO_DEVICES, options)


def become_nobody_else(user, most_processes):
    """Only `user` exists from here on, under the number that Lambda has for it."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    call("prctl", SET_DUMPABLE, 1)  # or its own /proc/self would be root's
    call("unshare", NEW_USERS)
    call("prctl", SET_DUMPABLE, 1)
    write("/proc/self/setgroups", b"deny")
    write("/proc/self/uid_map", b"%d %d 1" % (INSIDE_USER, user))
    write("/proc/self/gid_map", b"%d %d 1" % (INSIDE_GROUP, user))
    if most_processes:
        resource.setrlimit(resource.RLIMIT_NPROC, (most_processes, most_processes))


def drop_capabilities():
    for capability in CAPABILITIES:
        call("prctl", DROP_FROM_BOUNDS, capability, 0, 0, 0)
    call("capset", OWN_CAPABILITIES, NO_CAPABILITIES)


def die_with_parent():
    call("prctl", DIE_WITH_PARENT, signal.SIGKILL)
    commands = select.poll()
    commands.register(COMMANDS, 0)
    if commands.poll(0):  # hung up: it died before we asked to be told
        os._exit(1)


def isolate(user, temporary_bytes, most_processes, network, output, groups, system_calls):
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.setsid()
    write("/proc/self/oom_score_adj", b"500")  # where the host runs out of memory, before Hearth
    call("setns", network, NEW_NETWORK)
    enter_groups(groups)
    arrange_mounts(user, temporary_bytes)
    call("sethostname", b"sandbox", 7)
    become_nobody_else(user, most_processes)
    drop_capabilities()
    die_with_parent()
    os.closerange(3, 1024)
    call("prctl", NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    call("prctl", SET_SECCOMP, SECCOMP_FILTER, ctypes.byref(system_calls))


def wait_for_all(child):
    """What the first process of a namespace is for; once all is quiet, INIT goes on with it."""
    _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGCHLD,))
    options = os.WNOHANG
    while True:
        pid, status = os.waitpid(-1, options)
        if pid == child:
            os._exit(exit_code(status))
        if pid == 0 and not _signal.sigtimedwait((_signal.SIGCHLD,), BURST_SECONDS):
            try:
                os.execve(INIT, ("init",), {})
            except OSError:
                options = 0  # this machine has none


def wait_for_copies(template):
    """A template's first process: its end would be that of all copies, so it waits for them."""
    code = 1
    while True:
        try:
            pid, status = os.wait()
        except ChildProcessError:
            os._exit(code)
        if pid == template:
            code = exit_code(status)


def exit_code(status):
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return 128 + ended_by if ended_by else os.WEXITSTATUS(status)


def sandbox(bootstrap, kind, *isolation):
    """Never returns."""
    template = kind == "template"
    try:
        isolate(*isolation)
        # The first process is immune to its namespace's signals, but for those that it handles.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if template:
            # Libraries notice a fork by another process id. A copy's is 2: a template's is not.
            spare = os.fork()
            if spare == 0:
                os._exit(0)
            os.waitpid(spare, 0)
        child = os.fork()
        if child:
            wait_for_copies(child) if template else wait_for_all(child)
        if template:
            bootstrap.snapshot = snapshot
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if kind == "parked":
            bootstrap.rehearse(1)
        gc.enable()
        bootstrap.park()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        bootstrap.flush()
        os._exit(1)


def fork(bootstrap, line, filters):
    user, temporary_bytes, most_processes, kind, network, output, *groups = line.split("\t")
    tasks = [parents(group) for group in groups if not group.endswith(UNIFIED)]
    with contextlib.ExitStack() as files:

        def opened(path, flags):
            descriptor = os.open(path, flags)
            files.callback(os.close, descriptor)
            return descriptor

        # Opened here and not by the child, for the parent may close its own once it is answered.
        network = opened(parents(network), os.O_RDONLY)
        output = opened(parents(output), os.O_WRONLY)
        unified = [
            opened(os.path.dirname(parents(group)), os.O_RDONLY | os.O_DIRECTORY)
            for group in groups
            if group.endswith(UNIFIED)
        ]
        flags = NEW_MOUNTS | NEW_HOST_NAME | NEW_IPC | NEW_PROCESSES
        child = clone(flags, *unified)
        if child == 0:
            sandbox(
                bootstrap,
                kind,
                int(user),
                int(temporary_bytes),
                int(most_processes),
                network,
                output,
                tasks,
                filters[kind == "template"],
            )
        return child


def load():
    """Our bootstrap, as the program that each sandbox becomes, and what functions will import."""
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import bootstrap

    needed = set(sys.modules)
    global snapshot
    import snapshot

    del sys.path[0], sys.modules["snapshot"]
    sys.modules["__main__"] = sys.modules.pop("bootstrap")
    bootstrap.__name__ = "__main__"
    for name in LIBRARY:
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # this host's Python comes without it
    bootstrap.rehearse(bootstrap.REHEARSALS)
    bootstrap.loaded_early = {n.partition(".")[0] for n in set(sys.modules) - needed}
    bootstrap.settle()
    return bootstrap


def main():
    # Lambda allows 1 024 open files. Nothing that a function is killed by may write to the host's
    # disk, nor wake a handler of the host's: a limit of one byte forbids that (core(5) does not tell,
    # for pipes no other limit counts).
    # A collection would leave holes that children fill, and copy pages for: see gc.freeze().
    gc.disable()
    resource.setrlimit(resource.RLIMIT_CORE, (1, 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
    os.dup2(0, COMMANDS, inheritable=False)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    call("mount", None, b"/", None, RECURSIVE | PRIVATE, None)
    die_with_parent()
    bootstrap = load()
    with open(COMMANDS) as commands:
        # Of a sandbox, and of a template.
        filters = [Filter(bytes.fromhex(commands.readline())) for _ in range(2)]
        for line in commands:
            try:
                print(fork(bootstrap, line.rstrip("\n"), filters), flush=True)
            except OSError as e:
                print(e, flush=True)


main()
