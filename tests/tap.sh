# TAP for the shell scripts of these folders: check WHAT COMMAND... is one line, done_checking ends.
n=0

check ()
{
  what=$1
  shift
  n=$((n + 1))
  if output=$("$@" 2>&1); then
    echo "ok $n - $what"
  else
    echo "not ok $n - $what"
    echo "$output" | sed 's/^/# /'
  fi
}

done_checking () { echo "1..$n"; }
