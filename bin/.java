#!/usr/bin/env bash
# The built command with the options of Java that make it start fast, or, for a gateway, those that its image has. What the
# first run has loaded is kept beside the jar, and found there by the next.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${JAVA_HOME:-}" ]; then
  # shellcheck source=bin/.env.sh
  . "$root/bin/.env.sh"
fi
jar=$root/gateway/target/terrace.jar
case ${1:-} in
  run) options=("@$root/gateway/src/main/jvm/gateway.options" "-XX:SharedArchiveFile=${jar%.jar}-run.jsa") ;;
  *) options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-XX:SharedArchiveFile=${jar%.jar}.jsa") ;;
esac
exec "$JAVA_HOME/bin/java" "${options[@]}" --sun-misc-unsafe-memory-access=allow \
  -XX:+AutoCreateSharedArchive -Xlog:disable -Xlog:all=error:stderr -jar "$jar" "$@"
