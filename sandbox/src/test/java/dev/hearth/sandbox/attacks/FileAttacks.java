package dev.hearth.sandbox.attacks;

import java.util.List;

/// On what a sandbox sees as files: the host's, other functions', its own code, `/proc`, devices.
final class FileAttacks {
  private static final String REFUSED = "EPERM|EACCES|EROFS";

  private FileAttacks() {}

  static final List<Attack> HOST =
      Attack.table(
          "finds something open that it did not open",
          "[os.readlink('/proc/self/fd/' + f) for f in os.listdir('/proc/self/fd') if int(f) > 4"
              + " and os.path.exists('/proc/self/fd/' + f)]",
          "\\[]",
          "finds something open in process 1",
          "[os.readlink('/proc/1/fd/' + f) for f in os.listdir('/proc/1/fd') if int(f) > 2]",
          // bubblewrap tells itself outside how the function ended, and a copy tells us.
          "\\[]|\\['anon_inode:\\[eventfd]']|\\['pipe:\\[[0-9]+]']",
          "finds mounts that are not a sandbox's",
          "{l.split()[4].split('/')[1] for l in open('/proc/self/mountinfo')} - {'', 'bin', 'dev',"
              + " 'etc', 'lib', 'lib32', 'lib64', 'opt', 'proc', 'sbin', 'tmp', 'usr', 'var'}",
          "set\\(\\)",
          "looks for the host's folders",
          "there('/root', '/home', '/sys', '/boot', '/run', '/srv', '/mnt', '/media', '/var/lib',"
              + " '/var/run', '/var/log', '/var/tmp', '/lost+found', '/.dockerenv')",
          "\\[]",
          "reads the host's password hashes",
          "open('/etc/shadow').read()",
          "ENOENT",
          "reads a host's file by its path",
          "open(secret).read()",
          "ENOENT",
          "reads a host's file through other processes' roots and folders",
          "opened(*[p + '/' + k + secret for p in glob.glob('/proc/[0-9]*') for k in ('root',"
              + " 'cwd')], mode='r')",
          "\\[]",
          "walks up beyond its root",
          "os.chdir('/'); result = there('../' * 40 + secret[1:])",
          "\\[]",
          "reads a host's file through a link of its own",
          "os.symlink(secret, '/tmp/link'); open('/tmp/link').read()",
          "ENOENT",
          "reads a host's file through a link in its package",
          "open('/var/task/link').read()",
          "ENOENT",
          "reads a host's file through a link in its layer",
          "open('/opt/link').read()",
          "ENOENT",
          "opens a host's file by its handle",
          "system('open_by_handle_at', 0, bytes(136), 0)",
          "EPERM",
          "finds a folder that anybody may write to, but /tmp",
          """
          result = set()
          for top, folders, _ in os.walk('/'):
              folders[:] = [f for f in folders if os.path.join(top, f) not in ('/proc', '/tmp')]
              if os.access(top, os.W_OK):
                  result.add(top)
          """,
          "set\\(\\)",
          "finds a socket or a pipe of the host's",
          """
          result = []
          for top, folders, files in os.walk('/'):
              folders[:] = [f for f in folders if os.path.join(top, f) not in ('/proc', '/tmp')]
              for path in (os.path.join(top, f) for f in files):
                  kind = os.lstat(path).st_mode
                  if stat.S_ISSOCK(kind) or stat.S_ISFIFO(kind):
                      result.append(path)
          """,
          "\\[]");

  static final List<Attack> OTHER_FUNCTIONS =
      Attack.table(
          "sees another's processes",
          "[p for p in os.listdir('/proc') if p.isdigit() and int(p) > 2 and"
              + " os.stat('/proc/' + p).st_uid != os.getuid()]",
          "\\[]",
          "finds another's variables in a process",
          "opened(*[p for p in glob.glob('/proc/[0-9]*/environ') if other.encode() in"
              + " open(p, 'rb').read()], mode='r')",
          "\\[]",
          "finds another's variables in the memory of process 1",
          """
          found = 0
          try:
              with open('/proc/1/maps') as maps, open('/proc/1/mem', 'rb', 0) as memory:
                  for area in (l.split()[0] for l in maps if ' rw' in l):
                      first, end = (int(n, 16) for n in area.split('-'))
                      memory.seek(first)
                      found += other.encode() in memory.read(min(end - first, 64 << 20))
          except PermissionError:
              pass  # better still
          result = found
          """,
          "0",
          "reads what another left in /tmp",
          "os.path.exists('/tmp/left')",
          "False",
          "finds another's shared memory",
          "call('shmget', 4711, 0, 0)",
          "ENOENT",
          "finds another's message queue",
          "call('msgget', 4711, 0)",
          "ENOENT",
          "finds another's semaphores",
          "call('semget', 4711, 0, 0)",
          "ENOENT",
          "finds another's named queue",
          "ctypes.CDLL('librt.so.1', use_errno=True); result = call('mq_open', b'/left', 0)",
          "ENOENT",
          "stops another by its number on the host",
          "os.kill(pid, 9)",
          "ESRCH",
          "reaches another's server",
          "connect('127.0.0.1', 7777)",
          "ECONNREFUSED",
          "finds another's server among the sockets",
          "[l for f in ('tcp', 'tcp6', 'udp', 'unix') for l in open('/proc/net/' + f)"
              + " if ':1E61 ' in l or '@' in l]",
          "\\[]",
          "reads another's code",
          "[d for d in glob.glob('/var/task/../*') if d.split('/')[-1] not in ('hearth', 'lang',"
              + " 'runtime', 'task')]",
          "\\[]");

