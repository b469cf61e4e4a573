#!/bin/sh
# What an installation contains, and that the programs say their version without a screen.
# usage: test-install.sh BUILD VERSION; the source is $CALCSPOT_SOURCE
build=$1
version=$2
id=io.github.calcspot.Calcspot
. "$CALCSPOT_SOURCE/tests/tap.sh"

meson=/usr/bin/meson
[ -x "$meson" ] || meson=meson
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
unset DISPLAY WAYLAND_DISPLAY

installed () { find "$root" -path "*/$1" -type f -size +0 | grep -q .; }
says_version () { "$1" --version | grep -qF "$version"; }

check "install" "$meson" install -C "$build" --no-rebuild --quiet --destdir "$root"
for file in bin/calcspot bin/calcspot-batch bin/calcspot-decode "applications/$id.desktop" "metainfo/$id.metainfo.xml" \
            "glib-2.0/schemas/$id.gschema.xml" "scalable/apps/$id.svg" "symbolic/apps/$id-symbolic.svg" \
            share/calcspot/weights/simulated calcspot/calcspot-dicom.so \
            de/LC_MESSAGES/calcspot.mo bn/LC_MESSAGES/calcspot.mo; do
  check "$file" installed "$file"
done
check "calcspot --version" says_version "$build/app/calcspot"
check "calcspot-batch --version" says_version "$build/app/calcspot-batch"
done_checking
