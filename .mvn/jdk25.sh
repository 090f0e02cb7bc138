# Sourced by ./mvnw and ./roomlog: sets JAVA_HOME to a JDK 25, or says in one line that there is none.
# A JAVA_HOME that already names a JDK 25 is kept.

roomlog_is_jdk25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[".+-]' "$1/release"
}

roomlog_find_jdk25() {
  if [ -n "${JAVA_HOME:-}" ] && roomlog_is_jdk25 "$JAVA_HOME"; then
    return 0
  fi
  roomlog_javac=$(command -v javac 2>/dev/null || true)
  if [ -n "$roomlog_javac" ]; then
    roomlog_javac=$(readlink -f "$roomlog_javac" 2>/dev/null || echo "$roomlog_javac")
    roomlog_javac=$(dirname "$(dirname "$roomlog_javac")")
  fi
  for roomlog_jdk in ${JAVA_HOME_25_X64:+"$JAVA_HOME_25_X64"} ${JDK25_HOME:+"$JDK25_HOME"} \
    ${roomlog_javac:+"$roomlog_javac"} \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if roomlog_is_jdk25 "$roomlog_jdk"; then
      JAVA_HOME=$roomlog_jdk
      export JAVA_HOME
      return 0
    fi
  done
  echo "Roomlog needs a JDK 25 and found none: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
  return 1
}

roomlog_find_jdk25 || exit 1