  static final List<Attack> OWN_CODE =
      Attack.table(
          "overwrites its code",
          "all_of(lambda p: open(p, 'r+'), '/var/task/agent.py', '/opt/layer.txt')",
          "EROFS|EACCES",
          "adds to its code, its layers, the runtime, the system",
          "opened(*[d + '/new' for d in ('/var/task', '/opt', '/var/hearth', '/var/runtime',"
              + " '/var', '/usr/bin', '/usr/lib', '/etc', '/dev', '/', '/proc')])",
          "\\[]",
          "removes its code",
          "os.unlink('/var/task/agent.py')",
          "EROFS",
          "puts another folder in the place of its code",
          "all_of(lambda to: os.rename('/var/task', to), '/tmp/task', '/var/old')",
          "EROFS|EBUSY|EXDEV|\\{'EXDEV.*'(EROFS|EBUSY|EACCES)'.*}",
          "puts a link in the place of its layers",
          "os.rmdir('/opt')",
          "EROFS|EBUSY|EACCES",
          "changes who may write to its code",
          "all_of(lambda f: f('/var/task/agent.py'), lambda p: os.chmod(p, 0o777),"
              + " lambda p: os.chown(p, os.getuid(), -1), lambda p: os.utime(p),"
              + " lambda p: os.setxattr(p, 'user.x', b'y'))",
          "EROFS|EPERM|\\{'(EROFS|EPERM)': .*'(EROFS|EPERM)': .*}",
          "links its code to where it may write",
          "os.link('/var/task/agent.py', '/tmp/agent.py')",
          "EXDEV|EPERM",
          "changes users, hosts and name servers",
          "opened('/etc/passwd', '/etc/group', '/etc/hosts', '/etc/resolv.conf',"
              + " '/etc/nsswitch.conf', '/etc/ld.so.preload', '/etc/ld.so.cache', mode='a')",
          "\\[]",
          "overwrites the program that it runs on",
          "all_of(lambda p: os.close(os.open(p, os.O_WRONLY)), '/proc/self/exe', '/proc/1/exe')",
          "EACCES|EROFS|ETXTBSY",
          "overwrites the program that it runs on when nobody runs it",
          """
          reading = os.open('/proc/1/exe', os.O_PATH)
          result = all_of(lambda n: os.open('/proc/self/fd/%d' % reading, os.O_RDWR), *range(200))
          os.close(reading)
          """,
          "EACCES|EROFS|ETXTBSY",
          "writes into its code through memory that it maps",
          """
          code = os.open('/var/task/agent.py', os.O_RDONLY)
          mmap.mmap(code, 4096, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
          """,
          "EACCES|PermissionError.*",
          "has the kernel write into its code (splice of a pipe's page)",
          """
          code = os.open('/var/task/agent.py', os.O_RDONLY)
          before = os.pread(code, 64, 0)
          reading, writing = os.pipe()
          os.write(writing, bytes(65536))
          os.read(reading, 65536)
          os.splice(code, writing, 1, offset_src=0) if hasattr(os, 'splice') else None
          os.write(writing, b'overwritten')
          result = os.pread(code, 64, 0) == before
          """,
          "True");

