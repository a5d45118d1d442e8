#!/usr/bin/env bash
# Makes the folder that check.sh takes to a bare machine: a Java runtime, muzero.jar without libtorch, and the script.
#
#   mvn package -DskipTests && src-test/gpu/bundle.sh FOLDER [BINDINGS VERSION-FLAVOR]
#
# BINDINGS is a libdjl_torch.so compiled for another libtorch than the packed bindings' 2.7.1 (docs/gpu.md tells how),
# VERSION-FLAVOR which one, for example 2.11.0-cu130. All of it is for x86-64 Linux and stays below 60 MiB.
set -euo pipefail

if [ $# -ne 1 ] && [ $# -ne 3 ]; then
  sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jar=$here/../../muzero.jar
if [ ! -f "$jar" ]; then
  echo "bundle.sh: $jar is missing: run mvn package -DskipTests" >&2
  exit 1
fi
if [ -e "$1" ]; then
  echo "bundle.sh: $1 exists already: remove it or name another folder" >&2
  exit 1
fi
mkdir -p "$1"
out=$(cd "$1" && pwd)

# What the jar uses of Java.
jlink --output "$out/runtime" --strip-debug --no-header-files --no-man-pages \
  --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.xml,jdk.management,jdk.unsupported
# Half of it is the virtual machine, which tar makes a third as large.
tar -C "$out" -czf "$out/runtime.tar.gz" runtime
rm -r "$out/runtime"

python3 - "$jar" "$out/muzero.jar" <<'PYTHON'
import re, sys, zipfile

# libtorch itself, and natives of other systems.
unwanted = re.compile(
    r'native/|pytorch/|jnilib/(?!linux-x86_64/|pytorch\.properties)|com/sun/jna/(?!linux-x86-64/)[a-z0-9]+-[^/]+/'
    r'|org/jline/nativ/(Windows|Mac|FreeBSD)/|.*(\.dll|\.dylib|\.jnilib)$')
with zipfile.ZipFile(sys.argv[1]) as source, \
        zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED, compresslevel=9) as target:
    for entry in source.infolist():
        if not unwanted.match(entry.filename):
            target.writestr(entry, source.read(entry))
PYTHON

if [ $# -eq 3 ]; then
  # <version of libtorch>-<version of DJL>
  djl=$(unzip -p "$jar" jnilib/pytorch.properties | sed 's/.*jni_version=[^-]*-//')
  folder=$out/cache/pytorch/$3-linux-x86_64
  mkdir -p "$folder"
  cp "$2" "$folder/$djl-libdjl_torch.so"
fi
cp "$here/check.sh" "$here/summary.py" "$out"
echo "$out: $(du -sm "$out" | cut -f1) MiB"
