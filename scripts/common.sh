# What the scripts share: finding a JDK and Maven, and building what is not built yet. Sourced, never run.
# Everything here speaks to stderr; stdout belongs to the program that a script starts.

ganchang_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
readonly ganchang_root
readonly java_major_min=17
readonly maven_minor_min=8 # of Maven 3
readonly progress_every_s=10
readonly trial_tenths_max=300

# Under a POSIX locale a JDK 17 prints ?? for 赶场 and cannot open a folder of that name.
if [[ "$(uname -s)" == Darwin ]]; then
  { export LC_ALL=en_US.UTF-8; } 2>/dev/null
else
  { export LC_ALL=C.UTF-8; } 2>/dev/null
fi

say() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
}

# Ends the script because the machine or the command line is not as it must be.
refuse() {
  say "$@"
  exit 2
}

# What the script says about itself: the comment lines below its first.
show_help() {
  sed -n -e '2,/^[^#]/s/^# \{0,1\}//p' "$0"
}

# absolute PATH: PATH as seen from the folder the script was called in.
absolute() {
  case "$1" in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s/%s\n' "$PWD" "$1" ;;
  esac
}

# Sets java and java_major, or ends the script with what to do about it.
find_java() {
  local install="install a JDK $java_major_min or later (Debian: apt-get install openjdk-17-jdk-headless) and put it on PATH or in JAVA_HOME"
  if [[ -n "${JAVA_HOME:-}" ]]; then
    java="$JAVA_HOME/bin/java"
    [[ -x "$java" ]] || refuse "JAVA_HOME is $JAVA_HOME, which has no bin/java: $install"
  else
    java="$(command -v java)" || refuse "no java found: $install"
  fi
  java_major="$(java_major_of "$java")"
  [[ "$java_major" =~ ^[0-9]+$ ]] || refuse "$java does not tell its version: $install"
  ((java_major >= java_major_min)) || refuse "$java is Java $java_major: $install"
}

# java_major_of JAVA: 17 for 17.0.15, 8 for 1.8.0.
java_major_of() {
  local home release version=''
  home="$(dirname "$(dirname "$(readlink -f "$1" 2>/dev/null || printf '%s' "$1")")")"
  release="$home/release"
  # Reading the file saves starting a JVM.
  if [[ -r "$release" && -e "$home/lib/modules" ]]; then
    version="$(sed -n -e 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release")"
  fi
  if [[ -z "$version" ]]; then
    version="$({ "$1" -version 2>&1 || true; } | sed -n -e 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)"
  fi
  version="${version#1.}"
  printf '%s\n' "${version%%[!0-9]*}"
}

# A build needs the compiler too, which a mere runtime lacks.
find_compiler() {
  find_java
  [[ "$("$java" --list-modules 2>/dev/null || true)" == *jdk.compiler* ]] ||
    refuse "$java has no compiler: install the JDK, not the JRE (Debian: apt-get install openjdk-17-jdk-headless)"
}