  static final List<Attack> MOUNTS =
      Attack.table(
          "mounts the host's disk, devices or processes",
          "all_of(lambda t: call('mount', b'none', b'/tmp', t, 0, None), b'ext4', b'devtmpfs',"
              + " b'proc', b'sysfs', b'cgroup', b'cgroup2', b'overlay', b'fuse', b'bpf',"
              + " b'tracefs')",
          "EPERM",
          "makes its system writable again",
          "all_of(lambda p: call('mount', None, p, None, 32 | 4096, None), b'/', b'/var/task',"
              + " b'/usr', b'/proc')",
          "EPERM",
          "lets its mounts out (MS_SHARED)",
          "call('mount', None, b'/', None, 1 << 20, None)",
          "EPERM",
          "takes away what hides something",
          "all_of(lambda p: call('umount2', p, 2), b'/proc', b'/tmp', b'/var/task', b'/')",
          "EPERM",
          "mounts by the newer calls",
          "all_of(lambda c: system(*c), ('open_tree', 0, b'/', 1), ('move_mount', 0, b'', 0, b'/',"
              + " 4), ('fsopen', b'overlay', 0), ('fsconfig', 0, 6, 0, 0, 0), ('fsmount', 0, 0, 0),"
              + " ('fspick', 0, b'/', 0), ('mount_setattr', 0, b'/', 0, 0, 0))",
          "EPERM",
          "changes its root",
          "all_of(lambda c: system(*c) if c[0] == 'pivot_root' else call(*c), ('chroot',"
              + " b'/tmp'), ('pivot_root', b'/tmp', b'/tmp'))",
          "EPERM",
          "sets what an overlay would trust",
          """
          open('/tmp/trusted', 'w').close()
          os.setxattr('/tmp/trusted', 'trusted.overlay.opaque', b'y')
          """,
          "EPERM");

  static final List<Attack> PROC =
      Attack.table(
          "has the host start its program when something crashes (core_pattern)",
          "write('/proc/sys/kernel/core_pattern', b'|/tmp/x')",
          REFUSED,
          "has the host start its program as a module's or an event's helper",
          "opened('/proc/sys/kernel/modprobe', '/proc/sys/kernel/hotplug',"
              + " '/sys/kernel/uevent_helper', '/proc/sys/fs/binfmt_misc/register')",
          "\\[]",
          "has the host start its program when a group is empty (release_agent)",
          "opened(*glob.glob('/sys/fs/cgroup/**/release_agent', recursive=True),"
              + " '/sys/fs/cgroup/release_agent')",
          "\\[]",
          "restarts the host",
          "write('/proc/sysrq-trigger', b'b')",
          REFUSED + "|ENOENT",
          "changes any setting of the kernel",
          """
          result = []
          for top, _, files in os.walk('/proc/sys'):
              result += opened(*[os.path.join(top, f) for f in files])
          # The last number of its own namespace, which needs a capability when it is written.
          result = set(result) - {'/proc/sys/kernel/ns_last_pid'} or all_of(
              lambda p: write(p, b'1'), '/proc/sys/kernel/ns_last_pid')
          """,
          "EPERM|EACCES|ENOENT",
          "writes to anything of /proc that is not of a process",
          """
          result = []
          for top, folders, files in os.walk('/proc'):
              folders[:] = [f for f in folders if not f.isdigit() and f not in
                            ('self', 'thread-self', 'sys')]
              result += opened(*[os.path.join(top, f) for f in files])
          """,
          "\\[]",
          "reads the host's memory or the kernel's log",
          "opened('/proc/kcore', '/proc/kmsg', '/proc/vmcore', '/dev/mem', '/dev/kmem',"
              + " '/dev/port', '/dev/kmsg', '/proc/slabinfo', '/proc/timer_list',"
              + " '/proc/kpagecount', '/proc/kpageflags', mode='rb')",
          "\\[]",
          "finds out where in the machine's memory its pages are",
          """
          page = ctypes.create_string_buffer(8192)
          with open('/proc/self/pagemap', 'rb', 0) as map_:
              map_.seek(ctypes.addressof(page) // 4096 * 8)
              result = struct.unpack('<Q', map_.read(8))[0] & (1 << 55) - 1
          """,
          "0",
          "becomes somebody else by another map of users",
          "all_of(lambda p: write('/proc/self/' + p, b'0 0 1'), 'uid_map', 'gid_map')",
          "EPERM|EACCES",
          "is spared when memory runs out",
          "write('/proc/self/oom_score_adj', b'-1000')",
          "EACCES|EPERM",
          "reads the secrets of whoever started it from its command line",
          "other in open('/proc/1/cmdline').read()",
          "False",
          "reopens what the platform has open in it",
          """
          kinds = set()
          for link in glob.glob('/proc/[0-9]*/fd/*'):
              try:
                  kinds.add(os.readlink(link).split(':')[0])
              except OSError:
                  pass  # it closed in the meantime
          result = kinds - {'pipe', 'socket', 'anon_inode', '/dev/null', '/dev/urandom'}
          result = {k for k in result if not k.startswith(('/proc/', '/var/', '/tmp/'))}
          """,
          "set\\(\\)",
          "finds a folder open that leads out",
          "[l for l in glob.glob('/proc/[0-9]*/fd/*') if os.path.isdir(l) and not"
              + " os.readlink(l).startswith('/proc')]",
          "\\[]");

