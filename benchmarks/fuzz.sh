#!/usr/bin/env bash
# Fuzzes the decoders with Jazzer, guided by coverage. After a finding it ends with status 1; the input is in benchmarks/target/fuzz.
#   benchmarks/fuzz.sh [SECONDS_PER_TARGET] [TARGET...]      default: 600 s, every target
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds="${1:-600}"
shift || true
targets=("$@")
if [ ${#targets[@]} = 0 ]; then
  targets=(transition-block policy-update training-spec learner-state agent-record policy-status metrics job-state spec-json)
fi
work=benchmarks/target/fuzz
mkdir -p "$work"
mvn -B -q -DskipTests -Pfuzz -pl benchmarks -am test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz-classpath.txt -Dmdep.includeScope=test
classpath="benchmarks/target/test-classes:benchmarks/target/classes:$(cat benchmarks/target/fuzz-classpath.txt)"

for target in "${targets[@]}"; do
  seeds="$work/$target/seeds" found="$work/$target/corpus" kept="benchmarks/src/test/resources/fuzz/$target"
  mkdir -p "$found" "$kept"
  java -cp "$classpath" dev.streamgrad.benchmarks.fuzz.FuzzSeeds "$target" "$seeds"
  jazzer() {
    java -Xmx2g -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
      --target_class=dev.streamgrad.benchmarks.fuzz.DecoderFuzzer --target_args="$target" \
      --instrumentation_includes='dev.streamgrad.contract.**:dev.streamgrad.job.state.**:org.apache.avro.io.**:org.apache.avro.generic.**:com.fasterxml.jackson.core.**' \
      --reproducer_path="$work/$target" "-artifact_prefix=$work/$target/" -max_len=65536 "$@"
  }
  if ! jazzer -max_total_time="$seconds" -print_final_stats=1 "$found" "$kept" "$seeds" >"$work/$target/log" 2>&1; then
    grep -A 20 '^== Java Exception' "$work/$target/log" >&2 || tail -20 "$work/$target/log" >&2
    echo "$target: a finding; the input is in $work/$target" >&2
    exit 1
  fi
  # Keeps the inputs that add coverage, in as few and as small files as possible.
  rm -rf "$work/$target/least" && mkdir -p "$work/$target/least"
  jazzer -merge=1 "$work/$target/least" "$kept" "$found" >"$work/$target/merge.log" 2>&1
  find "$kept" -type f -delete && find "$work/$target/least" -type f -size -8k -exec cp {} "$kept/" \;
  printf '%s: %s executions in %s s, %s inputs kept, no finding\n' "$target" \
    "$(awk '/stat::number_of_executed_units/ {print $2}' "$work/$target/log")" "$seconds" "$(find "$kept" -type f | wc -l)"
done
