#!/bin/sh
# Builds ../go with TinyGo, once for each scheduler and collector: both are chosen when a program is linked, as is the stack.
# 64 KB of it, since an overflow may go unnoticed: with 16 KB the mesh has answered wrongly before it crashed.
set -eu
out=$1
stack=64KB
cd ../go
for scheduler in tasks threads; do
  for gc in boehm precise; do
    tinygo build -scheduler="$scheduler" -gc="$gc" -stack-size="$stack" -opt=2 \
      -ldflags="-X main.scheduler=$scheduler -X main.collector=$gc -X main.stackSize=$stack" \
      -o "$out/tinygo-$scheduler-$gc" .
  done
done
