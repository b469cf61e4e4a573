# What ./run and ./test share. Sourced by bash; expects $root, the root of the tree.

# Meson and Ninja of Debian, also where others come first in PATH.
meson=/usr/bin/meson
[ -x "$meson" ] || meson=meson

say () { printf '%s\n' "$*" >&2; }
die () { say "$*"; exit 1; }

# packages SECTION...: the names under these headings of .ci/packages
packages ()
{
  local section
  for section; do
    sed -n "/^\[$section\]/,/^\[/{/^[a-z0-9]/p}" "$root/.ci/packages"
  done
}

installed ()
{
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | cut -c1-9)" = installed ]
}

# as_root COMMAND...: as we are, or through sudo
as_root ()
{
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "This needs root and there is no sudo. As root, run:  $*"
  fi
}

# keep_quiet PACKAGE...: a server that is there to be tested against is not to run by itself, now or later
keep_quiet ()
{
  case " $* " in *" orthanc "*) ;; *) return 0 ;; esac
  [ -d /run/systemd/system ] || return 0
  say "Orthanc's own service is masked (systemctl unmask orthanc.service undoes it): tests start their own."
  as_root systemctl mask --quiet orthanc.service || true
}

# install_missing SECTION...: says what is missing and installs it
install_missing ()
{
  local name missing=()
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is not Debian: nothing is installed by itself. Needed are the counterparts of:" $(packages "$@")
    return 0
  fi
  for name in $(packages "$@"); do
    installed "$name" || missing+=("$name")
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "Calcspot needs these Debian packages and installs them now: ${missing[*]}"
  as_root apt-get update -q >&2 </dev/null || say "apt-get update failed; trying with the package lists at hand."
  keep_quiet "${missing[@]}"
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" >&2 </dev/null \
    || die "Could not install ${missing[*]}. Check the network and the Debian sources, then run this again."
  hash -r
  meson=/usr/bin/meson
}

# configured DIR: DIR is a build of this very tree that Meson can still read
configured ()
{
  [ -f "$1/build.ninja" ] && [ -f "$1/meson-info/meson-info.json" ] &&
    grep -qF "\"source\": \"$root\"" "$1/meson-info/meson-info.json" &&
    "$meson" introspect --buildoptions "$1" >/dev/null 2>&1
}

# configure DIR OPTION...: sets DIR up where it is missing, broken, or came from another place
configure ()
{
  local dir=$1
  shift
  configured "$dir" && return 0
  if [ -e "$dir" ]; then
    [ -d "$dir/meson-private" ] || [ -z "$(ls -A "$dir")" ] ||
      die "$dir exists and is no build directory. Move it away, then run this again."
    say "Setting $dir up afresh."
    rm -rf "$dir"
  fi
  # Two hundred and fifty programs are linked; where gold is, in a quarter of the time.
  local linker=()
  command -v ld.gold >/dev/null && linker=(CC_LD=gold CXX_LD=gold)
  env "${linker[@]}" "$meson" setup "$dir" "$root" "$@" </dev/null
}
