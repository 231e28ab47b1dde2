#!/usr/bin/env bash
# The built command with the options of Java that make it start fast. What the first run has loaded is kept beside the jar,
# and found there by the next.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${JAVA_HOME:-}" ]; then
  # shellcheck source=bin/.env.sh
  . "$root/bin/.env.sh"
fi
jar=$root/gateway/target/terrace.jar
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow \
  -XX:SharedArchiveFile="${jar%.jar}.jsa" -XX:+AutoCreateSharedArchive -Xlog:disable -Xlog:all=error:stderr \
  -jar "$jar" "$@"
