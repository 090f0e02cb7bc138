# Ends the parts of a stack whose launcher has died without ending them (kill -9).
# Reads "+ pid start-ticks" and "- pid start-ticks" from a pipe the launcher holds; its end means the launcher is gone.
# "done" means that there is nothing left to do. The signals that end a launcher must not end this.
trap '' HUP INT TERM

# The start time ($expected) tells a part from a later process with the same number.
lives() {
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # shellcheck disable=SC2086
  set -- "$expected" ${stat##*) }
  [ "$2" != Z ] || return 1
  shift 20
  [ "$1" = "$expected" ]
}

parts=
while read -r verb pid ticks; do
  case $verb in
    +) parts="$parts $pid:$ticks" ;;
    -)
      kept=
      for part in $parts; do
        [ "$part" = "$pid:$ticks" ] || kept="$kept $part"
      done
      parts=$kept
      ;;
    done) exit 0 ;;
  esac
done

each() {
  for part in $parts; do
    expected=${part#*:}
    if lives "${part%:*}"; then
      [ "$1" = 0 ] || kill "-$1" "${part%:*}" 2>/dev/null
      left=yes
    fi
  done
}

each TERM
seconds=0
while [ "$seconds" -lt 10 ]; do
  left=
  each 0
  [ -n "$left" ] || exit 0
  sleep 1
  seconds=$((seconds + 1))
done
each KILL
