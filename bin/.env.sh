# shellcheck shell=bash
# What the scripts here need to know about this machine. Source it after bin/prepare:
# JAVA_HOME (a JDK of 25 or newer) is exported, MVN is the command of a Maven of 3.8 or newer, TERRACE_OVN is the Debian
# suite whose OVN is tested, TERRACE_KUBERNETES is the directory of the Kubernetes commands that the tests run.

# java_release HOME: the major version of the JDK there, 0 when there is none.
java_release() {
  local version=
  if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  fi
  echo "${version:-0}"
}

find_java_home() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$home" ] && [ "$(java_release "$home")" -ge 25 ]; then
      echo "$home"
      return
    fi
  done
  return 1
}

# The version is usually in the name of a file, which is much faster than to ask Maven.
find_mvn() {
  local mvn jar version=
  mvn=$(command -v mvn) || return 1
  for jar in "$(dirname "$(dirname "$(readlink -f "$mvn")")")"/lib/maven-core-*.jar; do
    version=$(basename "$(readlink -f "$jar")" .jar)
    version=${version#maven-core-}
  done
  case $version in
    [0-9]*.[0-9]*) ;;
    *) version=$(MAVEN_OPTS=-XX:TieredStopAtLevel=1 "$mvn" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p') ;;
  esac
  case $version in
    '' | [0-2].* | 3.[0-7].*) return 1 ;;
    *) echo "$mvn" ;;
  esac
}

# What is built of e2e/kubernetes stays from one clone to the next, until its versions change.
kubernetes_directory() {
  local modules versions
  modules=$(dirname "${BASH_SOURCE[0]}")/../e2e/kubernetes
  versions=$(cat "$modules/go.mod" "$modules/go.sum" | sha256sum | cut -c 1-12)
  echo "${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/terrace/kubernetes-$versions"
}

JAVA_HOME=$(find_java_home) || JAVA_HOME=
export JAVA_HOME
MVN=$(find_mvn) || MVN=
export MVN
export TERRACE_OVN=${TERRACE_OVN:-trixie}
TERRACE_KUBERNETES=$(kubernetes_directory)
export TERRACE_KUBERNETES