  static final List<Attack> DEVICES =
      Attack.table(
          "finds a device",
          "sorted(set(os.listdir('/dev')) - {'fd', 'full', 'null', 'random', 'stderr', 'stdin',"
              + " 'stdout', 'urandom', 'zero'})",
          "\\[]",
          "makes the host's disk as a device",
          "all_of(lambda d: os.mknod('/tmp/device', 0o60600, os.makedev(*d)), (8, 0), (253, 0),"
              + " (259, 0))",
          "EPERM",
          "makes the machine's memory, fuse or kvm as a device",
          "all_of(lambda d: os.mknod('/tmp/device', 0o20600, os.makedev(*d)), (1, 1), (10, 229),"
              + " (10, 232), (10, 200))",
          "EPERM",
          "opens a terminal",
          "all_of(lambda p: open(p), '/dev/tty', '/dev/console', '/dev/ptmx', '/dev/pts/0')",
          "ENOENT",
          "types into a terminal",
          "all_of(lambda c: call('ioctl', 0, c, b'x'), 0x5412, 0x541C)",
          "EPERM",
          "spoils a device for others",
          "all_of(lambda f: f(), lambda: os.chmod('/dev/null', 0), lambda: os.unlink('/dev/null'),"
              + " lambda: os.utime('/dev/zero', (0, 0)))",
          "EPERM|EROFS|EACCES|EBUSY|\\{'(EPERM|EROFS)': .*}",
          "tells the host's random numbers what to be",
          """
          device = os.open('/dev/random', os.O_RDWR)
          result = all_of(lambda c: call('ioctl', device, c, bytes(64)), 0x40085203, 0x5206)
          """,
          "EPERM");

  static final List<Attack> PRIVILEGES =
      Attack.table(
          "runs a program that makes it root",
          "subprocess.run(['su', '-c', 'id -u'], capture_output=True,"
              + " stdin=subprocess.DEVNULL).stdout",
          "b''",
          "may run programs as their owner",
          "[p for p in ('/usr', '/tmp', '/var/task', '/') if not os.statvfs(p).f_flag"
              + " & os.ST_NOSUID]",
          "\\[]",
          "gives a program capabilities",
          """
          open('/tmp/program', 'w').close()
          os.setxattr('/tmp/program', 'security.capability', struct.pack('<5I', 0x2000001, 1, 0, 0,
                                                                         0))
          """,
          "EPERM",
          "becomes root",
          "all_of(lambda f: f(), lambda: os.setuid(0), lambda: os.setresuid(0, 0, 0),"
              + " lambda: os.setgid(0), lambda: os.setfsuid(0) if hasattr(os, 'setfsuid') else"
              + " os.setreuid(0, 0))",
          "EINVAL|EPERM",
          "joins another group",
          "os.setgroups([0])",
          "EPERM",
          "has any capability",
          "[l.split()[1] for l in open('/proc/self/status') if l[:3] == 'Cap' and"
              + " int(l.split()[1], 16)]",
          "\\[]",
          "takes capabilities",
          "all_of(lambda f: f(), lambda: call('capset', struct.pack('<2I', 0x20080522, 0),"
              + " b'\\xff' * 24), lambda: call('prctl', 47, 2, 21, 0, 0))",
          "EPERM",
          "may gain privileges again",
          "call('prctl', 38, 0, 0, 0, 0)",
          "EINVAL",
          "keeps privileges through changes of user",
          "call('prctl', 28, 63, 0, 0, 0)",
          "EPERM",
          "replaces the system-call filter by one that allows everything",
          """
          class Program(ctypes.Structure):
              _fields_ = [('length', ctypes.c_ushort), ('code', ctypes.c_char_p)]
          def attack():
              allow = Program(1, struct.pack('<HBBI', 6, 0, 0, 0x7fff0000))
              libc.prctl(22, 2, ctypes.byref(allow))
              return system('unshare', 0x10000000)
          result = in_child(attack)
          """,
          "EPERM",
          "starts a program that has no system-call filter",
          "subprocess.run(['sh', '-c', 'grep Seccomp: /proc/self/status'],"
              + " capture_output=True).stdout.split()[1]",
          "b'2'",
          "changes the host's name",
          "all_of(lambda n: call(n, b'x', 1), 'sethostname', 'setdomainname')",
          "EPERM");
}