find_maven() {
  local install="install Maven 3.$maven_minor_min or later (Debian: apt-get install maven) and put it on PATH" version
  command -v mvn >/dev/null || refuse "no mvn found: $install"
  version="$({ mvn -B -version 2>/dev/null || true; } | sed -n -e 's/.*Apache Maven \([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p' | head -n 1)"
  [[ -n "$version" ]] || refuse "mvn does not tell its version: $install"
  ((${version% *} > 3 || (${version% *} == 3 && ${version#* } >= maven_minor_min))) ||
    refuse "mvn is Maven ${version/ /.}: $install"
}

# run_maven ARG...: Maven on the whole project, with the flags of GANCHANG_MAVEN_FLAGS.
run_maven() {
  local flags=()
  read -r -a flags <<<"${GANCHANG_MAVEN_FLAGS:-}" || true
  (cd "$ganchang_root" && exec mvn -B ${flags[@]+"${flags[@]}"} "$@")
}

# sources_newer_than STAMP MODULE...: whether anything that goes into the modules has changed since.
sources_newer_than() {
  local stamp="$1" module places=("$ganchang_root/pom.xml" "$ganchang_root/.mvn")
  shift
  [[ -e "$stamp" ]] || return 0
  for module in "$@"; do
    places+=("$ganchang_root/$module/pom.xml" "$ganchang_root/$module/src/main")
  done
  [[ -n "$(find "${places[@]}" -newer "$stamp" -print 2>/dev/null | head -n 1)" ]]
}

# forget_old_libraries MODULE: those that a changed pom no longer names would stay on the class path.
forget_old_libraries() {
  local target="$ganchang_root/$1/target" poms=("$ganchang_root/pom.xml" "$ganchang_root/$1/pom.xml")
  if [[ ! -e "$target/built.stamp" || -n "$(find "${poms[@]}" -newer "$target/built.stamp")" ]]; then
    rm -rf "$target/lib"
  fi
}

# begin_stamps MODULE...: dated before the build, so that what is edited meanwhile is built next time.
begin_stamps() {
  local module
  for module in "$@"; do
    forget_old_libraries "$module"
    mkdir -p "$ganchang_root/$module/target"
    rm -f "$ganchang_root/$module/target/built.stamp"
    touch "$ganchang_root/$module/target/built.stamp.new"
  done
}

# keep_stamps MODULE...: they are built.
keep_stamps() {
  local module
  for module in "$@"; do
    mv "$ganchang_root/$module/target/built.stamp.new" "$ganchang_root/$module/target/built.stamp"
  done
}

# progress LOG: says now and then, until killed, that the build is alive.
progress() {
  local log="$1" script=$$ fetched
  while sleep "$progress_every_s" >/dev/null 2>&1 && kill -0 "$script" 2>/dev/null; do
    fetched="$(grep -c 'Downloaded from' "$log" || true)"
    say "still building, $SECONDS s$( ((fetched > 0)) && printf ', %s files fetched' "$fetched")"
  done
}

# build_when_needed MODULE [MODULE IT NEEDS]...: builds what runs, without tests, test libraries or checkers.
build_when_needed() {
  local stamp="$ganchang_root/$1/target/built.stamp"
  sources_newer_than "$stamp" "$@" || return 0
  find_compiler
  find_maven
  mkdir -p "$ganchang_root/target"
  # Two scripts at once build once, where the machine has flock. Maven inherits the lock: should this script be
  # killed, the next one waits until Maven has ended too.
  exec 9>"$ganchang_root/target/build.lock"
  if command -v flock >/dev/null; then
    flock 9
  fi
  if sources_newer_than "$stamp" "$@"; then
    build "$@"
  fi
  exec 9>&-
}

build() {
  local log="$ganchang_root/target/build.log" ticker status=0
  begin_stamps "$@"
  if [[ -d "$ganchang_root/$1/target/lib" ]]; then
    say "building $1 ..."
  else
    say "building $1; the first time this downloads its libraries ..."
  fi
  : >"$log"
  progress "$log" 9>&- &
  ticker=$!
  run_maven -DserveOnly --projects "$1" --also-make package >"$log" 2>&1 || status=$?
  { kill "$ticker" && wait "$ticker"; } 2>/dev/null || true
  if ((status != 0)); then
    show_errors "$log" >&2
    say "the build failed; all it said is in $log"
    exit 1
  fi
  rm -f "$ganchang_root/server/target/classes.jsa"
  keep_stamps "$@"
  say "built in $SECONDS s"
}

# show_errors LOG: what Maven found wrong, without its advice on how to run Maven.
show_errors() {
  if grep -q '^\[ERROR\]' "$1"; then
    sed -n -e '/^\[ERROR\]/{/-> \[Help/{s/ *-> \[Help.*//;p;q;};p;}' "$1"
  else
    tail -n 20 "$1"
  fi
}

# share_classes: keeps the classes of a trial run in an archive, which halves the time to start. All works without it.
share_classes() {
  local target="$ganchang_root/server/target" trial server waited=0
  [[ "$target/classes.jsa" -nt "$target/server.jar" ]] && return 0
  say 'preparing fast starts (once a build) ...'
  trial="$(mktemp -d "${TMPDIR:-/tmp}/ganchang-trial.XXXXXX")"
  (archive_classes=1 run_java server io.ganchang.app.Main serve --data "$trial/data" --port 0 --admin-port 0 >"$trial/out" 2>&1 9>&-) &
  server=$!
  until grep -q '^ready' "$trial/out" 2>/dev/null || ((waited++ > trial_tenths_max)) || ! kill -0 "$server" 2>/dev/null; do
    sleep 0.1
  done
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  touch "$target/classes.jsa" # also where there is none, so that it is not tried again
  rm -rf "$trial"
}

# run_java MODULE MAIN ARG...: becomes the program, so that signals reach it.
run_java() {
  local module="$1" target="$ganchang_root/$1/target" main="$2" flags=()
  shift 2
  if ((java_major >= 22)); then
    flags+=(--enable-native-access=ALL-UNNAMED)
  fi
  if [[ -s "$target/classes.jsa" ]]; then
    flags+=("-XX:SharedArchiveFile=$target/classes.jsa" -Xlog:cds=off -Xlog:cds+dynamic=off)
  elif [[ -n "${archive_classes:-}" ]]; then
    flags+=("-XX:ArchiveClassesAtExit=$target/classes.jsa" -Xlog:disable)
  fi
  cd "$ganchang_root"
  exec "$java" ${flags[@]+"${flags[@]}"} -XX:+ExitOnOutOfMemoryError \
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 \
    --class-path "$target/$module.jar:$target/lib/*" "$main" "$@"
}
