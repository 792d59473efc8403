#!/usr/bin/env bash
# Checks, without a GPU and without containers, that DJL can load the libraries of the image for GPUs. Downloads the libraries and arranges
# them as flink-job.Dockerfile does (about 3 GB, once), substitutes a stub for NVIDIA's driver, which the host provides, and trains with them
# on the CPU. The hash must be equal to that of the CPU's own libraries. Needs Python's pip, cc and nm.
#
#   docker/check_cuda.sh DIRECTORY
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
directory="$(mkdir -p "$1" && cd "$1" && pwd)"
lib="$directory/libtorch/lib"

# The commands of the Dockerfile's stage "cuda", with their paths moved below this directory.
steps="$(sed -n '/ AS cuda$/,/^FROM cpu/p' "$home/docker/flink-job.Dockerfile" | sed -n '/^RUN/,/[^\\]$/p' |
  sed -e 's/^RUN //' -e 's/--mount=[^ ]* //' -e "s#--cache-dir /pip##" -e "s#/opt/#$directory/#g")"
fetch="$(grep '^pip' <<< "$steps")"
[[ -d "$directory/python" ]] || eval "python3 -m $fetch"
rm -rf "$directory/libtorch"
eval "$(grep -v '^pip' <<< "$steps")"

mkdir -p "$directory/stub"
nm -D --undefined-only "$lib"/libcaffe2_nvrtc.so "$lib"/libtorch_cuda.so "$lib"/libc10_cuda.so 2> /dev/null |
  grep --only-matching --extended-regexp '\bcu(Ctx|Device|Func|Get|Init|Launch|Link|Mem|Module|Occupancy|Stream|Tensor)[A-Z]\w*$' |
  sort --unique | sed 's/.*/int &(void) { return 100; }/' > "$directory/stub/driver.c" # 100: there is no device
cc -shared -fPIC -Wl,-soname,libcuda.so.1 -o "$directory/stub/libcuda.so.1" "$directory/stub/driver.c"

train() { # NAME
  rm -rf "${directory:?}/$1"
  "$home/streamgrad" train --serial --quiet --env CartPole-v1 --total-steps 20000 --run-dir "$directory/$1" | tail -1 |
    grep --only-matching '"parameterHash":"[0-9a-f]*"'
}
own="$(train run-of-cpu)"
cuda="$(PYTORCH_LIBRARY_PATH="$lib" PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128 LD_LIBRARY_PATH="$lib:$directory/stub" train run-of-cuda)"
echo "CPU's libraries  $own"
echo "CUDA's libraries $cuda"
[[ "$own" == "$cuda" ]]
