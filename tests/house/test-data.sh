#!/bin/sh
# What Calcspot hands to the desktop is what the desktop's own checkers accept.
# usage: test-data.sh BUILD; the source is $CALCSPOT_SOURCE
build=$1
source=$CALCSPOT_SOURCE
id=io.github.calcspot.Calcspot
. "$source/tests/tap.sh"

symbolic_is_16 () { grep -q 'viewBox="0 0 16 16"' "$1" && ! grep -q '<image\|<script\|<text' "$1"; }

check "desktop file" desktop-file-validate "$build/app/data/$id.desktop"
check "metainfo" appstreamcli validate --no-net --no-color "$build/app/data/$id.metainfo.xml"
check "settings schema" glib-compile-schemas --strict --dry-run "$source/app"
for svg in "$source"/icons/*.svg; do
  check "$(basename "$svg") is well-formed" xmllint --noout --nonet "$svg"
done
for svg in "$source"/icons/*-symbolic.svg; do
  check "$(basename "$svg") is drawn on 16 pixels" symbolic_is_16 "$svg"
done
for ui in "$source"/ui/*.ui; do
  [ -e "$ui" ] && check "$(basename "$ui") is well-formed" xmllint --noout --nonet "$ui"
done
done_checking
