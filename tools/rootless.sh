#!/bin/sh
# Runs a command as root of a user namespace of its own, with the same process id: what Hearth, run
# by an ordinary user, makes sandboxes in.
#
#   sh rootless.sh COMMAND [ARGUMENT ...]
#
# Inside, 0 is the user who calls, and the ids that `newuidmap` gives to that user begin at
# 1 900 000 000, where Hearth takes those of sandboxes from. All other users of the host are nobody.
# Mounts made inside are seen by nobody outside; later ones of the host's are seen inside.
set -eu

first=1900000000
most=65536

refuse() {
  printf '✗ %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

value() { cat "/proc/sys/$1" 2>/dev/null || echo "$2"; }

# The largest range of ids of the file $1 that is the user's with the name or number $2 or $3.
range() {
  awk -F: -v name="$2" -v number="$3" -v most="$most" '
    ($1 == name || $1 == number) && $3 + 0 > count { start = $2; count = $3 + 0 }
    END { if (count) print start, count < most ? count : most }' "$1" 2>/dev/null || true
}

user=$(id -u)
group=$(id -g)
name=$(id -un 2>/dev/null) || name=$user

command -v unshare >/dev/null 2>&1 ||
  refuse "Hearth needs unshare to isolate functions without root." "Try: apt-get install util-linux"
if ! why=$(unshare --user --map-root-user --mount /bin/sh -c : 2>&1); then
  if [ "$(value user/max_user_namespaces 1)" = 0 ]; then
    mend='sudo sysctl -w user.max_user_namespaces=65536'
  elif [ "$(value kernel/unprivileged_userns_clone 1)" = 0 ]; then
    mend='sudo sysctl -w kernel.unprivileged_userns_clone=1'
  elif [ "$(value kernel/apparmor_restrict_unprivileged_userns 0)" != 0 ]; then
    mend='sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'
  else
    mend='start it outside of the container, or give that one --security-opt seccomp=unconfined'
  fi
  refuse "This host lets no ordinary user make user namespaces: $why" "Try: $mend" \
    "or run Hearth as root, or with --driver process, which isolates nothing."
fi

users=$(range /etc/subuid "$name" "$user")
groups=$(range /etc/subgid "$name" "$user")
if [ -z "$users" ] || [ -z "$groups" ] || ! command -v newuidmap >/dev/null 2>&1 ||
  ! command -v newgidmap >/dev/null 2>&1; then
  if command -v newuidmap >/dev/null 2>&1; then
    mend="sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $name"
  else
    mend='sudo apt-get install uidmap (elsewhere: shadow-utils or shadow)'
  fi
  refuse "Without root, Hearth needs ids for the users of sandboxes, and $name has none to give." \
    "Try: $mend" "or run Hearth as root, or with --driver process, which isolates nothing."
fi

# Maps can only be written from outside, once the namespace is there. By then this shell is in it;
# another process, nobody's child, waits for its word and answers.
words=$(mktemp -d "${TMPDIR:-/tmp}/hearth-ids.XXXXXX")
mkfifo "$words/there" "$words/mapped"
# shellcheck disable=SC2086 # two numbers each
(
  map() { newuidmap "$$" 0 "$user" 1 $first $1 && newgidmap "$$" 0 "$group" 1 $first $2; }
  {
    read -r _ <"$words/there"
    if said=$(map "$users" "$groups" 2>&1); then said=yes; fi
    echo "$said" >"$words/mapped"
    rm -rf "$words"
  } </dev/null >/dev/null 2>&1 &
)
# shellcheck disable=SC2016 # the inner shell's
exec unshare --user --mount --propagation slave /bin/sh -c '
  echo >"$0/there"
  read -r answer <"$0/mapped"
  if [ "$answer" != yes ]; then
    echo "✗ The ids of sandboxes were not given: $answer" >&2
    exit 1
  fi
  exec "$@"' "$words" "$@"
