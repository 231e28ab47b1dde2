#!/usr/bin/env bash
# The built command with the options of Java that make it start fast.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
if [ -z "${JAVA_HOME:-}" ]; then
  # shellcheck source=bin/.env.sh
  . "$root/bin/.env.sh"
fi
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
  --sun-misc-unsafe-memory-access=allow -jar "$root/gateway/target/terrace.jar" "$@"
